"""Holding work for a while: it waits where it would else have asked whether to stop."""

from __future__ import annotations

import threading


class Gate:
    """Give it to work as `stopped`: while it is closed, whoever asks waits; after `stop`, everyone is told to leave."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()
        self._over = threading.Event()

    def __call__(self) -> bool:
        self._open.wait()
        return self._over.is_set()

    def pause(self) -> None:
        """Hold all work at its next tile."""
        self._open.clear()

    def go_on(self) -> None:
        """Let it go on where it waits."""
        self._open.set()

    def stop(self) -> None:
        """Have all work leave, whether it waits here or not."""
        self._over.set()
        self._open.set()

    @property
    def paused(self) -> bool:
        return not self._open.is_set()

    @property
    def stopped(self) -> bool:
        return self._over.is_set()
