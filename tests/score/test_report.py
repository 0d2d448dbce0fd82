from afterglow.score.compare import compare
from afterglow.score.report import Named, report
from tests.score.pictures import image, jpeg, scene


def test_the_page_holds_everything_and_needs_nothing():
    a, b, truth = jpeg(scene(), 20), jpeg(scene(), 80), scene()
    found = compare(image(a), image(b), image(truth))
    page = report(found, Named("<a>.jpg", image(a)), Named("b.jpg", image(b)), Named("t.png", image(truth)))
    assert "B is better" in page
    assert "&lt;a&gt;.jpg" in page
    assert "<a>.jpg" not in page
    assert page.count("data:image/png;base64,") == 6
    assert "MS-SSIM" in page
    assert "http" not in page


def test_without_a_reference_there_is_one_difference():
    found = compare(image(scene()), image(jpeg(scene(), 50)))
    page = report(found, Named("a", image(scene())), Named("b", image(jpeg(scene(), 50))))
    assert page.count("data:image/png;base64,") == 5
