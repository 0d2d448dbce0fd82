"""Sizes and boxes, in pixels."""

from __future__ import annotations

from typing import NamedTuple


class Size(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def scaled(self, factor: float) -> Size:
        """This size times `factor`, rounded, never smaller than one pixel."""
        return Size(max(1, round(self.width * factor)), max(1, round(self.height * factor)))

    def fitted(self, inside: Size) -> Size:
        """The largest size of this shape that fits `inside`."""
        return self.scaled(min(inside.width / self.width, inside.height / self.height))

    def covering(self, around: Size) -> Size:
        """The smallest size of this shape that covers `around`."""
        return self.scaled(max(around.width / self.width, around.height / self.height))

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


class Box(NamedTuple):
    """A rectangle: left and top belong to it, right and bottom do not."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> Size:
        return Size(self.right - self.left, self.bottom - self.top)

    @property
    def slices(self) -> tuple[slice, slice]:
        """How to cut this box out of an array of rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def grown(self, margin: int) -> Box:
        """This box with `margin` more pixels on every side."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def within(self, size: Size) -> Box:
        """The part of this box that lies inside a picture of `size`."""
        return Box(
            max(self.left, 0), max(self.top, 0), min(self.right, size.width), min(self.bottom, size.height)
        )

    def moved(self, right: int, down: int) -> Box:
        return Box(self.left + right, self.top + down, self.right + right, self.bottom + down)

    def scaled(self, factor: int) -> Box:
        return Box(self.left * factor, self.top * factor, self.right * factor, self.bottom * factor)
