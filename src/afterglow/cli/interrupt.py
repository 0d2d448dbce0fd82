"""Ctrl-C: once to stop at the next tile, twice to stop at once."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from afterglow.cli import exits

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextlib.contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """An event that is set when the user, or the system on shutting down, asks us to stop."""
    stop = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            # Threads inside a network cannot be interrupted, but nothing is half-made under its final name.
            os._exit(exits.STOPPED)
        stop.set()
        with contextlib.suppress(OSError):  # a closed terminal cannot be told
            os.write(2, b"\nStopping at the next tile. Ctrl-C again stops at once.\n")

    # What nohup told the system to ignore stays ignored.
    before = {number: signal.getsignal(number) for number in SIGNALS}
    before = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
