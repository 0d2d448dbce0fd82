"""Signs of life: work that takes long says that it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

Sign = Callable[[], None]

BEAT = 1.0  # seconds


def unheard() -> None:
    """The sign for work that nobody waits for."""


def signs(say: Callable[[dict[str, bool]], object]) -> Sign:
    """What is called as often as work gets on a little, and says so once a second."""
    last = time.monotonic()

    def sign() -> None:
        nonlocal last
        if time.monotonic() - last >= BEAT:
            last = time.monotonic()
            say({"alive": True})

    return sign
