import pytest

from afterglow.desktop.panels.video.pace import Pace, clock
from afterglow.desktop.words import Words


class Watch:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def watch():
    return Watch()


def test_a_pace_is_told_from_where_the_run_began(watch):
    pace = Pace(60, watch)
    pace.hear(0.5)
    watch.now += 10
    pace.hear(0.75)
    assert pace.speed == pytest.approx(0.025)
    assert pace.left == pytest.approx(10)
    assert pace.said(Words("en")) == "0:45 / 1:00 · 1.5× · 0:10 left"


def test_nothing_is_told_before_anything_is_known(watch):
    pace = Pace(60, watch)
    assert pace.left is None
    pace.hear(0.1)
    assert pace.said(Words("en")) == "0:06 / 1:00"


def test_a_rest_does_not_make_it_slower(watch):
    pace = Pace(60, watch)
    pace.hear(0.0)
    watch.now += 1000
    pace.begin()
    pace.hear(0.1)
    watch.now += 2
    pace.hear(0.2)
    assert pace.speed == pytest.approx(0.05)


def test_a_clip_of_unknown_length_has_a_share(watch):
    pace = Pace(0, watch)
    pace.hear(0.42)
    assert pace.said(Words("en")) == "42 %"


@pytest.mark.parametrize(("seconds", "said"), [(0, "0:00"), (61.6, "1:02"), (3723, "1:02:03")])
def test_seconds_read_as_on_a_clock(seconds, said):
    assert clock(seconds) == said
