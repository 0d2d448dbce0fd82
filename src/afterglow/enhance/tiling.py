"""Cutting a picture into tiles that give exactly what the whole picture would.

A convolutional network sees no further than its context. A tile that shows the network that much more on every
side gives, in its middle, the very pixels of the whole picture, provided that it starts on the network's own grid.
All tiles of a picture have the same size, because engines are fastest when shapes do not change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from afterglow.image.geometry import Box, Size
from afterglow.models.card import ModelCard


@dataclass(frozen=True)
class Tile:
    """`core` is what the tile gives to the result, `view` what the network must see for it."""

    core: Box
    view: Box


@dataclass(frozen=True)
class Grid:
    """`columns` × `rows` tiles with views of one size over a picture of `size`.

    The first `lead` columns and rows of that size lie before the picture's own pixels.
    """

    size: Size
    view: Size
    columns: int
    rows: int
    context: int
    multiple: int
    lead: tuple[int, int] = (0, 0)

    def led_by(self, lead: tuple[int, int]) -> Grid:
        """The same views over a picture that is smaller by its lead and begins after it."""
        return replace(self, lead=lead)

    @property
    def cost(self) -> int:
        """Pixels the network has to run over."""
        return self.columns * self.rows * self.view.pixels

    @property
    def tiles(self) -> list[Tile]:
        """Row by row, so that a result can be written from the top down."""
        across, down = self.lead
        return [
            Tile(
                Box(max(left - across, 0), max(top - down, 0), right - across, bottom - down),
                Box(before, above, before + self.view.width, above + self.view.height).moved(-across, -down),
            )
            for top, bottom, above in self._spans(self.size.height, self.view.height, self.rows)
            for left, right, before in self._spans(self.size.width, self.view.width, self.columns)
            if bottom > down and right > across
        ]

    def _spans(self, length: int, view: int, count: int) -> Iterator[tuple[int, int, int]]:
        # Views are spread as evenly as the grid of the network allows; neighbours share at least twice the context.
        last = _up(length, self.multiple) - view
        starts = sorted({_down(last * index // max(count - 1, 1), self.multiple) for index in range(count)})
        cuts = [0, *(start + self.context for start in starts[1:]), length]
        for start, (first, end) in zip(starts, pairwise(cuts), strict=True):
            yield first, end, start


def whole(size: Size, card: ModelCard) -> Grid:
    """The picture as a single tile."""
    return _grid(size, card, 1, 1)


def tiles_of(size: Size, card: ModelCard, side: int) -> Grid:
    """Tiles that each give about `side` × `side` pixels to the result."""
    room = max(side, 2 * card.multiple_of) + 2 * card.context
    columns, rows = (_fewest(length, card, room) for length in size)
    return _grid(size, card, columns, rows)


def tiles_within(size: Size, card: ModelCard, most: int) -> Grid | None:
    """The cheapest grid whose views have at most `most` pixels; None where not even the smallest fits."""
    grids = []
    for columns in range(1, _most(size.width, card) + 1):
        rows = _fewest(size.height, card, most // _view(size.width, card, columns))
        if rows:
            grids.append(_grid(size, card, columns, rows))
        if rows == 1:
            break
    return min(grids, key=lambda grid: grid.cost, default=None)


def _grid(size: Size, card: ModelCard, columns: int, rows: int) -> Grid:
    view = Size(_view(size.width, card, columns), _view(size.height, card, rows))
    return Grid(size, view, columns, rows, card.context, card.multiple_of)


def _view(length: int, card: ModelCard, count: int) -> int:
    """How long each of `count` views must be to cover `length` together."""
    if count == 1:
        return _up(length, card.multiple_of)
    # Rounding each start down to the grid may cost one step of it between two views.
    core = max(ceil((length - 2 * card.context) / count), 1) + card.multiple_of
    return min(_up(core, card.multiple_of) + 2 * card.context, _up(length, card.multiple_of))


def _fewest(length: int, card: ModelCard, room: int) -> int:
    """The fewest views that are no longer than `room`; 0 where none are."""
    counts = range(1, _most(length, card) + 1)
    index = bisect_left(counts, True, key=lambda count: _view(length, card, count) <= room)
    return counts[index] if index < len(counts) else 0


def _most(length: int, card: ModelCard) -> int:
    return max(1, ceil(length / card.multiple_of))


def _up(value: int, step: int) -> int:
    return -(-value // step) * step


def _down(value: int, step: int) -> int:
    return value // step * step
