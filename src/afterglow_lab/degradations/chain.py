"""Several damages one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

Step = Callable[[np.ndarray, np.random.Generator], np.ndarray]


@runtime_checkable
class Paired(Protocol):
    """A damage with its own idea of the clean picture: `pair` gives the damaged and the clean one."""

    def pair(self, pixels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, ...]: ...


@dataclass(frozen=True)
class Chain:
    """Every step in order; without steps, an untouched copy."""

    steps: tuple[Step, ...] = ()

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        for step in self.steps:
            pixels = step(pixels, rng)
        return pixels if self.steps else pixels.copy()


@dataclass(frozen=True)
class Sometimes:
    """A step that happens to `chance` of the pictures; the others stay as they are."""

    chance: float
    step: Step

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.step(pixels, rng) if rng.random() < self.chance else pixels.copy()


@dataclass(frozen=True)
class OneOf:
    """One of several steps, each as likely as the next."""

    steps: tuple[Step, ...]

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        return self.steps[int(rng.integers(len(self.steps)))](pixels, rng)
