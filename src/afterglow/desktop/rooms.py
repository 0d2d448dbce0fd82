"""The rooms that do the work: they are imported when work first begins, so that the window is there before them.

They import one another, and two threads that began with different ones could each see the other's half-imported. So
all are imported by whoever comes first, and the others wait.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from importlib import import_module

ROOMS = (
    "afterglow.image.formats",
    "afterglow.image.thumbnails",
    "afterglow.models",
    "afterglow.score.recommend",
    "afterglow.score.score",
    "afterglow.enhance.enhance",
    "afterglow.jobs.targets",
    "afterglow.jobs.engines.local",
    "afterglow.jobs.workshop",
)

ONE_AT_A_TIME = threading.Lock()


def load_rooms() -> None:
    """Have all rooms imported; call it in a thread, before work that needs any."""
    with ONE_AT_A_TIME:
        for room in ROOMS:
            import_module(room)


def readable_suffixes() -> Collection[str]:
    """What the names of pictures end in."""
    with ONE_AT_A_TIME:
        from afterglow.image.formats import READABLE_SUFFIXES

    return READABLE_SUFFIXES
