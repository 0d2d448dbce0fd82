import colorsys

import numpy as np
import pytest

from afterglow_lab.degradations.color import Brightness, ColorShift, Contrast, Hue, Saturation, WhiteBalance

GRAY = np.full((4, 4, 3), 0.4, np.float32)


@pytest.mark.parametrize("damage", [Saturation((0.3, 0.3)), Hue((40, 40))])
def test_gray_has_no_color_to_change(damage: Saturation | Hue) -> None:
    assert damage(GRAY, np.random.default_rng(1)) == pytest.approx(GRAY, abs=1e-5)


def test_without_saturation_a_picture_is_gray() -> None:
    paled = Saturation((0, 0))(colors(), np.random.default_rng(1))
    assert np.ptp(paled, axis=2).max() < 1e-6


def test_brightness_goes_either_way() -> None:
    changes = {
        round(float(Brightness((0.1, 0.1))(GRAY, np.random.default_rng(i))[0, 0, 0] - 0.4), 3)
        for i in range(20)
    }
    assert changes == {-0.1, 0.1}


def test_contrast_turns_round_middle_grey() -> None:
    flat = Contrast((0.5, 0.5))
    ends = np.float32([0.3, 0.5, 0.7])[None, :, None].repeat(3, 2)
    spans = {round(float(np.ptp(flat(ends, np.random.default_rng(seed)))), 3) for seed in range(20)}
    assert spans == {0.2, 0.6}
    assert flat(ends, np.random.default_rng(1))[0, 1] == pytest.approx(0.5)


def test_hue_turns_and_leaves_saturation_and_value() -> None:
    before, after = (
        np.array([colorsys.rgb_to_hsv(*pixel) for pixel in pixels.reshape(-1, 3)])
        for pixels in (colors(), Hue((30, 30))(colors(), np.random.default_rng(1)))
    )
    turned = (after[:, 0] - before[:, 0] + 0.5) % 1 - 0.5
    assert np.abs(turned) == pytest.approx(30 / 360, abs=1e-3)
    assert after[:, 1:] == pytest.approx(before[:, 1:], abs=1e-3)


def test_white_balance_is_warm_or_cold() -> None:
    tints = [WhiteBalance((0.5, 0.5))(GRAY, np.random.default_rng(seed))[0, 0] for seed in range(20)]
    warm = [tint[0] > tint[2] for tint in tints]
    assert 4 < sum(warm) < 16
    assert all(abs(tint[0] - tint[2]) > 0.05 for tint in tints)


def test_all_at_once_without_strength_is_nothing() -> None:
    nothing = ColorShift((1, 1), (0, 0), (0, 0), (0, 0))
    assert nothing(colors(), np.random.default_rng(1)) == pytest.approx(colors(), abs=1e-5)


def colors() -> np.ndarray:
    return np.random.default_rng(1).uniform(0.2, 0.8, (6, 6, 3)).astype(np.float32)
