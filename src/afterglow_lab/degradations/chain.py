"""Several damages one after the other."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

Step = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@runtime_checkable
class Paired(Protocol):
    """A damage with its own idea of the clean picture: `pair` gives the damaged and the clean one."""

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]: ...


def paired(
    step: Step, pixels: np.ndarray, clean: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """The picture damaged, and what it should become: `clean`, unless the damage says otherwise.

    What a damage says of `pixels`, a darker exposure say, holds for `clean` too, which may be the larger of the two
    or not have met the damages before.
    """
    if not isinstance(step, Paired):
        return step(pixels, rng), clean
    again = rng if pixels is clean else deepcopy(rng)
    damaged, target = step.pair(pixels, rng)
    if target is pixels:
        return damaged, clean
    return damaged, target if pixels is clean else step.pair(clean, again)[1]


@dataclass(frozen=True)
class Chain:
    """Every step in order; without steps, an untouched copy."""

    steps: tuple[Step, ...] = ()

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        for step in self.steps:
            pixels = step(pixels, rng)
        return pixels if self.steps else pixels.copy()

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """The picture after every step, and what those steps think it should have been."""
        damaged = clean = pixels
        for step in self.steps:
            damaged, clean = paired(step, damaged, clean, rng)
        return damaged if self.steps else pixels.copy(), clean


@dataclass(frozen=True)
class Sometimes:
    """A step that happens to `chance` of the pictures; the others stay as they are."""

    chance: float
    step: Step

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.pair(pixels, rng)[0]

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """The picture, damaged or not, and what it should be."""
        return (
            paired(self.step, pixels, pixels, rng) if rng.random() < self.chance else (pixels.copy(), pixels)
        )


@dataclass(frozen=True)
class OneOf:
    """One of several steps, each as likely as the next."""

    steps: tuple[Step, ...]

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.pair(pixels, rng)[0]

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
        """The picture damaged by one of them, and what that one thinks it should have been."""
        return paired(self.steps[int(rng.integers(len(self.steps)))], pixels, pixels, rng)
