"""What an engine's own exceptions mean to the user."""

from __future__ import annotations

from afterglow.errors import AfterglowError, DeviceProblem, OutOfMemory
from afterglow.models.way import Way

NO_ROOM = (
    "bad_alloc",
    "bad allocation",
    "failed to allocate",
    "allocate memory",
    "allocate requested",
    "out of memory",
    "outofmemory",
    "alloc_failed",
    "out_of_memory",
    "out_of_resources",
    "not enough memory",
)


def as_ours(error: Exception, way: Way) -> AfterglowError:
    """An engine's exception as one of ours: no room, or a device that cannot do it."""
    text = " ".join(str(error).split())
    if isinstance(error, MemoryError) or any(word in text.lower() for word in NO_ROOM):
        return OutOfMemory(f"{way} ran out of memory", "Use smaller tiles with --tile, or --memory.")
    return DeviceProblem(f"{way} failed: {_short(text)}", "Try --engine, --device cpu or --precision f32.")


def _short(text: str, most: int = 160) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
