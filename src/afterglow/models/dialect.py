"""Speaking to models that want their pictures in another manner than ours."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from afterglow.models.card import Dialect, ModelCard

OURS = Dialect()


def translated(batch: np.ndarray, card: ModelCard, infer: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """What `infer`, which speaks the card's dialect, makes of a batch in our own manner."""
    if card.dialect == OURS:
        return infer(batch)
    return from_dialect(infer(to_dialect(batch, card.dialect)), card.dialect)


def to_dialect(batch: np.ndarray, dialect: Dialect) -> np.ndarray:
    """N×3×H×W float32 in 0 to 1 as the model wants it."""
    if dialect.margin:
        sides = (dialect.margin, dialect.margin)
        batch = np.pad(batch, ((0, 0), (0, 0), sides, sides), mode="edge")
    if dialect.order == "bgr":
        batch = batch[:, ::-1]
    if dialect.channels == 1:
        batch = batch.reshape(-1, 1, *batch.shape[2:])
    if dialect.range != 1:
        batch = batch * np.float32(dialect.range)
    if dialect.layout == "nhwc":
        batch = batch.transpose(0, 2, 3, 1)
    return np.ascontiguousarray(batch, dtype=_numbers(dialect))


def from_dialect(batch: np.ndarray, dialect: Dialect) -> np.ndarray:
    """What the model gives, as N×3×H×W float32 in 0 to 1."""
    if dialect.layout == "nhwc":
        batch = batch.transpose(0, 3, 1, 2)
    if dialect.channels == 1:
        batch = batch.reshape(-1, 3, *batch.shape[2:])
    if dialect.order == "bgr":
        batch = batch[:, ::-1]
    batch = np.ascontiguousarray(batch, dtype=np.float32)
    return batch / np.float32(dialect.range) if dialect.range != 1 else batch


def _numbers(dialect: Dialect) -> type[np.floating]:
    return np.float16 if dialect.numbers == "f16" else np.float32
