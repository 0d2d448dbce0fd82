import math

import numpy as np
import pytest

from afterglow.metrics.snr import snr
from tests.support import texture


def test_it_is_the_ratio_of_standard_deviations() -> None:
    reference = texture(90, 70, np.float32)
    noise = np.random.default_rng(0).normal(0, 0.04, reference.shape).astype(np.float32)
    assert snr(reference + noise, reference) == pytest.approx(reference.std() / noise.std(), rel=1e-4)


def test_half_the_noise_is_twice_the_ratio() -> None:
    reference = texture(90, 70, np.float32)
    noise = np.random.default_rng(0).normal(0, 0.04, reference.shape).astype(np.float32)
    assert snr(reference + noise / 2, reference) == pytest.approx(
        2 * snr(reference + noise, reference), rel=1e-4
    )


def test_brightness_alone_is_no_noise() -> None:
    reference = np.full((8, 8, 3), 0.25, np.float32)
    assert snr(reference + np.float32(0.25), reference) == math.inf
