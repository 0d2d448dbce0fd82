"""The models that are loaded now."""

from __future__ import annotations

import ctypes
import sys
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType

from afterglow.models.card import ModelCard
from afterglow.models.choice import ENGINES, open_session
from afterglow.models.session import Session
from afterglow.models.way import Engine, Wish


class Sessions:
    """Loads models on demand, keeps the `most` lately used, releases all when left. Threads may share it."""

    def __init__(
        self,
        most: int = 3,
        *,
        engines: Mapping[str, Engine] = ENGINES,
        timings_file: Path | None = None,
    ) -> None:
        self._most = most
        self._engines = engines
        self._timings_file = timings_file
        self._open: OrderedDict[tuple[str, str, Wish], Session] = OrderedDict()
        self._lock = Lock()

    def open(self, card: ModelCard, wish: Wish | None = None, work_pixels: int | None = None) -> Session:
        """The session for `card` and `wish`, loaded if it is not."""
        wish = wish or Wish()
        key = (card.name, card.sha256, wish)
        with self._lock:
            if key not in self._open:
                self._open[key] = open_session(
                    card, wish, work_pixels, engines=self._engines, timings_file=self._timings_file
                )
            self._open.move_to_end(key)
            while len(self._open) > self._most:
                # Not closed: another thread may be using it. Its memory goes with the last who does.
                self._open.popitem(last=False)
            return self._open[key]

    def close(self) -> None:
        """Release all models, and give their memory back to the system."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()
        _return_memory()

    def __enter__(self) -> Sessions:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _return_memory() -> None:
    """Linux's allocator keeps what was freed: of 140 MB that a model had worked with, 45 MB."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl has no such function, and needs none
            ctypes.CDLL(None).malloc_trim(0)
