"""Pictures to learn from, decoded once and kept in memory."""

import csv
import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from afterglow.errors import AfterglowError, UnreadableFile
from afterglow.image import READABLE_SUFFIXES
from afterglow_lab.data.manifest import read_rows
from afterglow_lab.data.pairs import pairs_in
from afterglow_lab.data.pictures import load

Split = Literal["train", "val"]

# What OpenCV decodes, faster than anything else; other pictures are read as the product reads them.
QUICK = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
VALIDATION_SHARE = 10


@dataclass(frozen=True)
class Picture:
    """One picture of a pool, H×W×3 uint8 RGB; `damaged` is the same taken badly, where a pool has pairs."""

    name: str
    pool: str
    pixels: np.ndarray
    damaged: np.ndarray | None = None


def read_pools(
    root: Path,
    pools: tuple[str, ...],
    split: Split,
    smallest: int = 1,
    report: Callable[[str], None] = lambda line: None,
) -> list[Picture]:
    """Every readable picture of the pools at least `smallest` pixels wide and high; others are reported."""
    listed = [(pool, *files) for pool in pools for files in _files(root, pool, split)]
    # A clean picture has many damaged ones where a pool holds levels of damage; it is decoded once.
    files = list(dict.fromkeys(file for _, path, twin in listed for file in (path, twin) if file))
    with ThreadPoolExecutor(2) as workers:
        decoded = dict(zip(files, workers.map(_decode, files), strict=True))
    pictures = []
    for pool, path, twin in listed:
        pixels, other = decoded[path], decoded[twin] if twin else None
        problem = _problem(pixels, twin, other, smallest)
        if problem:
            report(f"{path.name} {problem} and is skipped")
        elif pixels is not None:
            pictures.append(Picture(path.name, pool, pixels, other))
    if not pictures:
        raise AfterglowError(
            f"no usable picture of {', '.join(pools)} ({split}) in {root}",
            hint=f"Pictures must be readable and at least {smallest} pixels wide and high.",
        )
    return pictures


def held_back(folder: Path) -> list[Path]:
    """The validation pictures of a pool's folder, if a manifest beside it says which they are; else none."""
    rows = [row for row in _rows(folder.parent) if row["pool"] == folder.name]
    return sorted(folder.parent / row["file"] for row in rows if row["split"] == "val")


def manifest_hash(root: Path) -> str:
    """What the data was, for the model's card: the manifest's SHA-256, or that of all file names."""
    manifest = root / "MANIFEST.csv"
    if manifest.is_file():
        return hashlib.sha256(manifest.read_bytes()).hexdigest()
    names = "\n".join(
        path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if _is_picture(path)
    )
    return hashlib.sha256(names.encode()).hexdigest()


def _problem(pixels: np.ndarray | None, twin: Path | None, other: np.ndarray | None, smallest: int) -> str:
    if pixels is None or (twin is not None and other is None):
        return "cannot be read"
    if min(pixels.shape[:2]) < smallest:
        return f"is smaller than {smallest} pixels"
    return "differs in size from its pair" if other is not None and other.shape != pixels.shape else ""


def _files(root: Path, pool: str, split: Split) -> list[tuple[Path, Path | None]]:
    """Clean files with the damaged ones beside them, if the pool has such."""
    rows = [row for row in _rows(root) if row["pool"] == pool]
    if rows:
        return [(root / row["file"], None) for row in rows if row["split"] == split]
    folder = root / pool
    if not folder.is_dir():
        raise UnreadableFile(f"there is no folder {folder}", hint="Name the folder that holds the pools.")
    if pairs := pairs_in(folder):
        return _share([(pair.clean, pair.damaged) for pair in pairs], split, _sources(folder))
    return _share([(path, None) for path in sorted(folder.rglob("*")) if _is_picture(path)], split)


def _rows(root: Path) -> list[dict[str, str]]:
    manifest = root / "MANIFEST.csv"
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _sources(folder: Path) -> dict[Path, str]:
    """Which picture each file of a made set came from, where its manifest says so."""
    return {folder / row["file"]: row["source"] for row in read_rows(folder) if "source" in row}


def _share(
    files: list[tuple[Path, Path | None]], split: Split, sources: dict[Path, str] | None = None
) -> list[tuple[Path, Path | None]]:
    """One picture of ten, with all that was made of it, is kept for validation; a single one is for both."""
    shown = [(sources or {}).get(clean, str(clean)) for clean, _ in files]
    pictures: dict[str, Path] = {}
    for name, (clean, _) in zip(shown, files, strict=True):
        pictures.setdefault(name, clean)
    if len(list(islice(_readable(pictures), 2))) < 2:
        return files
    held_back = _held_back(pictures)
    return [file for file, name in zip(files, shown, strict=True) if (name in held_back) == (split == "val")]


def _held_back(pictures: dict[str, Path]) -> set[str]:
    """The first of every ten that can be read: one damaged file must not leave nothing to be measured on."""
    names = list(pictures)
    tens = (names[first : first + VALIDATION_SHARE] for first in range(0, len(names), VALIDATION_SHARE))
    return {name for ten in tens for name in islice(_readable({each: pictures[each] for each in ten}), 1)}


def _readable(pictures: dict[str, Path]) -> Iterator[str]:
    return (name for name, path in pictures.items() if _decode(path) is not None)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in READABLE_SUFFIXES


def _decode(path: Path) -> np.ndarray | None:
    if path.suffix.lower() not in QUICK:
        try:
            return load(path).pixels
        except AfterglowError:
            return None
    try:
        stored = np.fromfile(path, np.uint8)
        pixels = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
    except (OSError, cv2.error):
        return None
    return None if pixels is None else np.ascontiguousarray(pixels[..., ::-1])
