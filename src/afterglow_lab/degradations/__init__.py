"""Every damage we can do to a clean picture, by name.

Each is a frozen dataclass of parameters, called as `damage(pixels, rng)` on H×W×3 float32 RGB in 0..1;
it returns a new array of the same kind, the same for the same seed.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from afterglow_lab.degradations.jpeg import Jpeg

__all__ = ["DEGRADATIONS", "Damage"]

Damage = Callable[[np.ndarray, np.random.Generator], np.ndarray]

DEGRADATIONS: dict[str, Callable[..., Any]] = {
    "jpeg": Jpeg,
}
