"""How good a network is on pictures it never learned from."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from afterglow.models.thumbnail import thumbnail_of
from afterglow_lab.data.patches import pair_of, shrink, to_float
from afterglow_lab.data.pictures import encoded, put
from afterglow_lab.data.pool import Picture
from afterglow_lab.data.taking import taken
from afterglow_lab.degradations import build_damage
from afterglow_lab.run import Run

# As far as the clean pictures of a validation are made smaller before they are damaged.
STORED_SHRINK = 0.6


@dataclass(frozen=True)
class Pair:
    """A damaged crop and its clean original, H×W×3 float32, and the whole's thumbnail if a network wants it."""

    case: str
    damaged: np.ndarray
    clean: np.ndarray
    thumbnail: np.ndarray | None = None


@dataclass(frozen=True)
class Gain:
    """PSNR in dB of a case's input and output, and the smallest gain of any picture."""

    before: float
    after: float
    worst: float

    def __str__(self) -> str:
        return (
            f"{self.before:.2f} → {self.after:.2f} ({self.after - self.before:+.2f}, worst {self.worst:+.2f})"
        )


def validation_pairs(run: Run, pictures: list[Picture], scale: int, thumbnail: int = 0) -> list[Pair]:
    """The middles of evenly chosen pictures under every case of the run, the same each time."""
    plan = run.validation
    chosen = [pictures[i * len(pictures) // plan.pictures] for i in range(min(plan.pictures, len(pictures)))]
    pairs = [_stored(picture, plan.side, thumbnail) for picture in chosen if picture.damaged is not None]
    for name, table in plan.cases.items():
        damage = build_damage(table, run.name)
        for index, picture in enumerate(chosen):
            if picture.damaged is not None:
                continue
            clean = _cleaned(picture.pixels, plan.side * scale)
            small = shrink(clean, plan.side) if scale > 1 else clean
            rng, here, shown = np.random.default_rng((7, index)), damage, None
            if thumbnail:
                here, shown = taken(picture, damage, thumbnail, rng)
            damaged, target = pair_of(here, small, clean, rng)
            pairs.append(Pair(name, damaged, target, shown))
    return pairs


def gains(network: nn.Module, pairs: list[Pair]) -> dict[str, Gain]:
    """What the network gains in each case."""
    rows: dict[str, list[tuple[float, float]]] = {}
    for pair in pairs:
        before, after = psnr(enlarged(pair), pair.clean), psnr(restored(network, pair), pair.clean)
        rows.setdefault(pair.case, []).append((before, after))
    return {case: _gain(np.array(values)) for case, values in rows.items()}


@torch.no_grad()
def restored(network: nn.Module, pair: Pair) -> np.ndarray:
    """The network's answer to the damaged crop, clipped and rounded to 8 bits as a file would be."""
    device = next(network.parameters()).device
    shown = [pair.damaged] if pair.thumbnail is None else [pair.damaged, pair.thumbnail]
    given = [
        torch.from_numpy(np.ascontiguousarray(each.transpose(2, 0, 1)))[None].to(device) for each in shown
    ]
    output = network(*given).float().clamp(0, 1)[0].cpu().numpy().transpose(1, 2, 0)
    return np.rint(output * 255).astype(np.float32) / 255


def enlarged(pair: Pair) -> np.ndarray:
    """The damaged crop at the original's size, by Lanczos where the network enlarges."""
    if pair.damaged.shape == pair.clean.shape:
        return pair.damaged
    height, width = pair.clean.shape[:2]
    return np.clip(cv2.resize(pair.damaged, (width, height), interpolation=cv2.INTER_LANCZOS4), 0, 1)


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    """Peak signal-to-noise ratio in dB over all pixels and channels."""
    error = float(np.mean((a.astype(np.float64) - b) ** 2))
    return float("inf") if error == 0 else -10 * float(np.log10(error))


def write_samples(network: nn.Module, pairs: list[Pair], path: Path) -> None:
    """The first picture of each case: damaged, restored and original side by side."""
    first = {pair.case: pair for pair in reversed(pairs)}
    rows = [np.hstack([enlarged(p), restored(network, p), p.clean]) for p in first.values()]
    put(encoded(np.rint(np.vstack(rows) * 255).astype(np.uint8), "png"), path)


def _stored(picture: Picture, side: int, thumbnail: int) -> Pair:
    assert picture.damaged is not None
    damaged, clean = (to_float(_middle(pixels, side)) for pixels in (picture.damaged, picture.pixels))
    shown = thumbnail_of(picture.damaged, thumbnail)[0].transpose(1, 2, 0) if thumbnail else None
    return Pair(picture.pool, damaged, clean, shown)


def _middle(pixels: np.ndarray, side: int) -> np.ndarray:
    height, width = pixels.shape[:2]
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]


def _cleaned(pixels: np.ndarray, side: int) -> np.ndarray:
    """The picture's middle made smaller where it is large enough: stored photographs have JPEG damage of their own."""
    wide = min(round(side / STORED_SHRINK), *pixels.shape[:2])
    return shrink(_middle(pixels, max(wide, side)), side)


def _gain(values: np.ndarray) -> Gain:
    # A picture that was perfect has no finite PSNR; it says nothing about the gain.
    values = values[np.isfinite(values).all(axis=1)]
    if not len(values):
        return Gain(float("inf"), float("inf"), 0.0)
    before, after = values.mean(axis=0)
    return Gain(float(before), float(after), float((values[:, 1] - values[:, 0]).min()))
