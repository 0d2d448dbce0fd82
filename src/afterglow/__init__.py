"""Makes bad pictures good and says honestly how good they are.

    import afterglow

    better = afterglow.enhance("night.jpg")
    better.save("night.better.jpg")

Everything loads on first use, so that importing the package costs next to nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.api import compare as compare
    from afterglow.api import enhance as enhance
    from afterglow.api import models as models
    from afterglow.api import read as read
    from afterglow.api import recommend as recommend
    from afterglow.api import score as score
    from afterglow.api import write as write
    from afterglow.enhance.recipe import Recipe as Recipe
    from afterglow.errors import AfterglowError as AfterglowError
    from afterglow.image.image import Image as Image
    from afterglow.progress import Cancelled as Cancelled
    from afterglow.progress import Progress as Progress

__version__ = "0.1.0"

_ROOMS = {
    "AfterglowError": "afterglow.errors",
    "Cancelled": "afterglow.progress",
    "Image": "afterglow.image.image",
    "Progress": "afterglow.progress",
    "Recipe": "afterglow.enhance.recipe",
    "compare": "afterglow.api",
    "enhance": "afterglow.api",
    "models": "afterglow.api",
    "read": "afterglow.api",
    "recommend": "afterglow.api",
    "score": "afterglow.api",
    "write": "afterglow.api",
}

__all__ = [
    "AfterglowError",
    "Cancelled",
    "Image",
    "Progress",
    "Recipe",
    "__version__",
    "compare",
    "enhance",
    "models",
    "read",
    "recommend",
    "score",
    "write",
]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        value = getattr(import_module(_ROOMS[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'afterglow' has no attribute {name!r}")


class _Front(ModuleType):
    """This package, in which `afterglow.score` stays the function though there is a room of that name.

    Python hangs every room that is imported into its package, and would hang it over the function.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _ROOMS and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
