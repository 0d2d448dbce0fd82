"""Where the points of one photo lie in another of the same scene."""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow.errors import AfterglowError

LONGEST = 1600
POINTS = 6000
RATIO = 0.8
FEWEST = 24
SMALLEST_SHARE = 0.15
REFINED = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 60, 1e-6)


class NothingInCommon(AfterglowError):
    """Two pictures do not show the same scene, or not enough of it."""


@dataclass(frozen=True)
class Match:
    """`matrix` takes a place in the first photo to the same place in the second, in pixels from the middle of
    the first; `agreeing` of `tried` points support it, and `correlation` is how well all pixels do.
    """

    matrix: np.ndarray
    agreeing: int
    tried: int
    correlation: float


def match(first: np.ndarray, second: np.ndarray) -> Match:
    """The homography between two grey photos (uint8): SIFT points, RANSAC, then all pixels together.

    Pixels are compared by correlation, which a change of brightness or contrast does not disturb.
    """
    (small, to_small), (other, to_other) = _fitted(first), _fitted(second)
    here, there = _points(small, other)
    if len(here) < FEWEST:
        raise _nothing(len(here), len(here))
    rough, kept = cv2.findHomography(here, there, cv2.RANSAC, 3.0, maxIters=5000, confidence=0.9999)
    agreeing = 0 if kept is None else int(kept.sum())
    if (
        rough is None
        or agreeing < max(FEWEST, SMALLEST_SHARE * len(here))
        or not _believable(rough, small.shape)
    ):
        raise _nothing(agreeing, len(here))
    chosen = kept.ravel().astype(bool)
    exact, _ = cv2.findHomography(here[chosen], there[chosen], 0)
    matrix, correlation = _refined(small, other, exact if exact is not None else rough)
    return Match(np.linalg.inv(to_other) @ matrix @ to_small, agreeing, len(here), correlation)


def moved(places: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """N×2 places taken through a homography."""
    shifted: np.ndarray = cv2.perspectiveTransform(np.asarray(places, np.float64)[None], matrix)[0]
    return shifted


def enlargement(matrix: np.ndarray, place: tuple[float, float]) -> float:
    """How many pixels of the second photo one of the first is wide, around a place."""
    corners = moved(np.array([place, (place[0] + 1, place[1]), (place[0], place[1] + 1)]), matrix)
    (ax, ay), (bx, by) = corners[1] - corners[0], corners[2] - corners[0]
    return float(np.sqrt(abs(ax * by - ay * bx)))


def _fitted(grey: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The photo made small enough, and the matrix from its places to the small one's."""
    factor = min(1.0, LONGEST / max(grey.shape))
    height, width = (max(1, round(side * factor)) for side in grey.shape)
    small = grey if factor == 1 else cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    x, y = width / grey.shape[1], height / grey.shape[0]
    return small, np.array([[x, 0, x / 2 - 0.5], [0, y, y / 2 - 0.5], [0, 0, 1]])


def _points(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places that look alike and like nothing else, in both directions."""
    finder = cv2.SIFT.create(nfeatures=POINTS, contrastThreshold=0.02)
    (spots, signs), (others, other_signs) = (finder.detectAndCompute(grey, None) for grey in (first, second))
    if signs is None or other_signs is None or min(len(spots), len(others)) < 2:
        return np.empty((0, 2)), np.empty((0, 2))
    apart = _distances(signs, other_signs)
    forth, back = _clear(apart), _clear(apart.T)
    pairs = [(a, b) for a, b in forth.items() if back.get(b) == a]
    here = np.array([spots[a].pt for a, _ in pairs], np.float64).reshape(-1, 2)
    there = np.array([others[b].pt for _, b in pairs], np.float64).reshape(-1, 2)
    return here, there


def _distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Squared distances of all pairs of rows; one product of matrices is far faster than OpenCV's matcher."""
    squares = (a * a).sum(1)[:, None] + (b * b).sum(1)[None]
    distances: np.ndarray = np.maximum(squares - 2 * a @ b.T, 0)
    return distances


def _clear(apart: np.ndarray) -> dict[int, int]:
    """For each row the column that is plainly nearer than the next."""
    nearest = np.argpartition(apart, 1, axis=1)[:, :2]
    both = np.take_along_axis(apart, nearest, axis=1)
    first = np.argmin(both, axis=1)
    rows = np.arange(len(apart))
    clear = both[rows, first] < RATIO**2 * both[rows, 1 - first]
    return {int(row): int(nearest[row, first[row]]) for row in rows[clear]}


def _believable(matrix: np.ndarray, shape: tuple[int, ...]) -> bool:
    """Would a camera held a little differently make of the frame what the matrix makes of it?"""
    height, width = shape
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    corners = moved(frame, matrix)
    if not np.isfinite(corners).all() or not cv2.isContourConvex(corners.astype(np.float32)):
        return False
    area = cv2.contourArea(corners.astype(np.float32), oriented=True) / (height * width)
    return bool(0.02 < area < 50)


def _refined(first: np.ndarray, second: np.ndarray, matrix: np.ndarray) -> tuple[np.ndarray, float]:
    before = _correlation(first, second, matrix)
    everywhere = np.full_like(second, 255)
    try:
        _, better = cv2.findTransformECC(
            first, second, matrix.astype(np.float32), cv2.MOTION_HOMOGRAPHY, REFINED, everywhere, 5
        )
    except cv2.error:  # it did not converge; the points alone must do
        return matrix, before
    better = np.asarray(better, np.float64)
    after = _correlation(first, second, better)
    return (better, after) if after > before else (matrix, before)


def _correlation(first: np.ndarray, second: np.ndarray, matrix: np.ndarray) -> float:
    height, width = first.shape
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(second, matrix, (width, height), flags=flags)
    seen = cv2.warpPerspective(np.full_like(second, 255), matrix, (width, height), flags=flags) > 254
    if seen.sum() < 100:
        return 0.0
    return float(np.corrcoef(first[seen].astype(float), laid[seen].astype(float))[0, 1])


def _nothing(agreeing: int, tried: int) -> NothingInCommon:
    return NothingInCommon(
        f"the two pictures show nothing in common: {agreeing} of {tried} matching points agree, and "
        f"{FEWEST} are needed",
        hint="Are they of one scene, named alike, and large enough?",
    )
