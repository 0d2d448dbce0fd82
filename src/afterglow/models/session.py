"""A model loaded and ready."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from afterglow.models.card import ModelCard


class Session(Protocol):
    """Run `batch` (N×3×H×W float32, 0 to 1, sides multiples of `card.multiple_of`) through the model.

    A model whose card has a `thumbnail` is also shown one of each whole picture; without one it takes the
    batch for whole pictures.
    """

    card: ModelCard
    engine: str  # "onnxruntime", "openvino", "torch"
    device: str  # "cpu", "cuda:0", …
    precision: str  # "f32", "bf16", "f16"
    reason: str  # why this engine and precision were chosen; may be empty
    notes: tuple[str, ...]  # what the user should know, such as a device that was given up

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray: ...

    def close(self) -> None: ...
