"""Colour difference as people see it: CIEDE2000 (Sharma, Wu and Dalal, 2005)."""

from __future__ import annotations

import numpy as np

from afterglow.metrics.bands import bands
from afterglow.metrics.color_spaces import to_lab
from afterglow.metrics.pair import comparable

SEVENTH_POWER_OF_25 = 25.0**7


def delta_e(picture: np.ndarray, reference: np.ndarray) -> float:
    """Mean ΔE2000 of the pixels, both pictures taken as sRGB; 1 is just visible."""
    unit, wanted = comparable(picture, reference)
    total = 0.0
    for rows in bands(len(unit)):
        total += float(ciede2000(to_lab(unit[rows]), to_lab(wanted[rows])).sum(dtype=np.float64))
    return total / unit[..., 0].size


def ciede2000(lab: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """ΔE2000 between L*a*b* colours, element by element."""
    lightness_1, a_1, b_1 = np.moveaxis(lab, -1, 0)
    lightness_2, a_2, b_2 = np.moveaxis(wanted, -1, 0)

    # Grays are stretched along the green-red axis, where the eye is finer than L*a*b*.
    chroma = (np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2
    stretch = 1.5 - 0.5 * _saturating(chroma)
    a_1, a_2 = a_1 * stretch, a_2 * stretch
    chroma_1, chroma_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)
    hue_1, hue_2 = np.arctan2(b_1, a_1), np.arctan2(b_2, a_2)

    turn = hue_2 - hue_1
    turn = turn - 2 * np.pi * np.rint(turn / (2 * np.pi))
    lightness_step = lightness_2 - lightness_1
    chroma_step = chroma_2 - chroma_1
    hue_step = 2 * np.sqrt(chroma_1 * chroma_2) * np.sin(turn / 2)

    mean_lightness = (lightness_1 + lightness_2) / 2
    mean_chroma = (chroma_1 + chroma_2) / 2
    # Where one colour is gray its hue means nothing, and the formula takes the other's.
    both = chroma_1 * chroma_2 > 0
    hue = np.where(both, hue_1 + turn / 2, hue_1 + hue_2)

    off_gray = (mean_lightness - 50) ** 2
    lightness_scale = 1 + 0.015 * off_gray / np.sqrt(20 + off_gray)
    chroma_scale = 1 + 0.045 * mean_chroma
    hue_scale = 1 + 0.015 * mean_chroma * _hue_weight(hue)
    lightness_part = lightness_step / lightness_scale
    chroma_part = chroma_step / chroma_scale
    hue_part = hue_step / hue_scale
    mixed = _blue_rotation(hue, mean_chroma) * chroma_part * hue_part
    squared = lightness_part**2 + chroma_part**2 + hue_part**2 + mixed
    difference: np.ndarray = np.sqrt(np.maximum(squared, 0))
    return difference


def _saturating(chroma: np.ndarray) -> np.ndarray:
    seventh = chroma**7
    share: np.ndarray = np.sqrt(seventh / (seventh + SEVENTH_POWER_OF_25))
    return share


def _hue_weight(hue: np.ndarray) -> np.ndarray:
    weight: np.ndarray = (
        1
        - 0.17 * np.cos(hue - np.deg2rad(30))
        + 0.24 * np.cos(2 * hue)
        + 0.32 * np.cos(3 * hue + np.deg2rad(6))
        - 0.20 * np.cos(4 * hue - np.deg2rad(63))
    )
    return weight


def _blue_rotation(hue: np.ndarray, chroma: np.ndarray) -> np.ndarray:
    from_blue = (np.rad2deg(hue) % 360 - 275) / 25
    rotation: np.ndarray = -2 * _saturating(chroma) * np.sin(np.deg2rad(60) * np.exp(-(from_blue**2)))
    return rotation
