import numpy as np

from afterglow.metrics.color_shift import color_shift
from afterglow.metrics.delta_e import delta_e
from tests.support import texture


def test_noise_is_forgiven_and_a_tint_is_not() -> None:
    reference = texture(256, 192, np.float32) * np.float32(0.8)
    noisy = reference + np.random.default_rng(0).normal(0, 0.05, reference.shape).astype(np.float32)
    tinted = reference * np.float32([1.05, 1, 0.95])
    assert color_shift(noisy, reference) < 0.4 < 3 < delta_e(noisy, reference)
    assert color_shift(tinted, reference) > 2


def test_blocks_at_the_border_count_as_they_are() -> None:
    reference = np.full((33, 33, 3), 0.5, np.float32)
    corner = reference.copy()
    corner[32, 32] = 0.6
    assert color_shift(corner, reference) > 1
