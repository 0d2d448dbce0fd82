"""Matching patches of two photos, each moved and turned a little until it fits best."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.data.matching import enlargement

TURNS = (-0.6, -0.3, 0.0, 0.3, 0.6)
REFINED = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 30, 1e-4)
# Below this spread of luma (of 255) a patch is nothing but noise, and noise correlates with nothing.
FLAT = 2.0


@dataclass(frozen=True)
class Window:
    """A patch of both photos: where it lies in the first, and how the second was moved to fit.

    `right` and `down` are in pixels of the first photo, `turn` in degrees.
    """

    left: int
    top: int
    right: float
    down: float
    turn: float
    correlation: float
    first: np.ndarray
    second: np.ndarray


def windows(
    first: np.ndarray, second: np.ndarray, matrix: np.ndarray, side: int, stride: int, reach: int
) -> Iterator[Window]:
    """All patches of `side` pixels, in rows, that both photos (uint8 RGB) cover and that are not flat."""
    sharp_enough = _smoothed(second, enlargement(matrix, (first.shape[1] / 2, first.shape[0] / 2)))
    size = (first.shape[1], first.shape[0])
    grey, laid = _grey(first), _grey(_laid(sharp_enough, matrix, size))
    covered = _laid(np.full(second.shape[:2], 255, np.uint8), matrix, size) == 255
    for top in range(reach, first.shape[0] - side - reach + 1, stride):
        for left in range(reach, first.shape[1] - side - reach + 1, stride):
            room = np.s_[top - reach : top + side + reach, left - reach : left + side + reach]
            patch = grey[top : top + side, left : left + side]
            if not covered[room].all() or patch.std() < FLAT:
                continue
            fit = _refined(patch, laid[room], _best(patch, laid[room], reach))
            # From the photo itself: what lies on the first one's grid was interpolated once already.
            exact = matrix @ _shift(left - reach, top - reach) @ fit
            cut = _laid(sharp_enough, exact, (side, side))
            correlation = correlated(patch, _grey(cut))
            seen = first[top : top + side, left : left + side]
            middle = np.array([(side - 1) / 2, (side - 1) / 2, 1])
            right, down = (fit @ middle)[:2] - middle[:2] - reach
            turn = float(np.degrees(np.arctan2(fit[1, 0], fit[0, 0])))
            yield Window(left, top, float(right), float(down), turn, correlation, seen, cut)


def correlated(a: np.ndarray, b: np.ndarray) -> float:
    """Normalised cross-correlation of two patches, 1 where one is the other in another tone."""
    a, b = a - a.mean(), b - b.mean()
    return float((a * b).sum() / max(np.sqrt((a * a).sum() * (b * b).sum()), 1e-9))


def _best(patch: np.ndarray, room: np.ndarray, reach: int) -> np.ndarray:
    """From the patch to the room around it, where it correlates best of all small moves and turns."""
    tried: list[tuple[float, np.ndarray]] = []
    middle = (room.shape[1] - 1) / 2, (room.shape[0] - 1) / 2
    for turn in TURNS:
        spin = np.vstack([cv2.getRotationMatrix2D(middle, -turn, 1), [0, 0, 1]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        turned = room
        if turn:
            turned = cv2.warpPerspective(
                room, spin, room.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE
            )
        fits = cv2.matchTemplate(turned, patch, cv2.TM_CCOEFF_NORMED)
        _, peak, _, (x, y) = cv2.minMaxLoc(fits)
        tried.append((peak, spin @ _shift(x + _between(fits[y, :], x), y + _between(fits[:, x], y))))
    return max(tried, key=lambda fit: fit[0])[1]


def _refined(patch: np.ndarray, room: np.ndarray, rough: np.ndarray) -> np.ndarray:
    """The same to a small fraction of a pixel and a degree, from all pixels together."""
    everywhere = np.full(room.shape, 255, np.uint8)
    try:
        _, found = cv2.findTransformECC(
            patch, room, rough[:2].astype(np.float32), cv2.MOTION_EUCLIDEAN, REFINED, everywhere, 3
        )
    except cv2.error:  # it did not converge, as where the patches differ
        return rough
    fine = np.vstack([found, [0, 0, 1]]).astype(np.float64)
    corner = np.array([patch.shape[1], patch.shape[0], 1])
    # Further than a step of the search, and it has run away.
    return fine if np.abs((fine - rough) @ corner).max() < 1.5 else rough


def _between(values: np.ndarray, peak: int) -> float:
    """Where the top of a parabola through a peak and its neighbours lies, from -0.5 to 0.5 of a step."""
    if not 0 < peak < len(values) - 1:
        return 0.0
    before, top, after = (float(values[peak + step]) for step in (-1, 0, 1))
    bend = before - 2 * top + after
    return float(np.clip((before - after) / (2 * bend), -0.5, 0.5)) if bend < 0 else 0.0


def _shift(right: float, down: float) -> np.ndarray:
    return np.array([[1, 0, right], [0, 1, down], [0, 0, 1]], float)


def _laid(pixels: np.ndarray, matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The second photo as it would lie on the first one's grid."""
    laid: np.ndarray = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    return laid


def _smoothed(pixels: np.ndarray, shrunk: float) -> np.ndarray:
    """No finer than it can be shown at `1 / shrunk` of its size, so that nothing shimmers."""
    if shrunk <= 1.1:
        return pixels
    blurred: np.ndarray = cv2.GaussianBlur(pixels, (0, 0), 0.5 * np.sqrt(shrunk**2 - 1))
    return blurred


def _grey(pixels: np.ndarray) -> np.ndarray:
    grey: np.ndarray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return grey
