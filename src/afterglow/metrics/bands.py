"""A picture in bands of rows, so that a large one needs little memory."""

from __future__ import annotations

from collections.abc import Iterator

# Rows at a time: the arrays of one band of a 12-megapixel picture stay in the processor's cache.
ROWS = 64


def bands(height: int, margin: int = 0) -> Iterator[slice]:
    """Slices of rows that cover `height`; each sees `margin` rows more than those it answers for."""
    for top in range(0, height - margin, ROWS):
        yield slice(top, min(top + ROWS + margin, height))
