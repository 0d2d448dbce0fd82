"""Small pictures and small sessions that the tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from afterglow.image.image import Image
from afterglow.models.card import ModelCard

SHARED = Path(os.environ.get("AFTERGLOW_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def texture(width: int, height: int, depth: type = np.uint8, seed: int = 0) -> np.ndarray:
    """Waves, edges and a little noise: every neighbourhood differs from every other."""
    rng = np.random.default_rng(seed)
    across, down = np.meshgrid(np.linspace(0, 7, width), np.linspace(0, 5, height))
    waves = np.stack([np.sin(across * 3 + down), np.cos(down * 4 - across), np.sin(across * down)], axis=2)
    unit = 0.5 + 0.35 * waves + 0.1 * (across > 3.5)[:, :, None] + rng.normal(0, 0.03, waves.shape)
    unit = np.clip(unit, 0, 1).astype(np.float32)
    if depth is np.float32:
        return unit
    return np.rint(unit * np.iinfo(depth).max).astype(depth)


def picture(width: int, height: int, depth: type = np.uint8) -> Image:
    return Image(texture(width, height, depth))


@contextmanager
def drive(place: Path, options: str) -> Iterator[Path]:
    """A drive of its own at `place`, such as one of `size=48k`."""
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only root may mount a drive")
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no drive may be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=False)


class Blur:
    """A real convolutional model in NumPy: `passes` zero-padded 3×3 box filters, so its context is `passes`."""

    engine, device, precision, reason = "numpy", "cpu", "f32", "the only one"
    notes: tuple[str, ...] = ()

    def __init__(self, passes: int = 4, scale: int = 1, multiple: int = 4) -> None:
        context = -(-passes // multiple) * multiple
        self.passes = passes
        self.views: list[tuple[int, int]] = []
        self.card = ModelCard("blur", "blur", "fast", "", "", scale, multiple, context, "", "", kmacs=1)

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        self.views.append(batch.shape[2:])
        assert batch.shape[2] % self.card.multiple_of == 0
        assert batch.shape[3] % self.card.multiple_of == 0
        for _ in range(self.passes):
            batch = _box(_box(batch, 2), 3)
        return batch.repeat(self.card.scale, axis=2).repeat(self.card.scale, axis=3)

    def close(self) -> None:
        pass


class Lift(Blur):
    """The blur, and on top of it the whole picture's mean, which no tile could know by itself."""

    def __init__(self, passes: int = 4) -> None:
        super().__init__(passes)
        self.card = replace(self.card, thumbnail=16)
        self.thumbnails: list[np.ndarray] = []

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        assert thumbnail is not None
        self.thumbnails.append(thumbnail)
        return super().run(batch) / 2 + thumbnail.mean(axis=(2, 3), keepdims=True) / 2


def _box(batch: np.ndarray, axis: int) -> np.ndarray:
    around = [(0, 0)] * 4
    around[axis] = (1, 1)
    padded = np.pad(batch, around)
    length = batch.shape[axis]
    parts = [np.take(padded, range(start, start + length), axis) for start in range(3)]
    return (parts[0] + parts[1] + parts[2]) / np.float32(3)
