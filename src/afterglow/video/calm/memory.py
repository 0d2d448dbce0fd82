"""What is remembered of the frames before, and how a new frame is added to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from afterglow.video.calm.motion import BLOCK, Motion
from afterglow.video.calm.planes import Planes
from afterglow.video.calm.trust import trust, typical
from afterglow.video.calm.warp import STEPS, moved

MOST = 4.0  # frames that a memory weighs at most; more gains little and lags behind slow changes
# Between pixels a memory must be interpolated, again in each frame, which blurs it: there it weighs less. Chosen on
# pans of 0.25 and 1.75 pixels under noise, where the memory of a still picture would cost up to 1 dB.
WEAKENING = 6.0
SOURCE_NOISE, RESULT_NOISE = 1.2, 2.5  # how much of the source's variance two frames may differ by
STRICT = 0.7  # of the typical difference, as noise that is taken away leaves more to see
COLOURS = (0, 1)  # the places of blueness and redness in a memory; in a frame luma comes before them


@dataclass(frozen=True)
class Memory:
    """A calmed frame. `half` holds blueness and redness, and how many frames stand behind each of its pixels."""

    luma: np.ndarray
    half: np.ndarray


def begun(frame: Planes) -> Memory:
    """A memory of one frame."""
    return Memory(frame.luma, np.dstack([frame.half[:, :, 1:], np.ones_like(frame.half[:, :, 0])]))


def seen_before(now: Planes, last: Planes, found: Motion, noise: float) -> np.ndarray:
    """Where the source shows what the last one did, 0 to 1 for each half-sized pixel."""
    gap = np.square(moved(last.half[:, :, :1], found.vectors, BLOCK)[:, :, 0] - now.half[:, :, 0])
    return trust(gap, min(typical(gap, share=0.35), SOURCE_NOISE * noise))


def updated(memory: Memory, frame: Planes, found: Motion, known: np.ndarray, noise: float) -> Memory:
    """The memory moved along and averaged with a frame, where it is believed."""
    rows, columns = frame.half.shape[:2]
    vectors, block = _on_grid(found.vectors, known.shape, (rows, columns))
    luma = moved(memory.luma[:, :, None], 2 * vectors, 2 * block)[:, :, 0]
    half = moved(memory.half, vectors, block)
    luma -= frame.luma
    gap = _quartered(np.square(luma))
    for tint in COLOURS:  # one after the other: numpy is slow at two numbers side by side
        half[:, :, tint] -= frame.half[:, :, 1 + tint]
        gap += np.square(half[:, :, tint])
    believed = _resized(known, (rows, columns))
    believed *= trust(gap, min(STRICT * typical(gap, share=0.5), RESULT_NOISE * noise))
    weight = believed * np.minimum(half[:, :, 2], _most(vectors, block, (rows, columns)))
    share = weight / (weight + 1)
    for tint in COLOURS:
        half[:, :, tint] *= share
        half[:, :, tint] += frame.half[:, :, 1 + tint]
    half[:, :, 2] = weight + 1
    in_pairs = luma.reshape(rows, 2, -1)
    in_pairs *= share.repeat(2, axis=1)[:, None]
    luma += frame.luma
    return Memory(luma, half)


def _on_grid(vectors: np.ndarray, source: tuple[int, ...], target: tuple[int, int]) -> tuple[np.ndarray, int]:
    """The source's vectors for the blocks of a result of another size, and how large those are."""
    scales = [new / old for new, old in zip(target, source, strict=True)]
    block = max(round(BLOCK * scales[0]), 4)
    places = [
        (np.arange(0, new, block) + block / 2) / (scale * BLOCK)
        for new, scale in zip(target, scales, strict=True)
    ]
    down, right = (
        np.minimum(place.astype(int), count - 1)
        for place, count in zip(places, vectors.shape[:2], strict=True)
    )
    return vectors[down][:, right] * np.array(scales), block


def _most(vectors: np.ndarray, block: int, shape: tuple[int, int]) -> np.ndarray:
    """How many frames a memory may weigh at each half-sized pixel: fewer, the further it lies between pixels."""
    places = np.rint(2 * vectors * STEPS) / STEPS
    between = np.abs(places - np.rint(places)).sum(axis=2)
    most = (MOST / (1 + WEAKENING * between)).astype(np.float32)
    return most.repeat(block, axis=0).repeat(block, axis=1)[: shape[0], : shape[1]]


def _quartered(plane: np.ndarray) -> np.ndarray:
    rows = plane[0::2] + plane[1::2]
    return (rows[:, 0::2] + rows[:, 1::2]) * np.float32(0.25)


def _resized(plane: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The nearest values, as an array of its own."""
    down, right = (np.arange(new) * old // new for new, old in zip(shape, plane.shape, strict=True))
    return plane[down][:, right]
