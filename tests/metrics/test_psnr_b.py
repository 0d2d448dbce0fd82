import math

import numpy as np
import pytest

from afterglow.metrics.psnr import psnr
from afterglow.metrics.psnr_b import blocking_effect, psnr_b
from tests.support import texture


def test_the_effect_of_one_known_edge() -> None:
    # 16 steps of 8/255 across the upright edge, 16 of none across the level one, none inside:
    # a mean of 32/255², times log2(8) / log2(16).
    pixels = np.zeros((16, 16, 3), np.float32)
    pixels[:, 8:] = 8 / 255
    assert blocking_effect(pixels) == pytest.approx(np.full(3, 24 / 255**2), rel=1e-5)


def test_steps_off_the_grid_do_not_count() -> None:
    pixels = np.zeros((32, 32, 3), np.float32)
    pixels[:, 5:] = 0.1
    assert not blocking_effect(pixels).any()


def test_an_even_slope_has_no_effect() -> None:
    slope = np.linspace(0, 1, 64, dtype=np.float32)
    pixels = np.broadcast_to(slope[:, None, None], (64, 64, 3))
    assert blocking_effect(pixels) == pytest.approx(0, abs=1e-8)


def test_the_definition_followed_step_by_step() -> None:
    pixels = texture(43, 37, np.float32)
    wanted = []
    for channel in range(3):
        plane = pixels[..., channel].astype(float)
        edge, inside = [], []
        for y in range(37):
            for x in range(43):
                if x < 42:
                    (edge if x % 8 == 7 else inside).append((plane[y, x + 1] - plane[y, x]) ** 2)
                if y < 36:
                    (edge if y % 8 == 7 else inside).append((plane[y + 1, x] - plane[y, x]) ** 2)
        wanted.append(max(np.mean(edge) - np.mean(inside), 0) * 3 / math.log2(37))
    assert blocking_effect(pixels) == pytest.approx(np.array(wanted), rel=1e-4, abs=1e-9)


def test_blocks_cost_more_than_the_same_error_spread_out() -> None:
    reference = np.full((64, 64, 3), 0.5, np.float32)
    rng = np.random.default_rng(0)
    blocks = rng.normal(0, 0.05, (8, 8, 3)).repeat(8, axis=0).repeat(8, axis=1).astype(np.float32)
    spread = rng.permuted(blocks.reshape(-1)).reshape(blocks.shape)
    assert psnr(reference + blocks, reference) == pytest.approx(psnr(reference + spread, reference), abs=1e-3)
    assert psnr_b(reference + blocks, reference) < psnr_b(reference + spread, reference) - 1
