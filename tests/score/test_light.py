from afterglow.score.light import light
from tests.score.pictures import darkened, scene


def test_less_light_shows_in_the_highlights():
    found = [light(darkened(scene(), stops)).highlights for stops in (0, 0.5, 1, 2, 4)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.8
