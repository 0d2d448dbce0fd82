"""The window answers while pictures are worked out."""

import time

import numpy as np
import pytest

from tests.cli.product import draw
from tests.desktop.conftest import why_not
from tests.desktop.person import until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtCore import QTimer

from afterglow.enhance.recipe import Recipe
from afterglow.image import Image, write

TICK = 5  # milliseconds
GENEROUS = 1.0  # seconds: what a machine that does other things may add; what was measured is printed


class Pulse:
    """Measures how long the window takes to answer, by a timer that should tick all the time."""

    def __init__(self):
        self.gaps = []
        self._last = time.perf_counter()
        self._timer = QTimer(interval=TICK)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self):
        now = time.perf_counter()
        self.gaps.append(now - self._last - TICK / 1000)
        self._last = now

    def said(self):
        worst = sorted(self.gaps, reverse=True)[:3]
        return (
            f"{len(self.gaps)} ticks, the worst late by {', '.join(f'{1000 * gap:.0f}' for gap in worst)} ms"
        )


def test_the_window_ticks_on_while_a_picture_is_worked_out(window, tmp_path, capsys):
    window.panel.state.habits = Recipe(model="tiny", engine="onnxruntime", precision="f32")
    photo = draw(tmp_path / "a.png", 1600, 1200)
    pulse, shares = Pulse(), []
    window.panel.course.advanced.connect(
        lambda: shares.append((len(pulse.gaps), window.panel.state.progress))
    )
    window.take([photo])
    until(lambda: window.panel.state.ready, "the result")
    with capsys.disabled():
        print(f"\n2 megapixels: {pulse.said()}")
    under_way = [ticks for ticks, share in shares if share is not None]
    assert len(pulse.gaps) > under_way[0], "the window waited for the work"


@pytest.mark.slow
def test_the_window_answers_during_48_megapixels(window, tmp_path, capsys):
    pixels = np.random.default_rng(0).integers(0, 255, (600, 800, 3), np.uint8)
    photo = tmp_path / "large.jpg"
    write(Image(np.tile(pixels, (10, 10, 1))), photo, quality=40)
    window.panel.state.habits = Recipe(model="jpeg-photo")
    window.take([photo])
    until(lambda: window.panel.state.image is not None, "the picture")
    window.panel.view.zoom_to(1)
    pulse = Pulse()
    until(lambda: window.panel.state.ready, "the result")
    with capsys.disabled():
        print(f"\n48 megapixels: {pulse.said()}")
    assert max(pulse.gaps) < GENEROUS
