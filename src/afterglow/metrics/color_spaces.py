"""sRGB in the terms people describe colour with."""

from __future__ import annotations

import numpy as np

XYZ_FROM_RGB = np.array(
    [[0.412453, 0.357580, 0.180423], [0.212671, 0.715160, 0.072169], [0.019334, 0.119193, 0.950227]],
    np.float32,
)
D65 = np.array([0.95047, 1.0, 1.08883], np.float32)


def to_linear(unit: np.ndarray) -> np.ndarray:
    """sRGB as light: twice the number is twice the photons."""
    # Noise may lie below black, where the power has no value.
    curved = ((np.maximum(unit, 0) + np.float32(0.055)) / np.float32(1.055)) ** np.float32(2.4)
    return np.where(unit <= 0.04045, unit / np.float32(12.92), curved)


def to_lab(unit: np.ndarray) -> np.ndarray:
    """sRGB as CIE L*a*b* under D65: lightness 0 to 100, green to red, blue to yellow."""
    xyz = (to_linear(unit) @ XYZ_FROM_RGB.T) / D65
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + np.float32(16 / 116))
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def to_hsv(unit: np.ndarray) -> np.ndarray:
    """sRGB as hue, saturation and value, each 0 to 1; gray has hue 0."""
    value = unit.max(axis=-1)
    spread = value - unit.min(axis=-1)
    red, green, blue = unit[..., 0], unit[..., 1], unit[..., 2]
    safe = np.where(spread > 0, spread, 1)
    hue = np.select(
        [spread == 0, value == red, value == green],
        [np.zeros_like(value), (green - blue) / safe, 2 + (blue - red) / safe],
        default=4 + (red - green) / safe,
    )
    saturation = spread / np.where(value > 0, value, 1)
    return np.stack([hue / 6 % 1, saturation, value], axis=-1)
