"""How alike two pictures look, whatever their size or file format."""

from dataclasses import dataclass, field

import cv2
import numpy as np

THUMB = 64
# Of the 63 bits of two perceptual hashes; unrelated pictures differ in about half.
NEAR = 20


@dataclass(frozen=True)
class Impression:
    """What is left of a picture after a glance: a perceptual hash and a small grey copy."""

    hash: int
    thumb: np.ndarray


def impression(pixels: np.ndarray) -> Impression:
    """The impression that a uint8 RGB picture makes."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    thumb = cv2.resize(grey, (THUMB, THUMB), interpolation=cv2.INTER_AREA).astype(np.float32)
    waves = cv2.dct(cv2.resize(thumb, (32, 32), interpolation=cv2.INTER_AREA))[:8, :8].ravel()[1:]
    bits = "".join("1" if wave > np.median(waves) else "0" for wave in waves)
    return Impression(int(bits, 2), thumb)


def likeness(a: Impression, b: Impression) -> float:
    """Structural similarity of the two small copies, 1 for the same."""
    mean_a, mean_b = (cv2.GaussianBlur(side.thumb, (11, 11), 1.5) for side in (a, b))
    square_a, square_b, product = (
        cv2.GaussianBlur(x * y, (11, 11), 1.5)
        for x, y in ((a.thumb, a.thumb), (b.thumb, b.thumb), (a.thumb, b.thumb))
    )
    variances = square_a + square_b - mean_a**2 - mean_b**2
    covariance = product - mean_a * mean_b
    light = (2 * mean_a * mean_b + 6.5) / (mean_a**2 + mean_b**2 + 6.5)
    return float(np.mean(light * (2 * covariance + 58.5) / (variances + 58.5)))


@dataclass
class Album:
    """Pictures seen so far, to tell whether another is one of them again."""

    names: list[str] = field(default_factory=list)
    impressions: list[Impression] = field(default_factory=list)

    def add(self, name: str, seen: Impression) -> None:
        self.names.append(name)
        self.impressions.append(seen)

    def again(self, seen: Impression, similarity: float) -> str | None:
        """The name of a picture at least so alike, if there is one."""
        if not self.names:
            return None
        hashes = np.array([known.hash for known in self.impressions], np.uint64)
        near = np.bitwise_count(hashes ^ np.uint64(seen.hash)) <= NEAR
        for index in np.flatnonzero(near):
            if likeness(self.impressions[index], seen) >= similarity:
                return self.names[index]
        return None
