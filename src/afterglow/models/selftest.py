"""The picture every device must get right before it is trusted with anyone's own."""

from __future__ import annotations

import numpy as np

from afterglow.models.card import Check, ModelCard
from afterglow.models.session import Session

SAMPLES = 5  # rows and columns of samples: 75 values on a colour picture


def pattern(size: int = 64) -> np.ndarray:
    """A test picture, 1×3×size×size: slow ramps and ever finer stripes, from nearly black to nearly white."""
    y, x = np.mgrid[0:size, 0:size].astype(np.float64) / size
    red = 0.5 + 0.45 * np.sin(2 * np.pi * x * (1 + 7 * y))
    green = 0.02 + 0.96 * (0.7 * x + 0.3 * y)
    blue = 0.5 + 0.25 * np.cos(2 * np.pi * 3 * y) + 0.2 * np.sin(2 * np.pi * 11 * (x + y))
    return np.stack([red, green, blue])[None].astype(np.float32)


def samples(output: np.ndarray) -> tuple[float, ...]:
    """What a card keeps of a model's output on `pattern()`: a grid of pixels away from the edges."""
    rows, columns = (
        np.linspace(0, side - 1, SAMPLES + 2).round().astype(int)[1:-1] for side in output.shape[2:]
    )
    return tuple(round(float(value), 5) for value in output[0][:, rows[:, None], columns].ravel())


def check_of(output: np.ndarray, tolerance: float = Check.tolerance) -> Check:
    """What a card should expect, given the output of a device that is right."""
    return Check(samples(output), tolerance)


def fault(session: Session) -> str:
    """What is wrong with a session's output on the test picture; empty if nothing is."""
    return fault_in(session.run(pattern(pattern_size(session.card))), session.card)


def pattern_size(card: ModelCard) -> int:
    """The side of the test picture: 64, or the next size up that the model can take."""
    return -(-64 // card.multiple_of) * card.multiple_of


def fault_in(output: np.ndarray, card: ModelCard) -> str:
    side = pattern_size(card) * card.scale
    if output.shape != (1, 3, side, side):
        return f"a picture of the wrong shape {output.shape}"
    if not np.isfinite(output).all():
        return "values that are no numbers"
    if float(np.abs(output).max()) < 1e-3:
        return "a black picture"
    if not card.check.values:
        return ""
    found = samples(output)
    if len(found) != len(card.check.values):
        return f"{len(found)} samples where its card has {len(card.check.values)}"
    worst = float(np.abs(np.subtract(found, card.check.values)).max())
    if worst > card.check.tolerance:
        return f"wrong values: off by {worst:.3f} where {card.check.tolerance} is allowed"
    return ""
