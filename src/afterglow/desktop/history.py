"""Undo and redo of settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass
class History(Generic[Value]):
    """A value, what it was, and what it was before that was undone."""

    now: Value
    past: list[Value] = field(default_factory=list)
    future: list[Value] = field(default_factory=list)
    gesture: str = ""  # what is being moved: until it is let go, its steps are one

    def put(self, value: Value, gesture: str = "") -> None:
        """The value from now on. Steps of one gesture, such as the drag of a slider, are undone together."""
        if value == self.now:
            return
        if not (gesture and gesture == self.gesture and self.past):
            self.past.append(self.now)
        self.now, self.gesture = value, gesture
        self.future.clear()

    def settle(self) -> None:
        """The gesture is over: what follows is a step of its own."""
        self.gesture = ""

    def undo(self) -> None:
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()
        self.settle()

    def redo(self) -> None:
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()
        self.settle()
