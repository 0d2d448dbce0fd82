"""Pixels of big pictures live in a nameless file on disk and pass through memory band by band."""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from afterglow.errors import OutOfMemory

BAND_ROWS = 256
"""How many rows are handled at once wherever a whole picture would be too much."""

DEFAULT_SHARE = 144 * 1024**2
"""Bytes a picture may keep in memory when nobody said: 48 megapixels of 8-bit RGB."""


def new_canvas(shape: tuple[int, ...], dtype: np.dtype | type, memory: int | None = None) -> np.ndarray:
    """Zeroed room for pixels: memory, or a scratch file if it needs over an eighth of `memory` bytes."""
    depth = np.dtype(dtype)
    weight = int(np.prod(shape, dtype=np.int64)) * depth.itemsize
    if weight <= (DEFAULT_SHARE if memory is None else memory // 8):
        return np.zeros(shape, depth)
    return np.ndarray(shape, depth, buffer=_scratch_file(weight))


def on_disk(array: np.ndarray) -> bool:
    """Do these pixels live in a scratch file?"""
    return _map_below(array) is not None


def release(array: np.ndarray) -> None:
    """Let go of the memory that touched rows of a scratch-backed array occupy; their content stays."""
    below = _map_below(array)
    if below is not None and hasattr(below, "madvise") and hasattr(mmap, "MADV_DONTNEED"):
        below.madvise(mmap.MADV_DONTNEED)


def bands(height: int, rows: int = BAND_ROWS) -> Iterator[tuple[int, int]]:
    """First and last-but-one row of each band of a picture of `height` rows."""
    for top in range(0, height, rows):
        yield top, min(top + rows, height)


def scratch_folder() -> Path:
    """Where scratch files go: what TMPDIR says, else a folder that is on disk even where /tmp is memory."""
    if not os.environ.get("TMPDIR") and sys.platform != "win32" and os.access("/var/tmp", os.W_OK):
        return Path("/var/tmp")
    return Path(tempfile.gettempdir())


def _scratch_file(weight: int) -> mmap.mmap:
    folder = scratch_folder()
    try:
        # The file has no name (or loses it on closing), so nothing is left behind even by a crash.
        with tempfile.TemporaryFile(dir=folder) as file:
            if hasattr(os, "posix_fallocate"):
                # Running out of disk must show here: later, in mapped memory, it would be a fatal signal.
                os.posix_fallocate(file.fileno(), 0, weight)
            else:
                file.truncate(weight)
            return mmap.mmap(file.fileno(), weight)
    except OSError as error:
        raise OutOfMemory(
            f"There is no room for {weight / 1e9:.1f} GB of scratch space in {folder}",
            hint="Free some space, or set TMPDIR to a folder on a larger drive.",
        ) from error


def _map_below(array: np.ndarray) -> mmap.mmap | None:
    below: object = array
    while isinstance(below, (np.ndarray, memoryview)):
        with contextlib.suppress(ValueError):
            below = below.base if isinstance(below, np.ndarray) else below.obj
    return below if isinstance(below, mmap.mmap) else None
