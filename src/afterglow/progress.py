"""How work says how far it is, and how it is asked to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")


class Cancelled(Exception):
    """Raised inside work that was asked to stop. Not an error: nothing went wrong."""


def _never() -> bool:
    return False


def _silent(done: float) -> None:
    pass


@dataclass(frozen=True)
class Progress:
    """Call it with the share done, 0 to 1; it raises `Cancelled` once `stopped` says so."""

    show: Callable[[float], object] = _silent
    stopped: Callable[[], bool] = _never

    def __call__(self, done: float) -> None:
        if self.stopped():
            raise Cancelled
        self.show(min(max(done, 0.0), 1.0))

    def part(self, start: float, end: float) -> Progress:
        """Progress of a step that fills the stretch from `start` to `end` of this one."""
        return Progress(lambda done: self.show(start + done * (end - start)), self.stopped)

    def over(self, items: Sequence[Item]) -> Iterator[Item]:
        """Walk through `items`, reporting before each and once after the last."""
        for index, item in enumerate(items):
            self(index / len(items))
            yield item
        self(1.0)


SILENT = Progress()
