import pytest

from afterglow.image import write
from tests.desktop.person import press, until
from tests.score.pictures import image, jpeg, scene


@pytest.fixture
def files(tmp_path):
    truth = scene(128, 96)
    for name, pixels in (("bad", jpeg(truth, 8)), ("good", jpeg(truth, 85)), ("truth", truth)):
        write(image(pixels), tmp_path / f"{name}.png")
    return {path.stem: path for path in tmp_path.glob("*.png")}


@pytest.fixture
def panel(window):
    window.go_to("judge")
    return window.panel


def judged(panel):
    until(lambda: panel.state.found, "the verdict")
    until(lambda: panel.view.after, "the pictures")


def test_two_pictures_are_judged_looked_at_and_reported(panel, window, files, tmp_path):
    window.take([files["bad"], files["good"], files["truth"]])
    judged(panel)
    assert panel.findings.verdict.text().startswith("B is better")
    assert "nearer to the reference" in panel.findings.reason.text()
    assert panel.slots["a"].told.text() == "bad.png\n128×96"
    assert set(panel.findings.scores.scores) == {"A", "B"}

    pictures = panel.view.after
    panel.commands["view_difference"].trigger()
    until(lambda: panel.view.after is not pictures, "the difference")
    assert panel.gain.isVisible()
    weak = panel.view.before.pixels.mean()
    panel.gain.setValue(panel.gain.maximum())
    until(lambda: panel.view.before.pixels.mean() > weak, "a stronger difference")
    before = panel.view.before
    panel.commands["view_edges"].trigger()
    until(lambda: panel.view.before is not before, "the edges")
    assert not panel.gain.isVisible()
    panel.findings.spaces.setCurrentIndex(2)
    assert panel.state.space == "lab"

    panel.export(tmp_path / "report.html")
    until(lambda: panel.desk.strip.message, "the report")
    assert "B is better" in (tmp_path / "report.html").read_text()
    panel.commands["copy"].trigger()
    from PySide6.QtGui import QGuiApplication

    assert "good.png" in QGuiApplication.clipboard().text()

    window.desk.speak("zh-Hant")
    assert panel.findings.verdict.text().startswith("B 較好")

    panel.take_away("b")
    assert panel.state.found is None
    assert not panel.save.isEnabled()
    assert panel.view.after is None


def test_a_text_called_a_picture_is_said_in_its_place(panel, tmp_path):
    (tmp_path / "notes.jpg").write_text("not a picture at all")
    panel.put("a", tmp_path / "notes.jpg")
    until(lambda: panel.state.problems, "the problem")
    assert "notes.jpg" in panel.slots["a"].told.text()
    assert panel.desk.log.entries()[-1].kind == "problem"
    press(panel.slots["a"].close_tool)
    assert panel.slots["a"].told.text() == "The one picture"


def test_judging_can_be_stopped_and_begun_again(panel, files):
    panel.take([files["bad"], files["good"]])
    until(lambda: panel.state.progress is not None, "the work")
    panel.commands["stop"].trigger()
    assert panel.state.progress is None
    assert panel.commands["again"].isEnabled()
    panel.commands["again"].trigger()
    assert panel.state.progress is not None


def test_one_picture_alone_is_shown(panel, files):
    panel.take([files["good"]])
    until(lambda: panel.view.before, "the picture")
    assert panel.view.after is None
    assert not panel.commands["export"].isEnabled()


def test_how_it_is_looked_at_is_kept(panel, window):
    panel.commands["side"].trigger()
    panel.views.setCurrentIndex(1)
    window.close()
    from afterglow.desktop.panels.judge.state import JudgeSettings

    kept = window.desk.settings.read("judge", JudgeSettings)
    assert (kept.mode, kept.view) == ("side", "difference")
