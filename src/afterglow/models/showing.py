"""Showing pictures to a model in the way that it takes them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from afterglow.models.card import ModelCard
from afterglow.models.dialect import translated
from afterglow.models.thumbnail import beside, one_by_one

Infer = Callable[..., np.ndarray]
"""An engine's own call: a batch, and what is beside it, to what the model makes of it."""


def shown(
    batch: np.ndarray, thumbnail: np.ndarray | None, card: ModelCard, infer: Infer, *, alone: bool
) -> np.ndarray:
    """What `infer` makes of a batch in the card's dialect; picture by picture where the model takes each `alone`."""
    extra = beside(batch, thumbnail, card.thumbnail)

    def each(*given: np.ndarray) -> np.ndarray:
        if alone and len(given[0]) > 1:
            return np.concatenate([infer(*ones) for ones in one_by_one(given)])
        return infer(*given)

    return translated(batch, card, lambda seen: each(seen, *extra))
