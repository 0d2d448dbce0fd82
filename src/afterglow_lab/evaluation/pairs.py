"""Pictures with the reference they should look like."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from afterglow.errors import AfterglowError, UnreadableFile, WrongOption
from afterglow.image import READABLE_SUFFIXES
from afterglow_lab.data.pool import held_back

Both = tuple[np.ndarray, np.ndarray]
Damage = Callable[[np.ndarray, np.random.Generator], Both]
"""Turns a clean picture into a damaged one and what it should look like, uint8 all three."""


@dataclass(frozen=True)
class Pair:
    """A picture to restore, `scale` times smaller than its reference, rows × columns × 3 uint8."""

    name: str
    picture: np.ndarray
    reference: np.ndarray
    scale: int = 1


@dataclass(frozen=True)
class Source:
    """Where a pair comes from; without a `picture` of its own it is the reference, damaged."""

    name: str
    reference: Path
    picture: Path | None = None


@dataclass(frozen=True)
class Case:
    """One kind of damage on one set of pictures."""

    name: str
    sources: tuple[Source, ...]
    damage: Damage | None = None
    scale: int = 1
    crop: int = 0  # pixels of the central square that counts; 0 for all

    def pairs(self) -> Iterator[Pair]:
        """The pairs one after the other, the same each time."""
        for source in self.sources:
            yield self.pair(source)

    def pair(self, source: Source) -> Pair:
        reference = trimmed(middle(read_pixels(source.reference), self.crop), self.scale)
        picture = reference if source.picture is None else middle(read_pixels(source.picture), self.crop)
        if self.damage:
            # The name is the seed, so a picture gets the same noise in whatever folder and order it comes.
            rng = np.random.default_rng(zlib.crc32(source.name.encode()))
            picture, target = self.damage(picture, rng)
            reference = reference if source.picture else target
        return Pair(source.name, picture, reference, self.scale)


def sources_in(folder: Path, pair: str = "") -> tuple[Source, ...]:
    """The pictures of a folder; `pair`, as `_noisy,_clean`, names two endings or two sub-folders to match.

    Of a pool to learn from, only the pictures that its manifest holds back for validation.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"There is no folder {folder}", hint="Name a folder of pictures.")
    if not pair:
        return _required(
            tuple(Source(path.stem, path) for path in held_back(folder) or pictures_in(folder)), folder
        )
    picture, _, reference = pair.partition(",")
    if not picture or not reference:
        raise WrongOption(f"The pair {pair!r} is not understood", hint="Write it as _noisy,_clean.")
    if (folder / picture).is_dir():
        return _required(_by_folder(folder / picture, folder / reference), folder)
    return _required(_by_ending(folder, picture, reference), folder)


def pictures_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in READABLE_SUFFIXES)


def read_pixels(path: Path) -> np.ndarray:
    """A file's pixels, rows × columns × 3 uint8 RGB."""
    try:
        stored = np.fromfile(path, np.uint8)
        pixels = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
    except (OSError, cv2.error) as error:
        raise UnreadableFile(f"{path.name} cannot be opened", hint="Is it a picture?") from error
    if pixels is None:
        raise UnreadableFile(f"{path.name} cannot be read as a picture", hint="Remove or replace it.")
    return np.ascontiguousarray(pixels[..., ::-1])


def middle(pixels: np.ndarray, side: int) -> np.ndarray:
    """The central square of at most `side` pixels; all of it for 0."""
    if not side:
        return pixels
    top, left = (max(length - side, 0) // 2 for length in pixels.shape[:2])
    return pixels[top : top + side, left : left + side]


def trimmed(pixels: np.ndarray, multiple: int) -> np.ndarray:
    """The picture less the last rows and columns, so that both sides are multiples."""
    rows, columns = (length // multiple * multiple for length in pixels.shape[:2])
    return pixels[:rows, :columns]


def _by_folder(pictures: Path, references: Path) -> tuple[Source, ...]:
    wanted = {path.stem: path for path in pictures_in(references)} if references.is_dir() else {}
    found = [path for path in pictures_in(pictures) if path.stem in wanted]
    return tuple(Source(path.stem, wanted[path.stem], path) for path in found)


def _by_ending(folder: Path, picture: str, reference: str) -> tuple[Source, ...]:
    stems = {path.stem: path for path in pictures_in(folder)}
    found = [stem.removesuffix(picture) for stem in stems if stem.endswith(picture)]
    return tuple(
        Source(name, stems[name + reference], stems[name + picture])
        for name in found
        if name + reference in stems
    )


def _required(sources: tuple[Source, ...], folder: Path) -> tuple[Source, ...]:
    if not sources:
        raise AfterglowError(
            f"{folder} holds nothing to measure", hint="It needs pictures, or pairs that match."
        )
    return sources
