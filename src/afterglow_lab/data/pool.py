"""Pictures to learn from, decoded once and kept in memory."""

import csv
import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from afterglow.errors import AfterglowError, UnreadableFile

Split = Literal["train", "val"]

PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"}
VALIDATION_SHARE = 10


@dataclass(frozen=True)
class Picture:
    """One picture of a pool: H×W×3 uint8 RGB, and where it came from."""

    name: str
    pool: str
    pixels: np.ndarray


def read_pools(
    root: Path,
    pools: tuple[str, ...],
    split: Split,
    smallest: int = 1,
    report: Callable[[str], None] = lambda line: None,
) -> list[Picture]:
    """Every readable picture of the pools at least `smallest` pixels wide and high; others are reported."""
    listed = [(pool, path) for pool in pools for path in _files(root, pool, split)]
    with ThreadPoolExecutor(2) as workers:
        decoded = list(workers.map(lambda entry: _decode(entry[1]), listed))
    pictures = []
    for (pool, path), pixels in zip(listed, decoded, strict=True):
        if pixels is None:
            report(f"{path.name} cannot be read and is skipped")
        elif min(pixels.shape[:2]) < smallest:
            report(f"{path.name} is smaller than {smallest} pixels and is skipped")
        else:
            pictures.append(Picture(path.name, pool, pixels))
    if not pictures:
        raise AfterglowError(
            f"no usable picture of {', '.join(pools)} ({split}) in {root}",
            hint=f"Pictures must be readable and at least {smallest} pixels wide and high.",
        )
    return pictures


def manifest_hash(root: Path) -> str:
    """What the data was, for the model's card: the manifest's SHA-256, or that of all file names."""
    manifest = root / "MANIFEST.csv"
    if manifest.is_file():
        return hashlib.sha256(manifest.read_bytes()).hexdigest()
    names = "\n".join(
        path.relative_to(root).as_posix() for path in sorted(root.rglob("*")) if _is_picture(path)
    )
    return hashlib.sha256(names.encode()).hexdigest()


def _files(root: Path, pool: str, split: Split) -> list[Path]:
    manifest = root / "MANIFEST.csv"
    if manifest.is_file():
        with manifest.open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["pool"] == pool and row["split"] == split]
        return [root / row["file"] for row in rows]
    if not (root / pool).is_dir():
        raise UnreadableFile(
            f"there is no folder {root / pool}", hint="Name the folder that holds the pools."
        )
    paths = sorted(path for path in (root / pool).rglob("*") if _is_picture(path))
    if len(paths) == 1:
        return paths
    return [path for i, path in enumerate(paths) if (i % VALIDATION_SHARE == 0) == (split == "val")]


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in PICTURES


def _decode(path: Path) -> np.ndarray | None:
    try:
        stored = np.fromfile(path, np.uint8)
        pixels = cv2.imdecode(stored, cv2.IMREAD_COLOR) if stored.size else None
    except (OSError, cv2.error):
        return None
    return None if pixels is None else np.ascontiguousarray(pixels[..., ::-1])
