"""What happens to pictures before somebody enhances them: held-out originals under many damages."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from afterglow.image import Image, read
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.patches import shrink, to_float
from afterglow_lab.data.pool import Picture, read_pools
from afterglow_lab.degradations.jpeg import SAMPLING, shifted_jpeg
from afterglow_lab.degradations.mixed import Mixed
from afterglow_lab.degradations.night import NightCamera
from afterglow_lab.evaluation.pairs import pictures_in, read_pixels
from afterglow_lab.scoring.damage import darken, pixelate

SHARES = {"photo": 0.45, "illustration": 0.2, "night": 0.1, "drawing": 0.25}
UNSEEN = 90_000  # the first seed of drawings that no training saw
SMALLER = 0.6  # stored pictures carry faint JPEG damage; so much smaller they do not
FACTOR = 0.7
SEED = 11

Kind = Callable[[np.ndarray, np.random.Generator], tuple[Image, np.ndarray]]
"""A clean picture's 8-bit pixels to what was left of it, and what it should be."""


@dataclass(frozen=True)
class Mishap:
    """A picture, what happened to it, and how it should be."""

    picture: str
    drawn: bool
    kind: str
    image: Image
    reference: np.ndarray


def originals(data: Path, count: int, side: int) -> list[Picture]:
    """Evenly chosen validation pictures of every pool, and drawings of our own; their middles.

    Every second one is made smaller first, so that both stored and truly clean pictures are among them.
    """
    chosen = []
    for pool, share in SHARES.items():
        wanted = max(1, round(share * count))
        if pool == "drawing":
            pictures = [Picture(f"drawing {n}", pool, drawing(UNSEEN + n, 640, 640)) for n in range(wanted)]
        else:
            pictures = read_pools(data, (pool,), "val", 160)
        chosen += [pictures[n * len(pictures) // wanted] for n in range(min(wanted, len(pictures)))]
    return [
        Picture(
            picture.name, picture.pool, _middle(_smaller(picture.pixels) if n % 2 else picture.pixels, side)
        )
        for n, picture in enumerate(chosen)
    ]


def originals_in(folder: Path, count: int, side: int) -> list[Picture]:
    """The middles of evenly chosen pictures of a folder, as they are."""
    paths = pictures_in(folder)
    chosen = [paths[n * len(paths) // count] for n in range(count)] if count < len(paths) else paths
    return [Picture(path.stem, "photo", _middle(read_pixels(path), side)) for path in chosen]


def _clean(pixels: np.ndarray, rng: np.random.Generator) -> tuple[Image, np.ndarray]:
    return Image(np.ascontiguousarray(pixels)), pixels


def _jpeg(pixels: np.ndarray, rng: np.random.Generator, quality: int) -> tuple[Image, np.ndarray]:
    """4:2:0 or 4:4:4, once or, for a third, twice, as a JPEG file or, for half, stored without loss later."""
    hurt = pixels
    if rng.random() < 1 / 3:
        top, left = (int(n) for n in rng.integers(0, 8, 2))
        first = shifted_jpeg(to_float(pixels), int(rng.integers(40, 96)), "4:2:0", top, left)
        hurt = _bytes(first)
    sampling = "4:2:0" if rng.random() < 0.5 else "4:4:4"
    return _stored(hurt, quality, sampling, as_file=rng.random() < 0.5), pixels


def _noisy(pixels: np.ndarray, rng: np.random.Generator, sigma: float) -> tuple[Image, np.ndarray]:
    return Image(_bytes((pixels + rng.normal(0, sigma, pixels.shape)) / 255)), pixels


def _night(pixels: np.ndarray, rng: np.random.Generator, iso: float) -> tuple[Image, np.ndarray]:
    damaged, target = NightCamera(iso=(iso, iso)).pair(to_float(pixels), rng)
    return Image(_bytes(damaged)), _bytes(target)


def _dark(pixels: np.ndarray, rng: np.random.Generator, stops: float) -> tuple[Image, np.ndarray]:
    return Image(darken(pixels, stops / 4, rng)), pixels


def _blurred(pixels: np.ndarray, rng: np.random.Generator, radius: float) -> tuple[Image, np.ndarray]:
    return Image(np.asarray(cv2.GaussianBlur(pixels, (0, 0), radius))), pixels


def _pixelated(pixels: np.ndarray, rng: np.random.Generator, block: int) -> tuple[Image, np.ndarray]:
    return Image(np.ascontiguousarray(pixelate(pixels, np.log2(block) / 4, rng))), pixels


def _mixed(pixels: np.ndarray, rng: np.random.Generator) -> tuple[Image, np.ndarray]:
    return Image(_bytes(Mixed()(to_float(pixels), rng))), pixels


def _noisy_jpeg(pixels: np.ndarray, rng: np.random.Generator) -> tuple[Image, np.ndarray]:
    noisy, _ = _noisy(pixels, rng, float(rng.uniform(3, 20)))
    return _stored(noisy.pixels, int(rng.integers(30, 96)), "4:2:0", as_file=True), pixels


def _pixelated_jpeg(pixels: np.ndarray, rng: np.random.Generator) -> tuple[Image, np.ndarray]:
    blocks, _ = _pixelated(pixels, rng, int(rng.integers(2, 7)))
    return _stored(blocks.pixels, int(rng.integers(50, 96)), "4:4:4", as_file=rng.random() < 0.5), pixels


def _jpeg_made_smaller(pixels: np.ndarray, rng: np.random.Generator) -> tuple[Image, np.ndarray]:
    """A JPEG that somebody made smaller and stored again, as most of the web's pictures were."""
    first = _stored(pixels, int(rng.integers(30, 91)), "4:2:0", as_file=False).pixels
    height, width = (max(16, round(side * FACTOR)) for side in pixels.shape[:2])
    small, clean = (
        cv2.resize(each, (width, height), interpolation=cv2.INTER_AREA) for each in (first, pixels)
    )
    return _stored(small, int(rng.integers(60, 96)), "4:2:0", as_file=True), clean


KINDS: dict[str, Kind] = {
    "clean": _clean,
    **{
        f"JPEG q{quality}": partial(_jpeg, quality=quality)
        for quality in (10, 20, 30, 40, 50, 60, 70, 75, 80)
    },
    **{f"JPEG q{quality}": partial(_jpeg, quality=quality) for quality in (85, 90, 93, 95)},
    **{f"noise σ{sigma}": partial(_noisy, sigma=sigma) for sigma in (3, 8, 15, 30)},
    **{f"night ISO {iso}": partial(_night, iso=iso) for iso in (400, 3200)},
    **{f"dark {stops} stops": partial(_dark, stops=stops) for stops in (1, 3)},
    **{f"blur {radius}": partial(_blurred, radius=radius) for radius in (1, 3)},
    **{f"mosaic {block}": partial(_pixelated, block=block) for block in (2, 3, 4, 8)},
    "mosaic, then JPEG": _pixelated_jpeg,
    "noise, then JPEG": _noisy_jpeg,
    "JPEG, made smaller, JPEG": _jpeg_made_smaller,
    "mixed": _mixed,
    "mixed again": _mixed,
    "mixed once more": _mixed,
}
"""In the order in which they are told."""

MIXED = tuple(KINDS)[list(KINDS).index("mosaic, then JPEG") :]
"""More than one damage, one upon the other."""


def mishaps(pictures: list[Picture], only: Collection[str] = tuple(KINDS)) -> Iterator[Mishap]:
    """Every picture under these kinds of damage, the same each time."""
    for index, picture in enumerate(pictures):
        drawn = picture.pool in ("illustration", "drawing")
        for number, (name, kind) in enumerate(KINDS.items()):
            if name not in only:
                continue
            image, reference = kind(picture.pixels, np.random.default_rng((SEED, index, number)))
            yield Mishap(picture.name, drawn, name, image, reference)


def _stored(pixels: np.ndarray, quality: int, sampling: str, as_file: bool) -> Image:
    options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, SAMPLING[sampling]]
    _, stored = cv2.imencode(".jpg", pixels[..., ::-1], options)
    image = read(stored.tobytes())
    return image if as_file else Image(image.pixels)


def _smaller(pixels: np.ndarray) -> np.ndarray:
    wide = round(min(pixels.shape[:2]) * SMALLER)
    return shrink(_middle(pixels, min(pixels.shape[:2])), wide)


def _middle(pixels: np.ndarray, side: int) -> np.ndarray:
    height, width = (min(side, length) for length in pixels.shape[:2])
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    return np.ascontiguousarray(pixels[top : top + height, left : left + width])


def _bytes(unit: np.ndarray) -> np.ndarray:
    return np.asarray(np.rint(np.clip(unit, 0, 1) * 255), np.uint8)
