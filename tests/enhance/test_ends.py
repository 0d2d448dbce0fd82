"""What was neither black nor white does not become it."""

from dataclasses import replace

import numpy as np
import pytest

from afterglow.enhance.ends import hold_ends
from afterglow.enhance.restore import restore
from afterglow.enhance.tiling import tiles_of
from afterglow.image.geometry import Size
from tests.support import Blur

WHITE = {np.uint8: 255, np.uint16: 65535}


@pytest.mark.parametrize("depth", WHITE)
def test_only_what_is_newly_cut_off_is_moved_and_by_one_step(depth):
    white = WHITE[depth]
    before = np.array([0, 1, 40, white - 1, white, 7, 9], depth).reshape(7, 1, 1).repeat(3, axis=2)
    after = np.array([0, 0, white, white, white, 0, 8], depth).reshape(7, 1, 1).repeat(3, axis=2)
    hold_ends(before, after)
    assert after[:, 0, 0].tolist() == [0, 1, white - 1, white - 1, white, 1, 8]


def test_numbers_without_steps_have_no_ends():
    after = np.zeros((4, 4, 3), np.float32)
    hold_ends(np.full_like(after, 0.5), after)
    assert not after.any()


class Contrast(Blur):
    """A model that drives nearly everything to black or white."""

    def __init__(self, task):
        super().__init__(0)
        self.card = replace(self.card, task=task)

    def run(self, batch, thumbnail=None):
        return np.clip((batch - 0.5) * 50 + 0.5, 0, 1)


@pytest.mark.parametrize(("task", "held"), [("night", True), ("jpeg-art", False)])
def test_models_of_photographs_are_held_in_tiles_too(task, held):
    pixels = np.random.default_rng(1).integers(0, 256, (50, 70, 3), np.uint8)
    canvas = np.empty_like(pixels)
    model = Contrast(task)
    restore(pixels, model, tiles_of(Size(70, 50), model.card, 16), canvas)
    newly = np.isin(canvas, (0, 255)) & ~np.isin(pixels, (0, 255))
    assert newly.any() != held
    assert (canvas[pixels == 0] == 0).all()
