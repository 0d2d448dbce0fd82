"""How much memory this machine can spare."""

from __future__ import annotations

from pathlib import Path

GIB = 1024**3


def available() -> int:
    """Bytes that could be used now without swapping, within the limits of a container."""
    import psutil

    return min([psutil.virtual_memory().available, *_container_room()])


def plan(asked: int | None) -> int:
    """The bytes to plan with: what was asked for, or on `None` what a polite program takes.

    One gibibyte is where larger tiles stop being faster, and it leaves a laptop usable.
    """
    return asked or max(min(available() // 2, GIB), GIB // 4)


def _container_room() -> list[int]:
    group = Path("/sys/fs/cgroup")
    try:
        limit = (group / "memory.max").read_text().strip()
        used = int((group / "memory.current").read_text())
    except (OSError, ValueError):
        return []
    return [] if limit == "max" else [max(int(limit) - used, 0)]
