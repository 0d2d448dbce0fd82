import numpy as np
import pytest

from afterglow_lab.degradations.light import from_light, to_light


def test_there_and_back_is_the_same() -> None:
    steps = np.linspace(0, 1, 256, dtype=np.float32)
    assert from_light(to_light(steps)) == pytest.approx(steps, abs=1e-6)


def test_middle_grey_reflects_a_fifth() -> None:
    # sRGB 118 is the 18 % grey card; 188 is half the light.
    assert to_light(np.float32([118, 188]) / 255) == pytest.approx([0.18, 0.5], abs=0.005)


def test_what_is_beyond_black_and_white_is_lost() -> None:
    assert from_light(np.float32([-0.5, 2])).tolist() == pytest.approx([0, 1])
