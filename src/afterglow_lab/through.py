"""Whole pictures through a generator that learns without pairs, and how its work looks so far."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from afterglow_lab.data.patches import to_float
from afterglow_lab.data.pictures import encoded, put
from afterglow_lab.learner import halved


@torch.no_grad()
def through(network: nn.Module, pixels: np.ndarray, bfloat16: bool = False) -> np.ndarray:
    """A picture (uint8) through the network, less the last rows and columns that do not fit it."""
    multiple = int(getattr(network, "multiple_of", 1))
    height, width = (side // multiple * multiple for side in pixels.shape[:2])
    batch = torch.from_numpy(to_float(pixels[:height, :width]).transpose(2, 0, 1).copy())[None]
    device, learning = next(network.parameters()).device, network.training
    # Looking must teach nothing: batch normalisation would learn from it.
    network.eval()
    with halved(device, bfloat16):
        output = network(batch.to(device, memory_format=torch.channels_last))
    network.train(learning)
    return _bytes(output[0])


def write_samples(
    worsen: nn.Module, improve: nn.Module, bad: Tensor, good: Tensor, path: Path, bfloat16: bool
) -> None:
    """A good patch, made worse once and twice; below it a bad one, made better, and worse again."""
    side = min(*bad.shape[1:], *good.shape[1:])
    rows = []
    for start, first, second in ((good, worsen, worsen), (bad, improve, worsen)):
        before = _bytes(start[:, :side, :side])
        once = through(first, before, bfloat16)
        twice = through(second, once, bfloat16)
        rows.append(np.hstack([part[: len(twice), : twice.shape[1]] for part in (before, once, twice)]))
    put(encoded(np.vstack(rows), "png"), path)


def _bytes(picture: Tensor) -> np.ndarray:
    """A picture in 0..1, 3×H×W, as uint8 H×W×3."""
    unit = picture.float().clamp(0, 1).cpu().numpy().transpose(1, 2, 0)
    pixels: np.ndarray = np.rint(unit * 255).astype(np.uint8)
    return pixels
