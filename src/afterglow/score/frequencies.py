"""The frequencies of 8×8 blocks, as JPEG sees a picture."""

from __future__ import annotations

from functools import cache

import numpy as np

BLOCK = 8
ALONE = 64**3  # multiplications that OpenBLAS leaves to one thread

# A block's mean shows rounding too, but clipping and flat areas show in it more.
ALL = np.arange(1, BLOCK * BLOCK)
SLOW = np.array([1, 2, 3, 8, 9, 10, 16, 17, 24])  # frequencies where every picture has something


def coefficients(luma: np.ndarray, top: int = 0, left: int = 0, frequencies: np.ndarray = ALL) -> np.ndarray:
    """The orthonormal DCT of a plane's whole blocks from a grid on, blocks × frequencies."""
    return product(blocks(luma, top, left).reshape(-1, BLOCK * BLOCK), basis()[:, frequencies])


def product(rows: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """`rows @ matrix`, so few at a time that this thread computes them itself.

    OpenBLAS has threads of its own for larger products. They wait for each other by spinning, and where other work
    wants the cores too they took six times the processor time.
    """
    found = np.empty((len(rows), matrix.shape[1]), np.float32)
    few = ALONE // matrix.size
    for first in range(0, len(rows), few):
        np.matmul(rows[first : first + few], matrix, out=found[first : first + few])
    return found


def blocks(plane: np.ndarray, top: int, left: int) -> np.ndarray:
    """A plane's whole blocks from a grid on, blocks × rows × columns."""
    rows, columns = (plane.shape[0] - top) // BLOCK, (plane.shape[1] - left) // BLOCK
    whole = plane[top : top + rows * BLOCK, left : left + columns * BLOCK]
    return whole.reshape(rows, BLOCK, columns, BLOCK).swapaxes(1, 2).reshape(-1, BLOCK, BLOCK)


@cache
def basis() -> np.ndarray:
    """The orthonormal DCT of a block as one matrix, pixels × frequencies."""
    return np.kron(waves(), waves()).T.astype(np.float32)


@cache
def waves() -> np.ndarray:
    """The orthonormal DCT of one row of a block, frequencies × pixels."""
    frequency, place = np.mgrid[0:BLOCK, 0:BLOCK]
    wave: np.ndarray = np.cos(np.pi * (2 * place + 1) * frequency / (2 * BLOCK)) / 2
    wave[0] /= np.sqrt(2)
    return wave
