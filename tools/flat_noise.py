"""Whether a model raises the noise of flat places: its standard deviation before and after, in 8-bit steps.

Two sets are measured: held-out photographs taken again by the simulated phone, where the clean photo says what is
flat, and pictures as phones made them, where the calmest places are taken for flat.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.image import Image
from afterglow.models.sessions import Sessions
from afterglow_lab.data.pool import read_pools
from afterglow_lab.degradations.phone import PhoneCamera
from afterglow_lab.evaluation.statistics import estimate

BLOCK = 8
FLAT = 1.5  # 8-bit steps; more than that is texture
CALMEST = 0.1
FEWEST = 20
SIDE = 512


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="phone-fast")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    options = parser.parse_args()
    recipe = Recipe(model=options.model, engine="onnxruntime")
    with Sessions() as sessions:

        def better(pixels: np.ndarray) -> np.ndarray:
            return enhance(Image(pixels), recipe, sessions=sessions).image.pixels

        report("simulated phones", [row for row in simulated(options.data, better) if row])
        report("real phones", [row for row in real(options.data, better) if row])


def simulated(data: Path, better: Callable[[np.ndarray], np.ndarray]) -> list[list[float]]:
    camera, rows = PhoneCamera(untouched=0.0), []
    for seed, picture in enumerate(read_pools(data, ("photo", "night"), "val")):
        clean = picture.pixels[:SIDE, :SIDE]
        taken = camera(clean.astype(np.float32) / 255, np.random.default_rng(seed))
        phone = np.rint(taken * 255).astype(np.uint8)
        rows.append(row(phone, better(phone), deviations(clean) < FLAT))
    return rows


def real(data: Path, better: Callable[[np.ndarray], np.ndarray]) -> list[list[float]]:
    rows = []
    for split in ("train", "val"):
        for picture in read_pools(data, ("phone_day",), split):
            phone = np.ascontiguousarray(picture.pixels[:SIDE, :SIDE])
            found = deviations(phone)
            rows.append(row(phone, better(phone), found <= np.quantile(found, CALMEST)))
    return rows


def row(before: np.ndarray, after: np.ndarray, flat: np.ndarray) -> list[float]:
    """The median deviations of the flat blocks; empty where a picture has too few that are neither black nor white."""
    shades = blocks(before).mean(axis=(1, 3))
    usable = flat & (shades > 8) & (shades < 247)
    if usable.sum() < FEWEST:
        return []
    return [float(np.median(deviations(pixels)[usable])) for pixels in (before, after)]


def deviations(pixels: np.ndarray) -> np.ndarray:
    """The standard deviation in each block of what a slope across the block does not explain."""
    cut = blocks(pixels)
    cut = cut - cut.mean(axis=(1, 3), keepdims=True)
    ramp = (np.arange(BLOCK) - (BLOCK - 1) / 2) / np.sqrt((BLOCK**2 - 1) / 12)
    for way in (ramp[:, None, None], ramp[None, None, :]):
        cut = cut - (cut * way).mean(axis=(1, 3), keepdims=True) * way
    found: np.ndarray = cut.std(axis=(1, 3))
    return found


def blocks(pixels: np.ndarray) -> np.ndarray:
    """The brightness of all whole blocks: rows of blocks × rows × columns of blocks × columns."""
    rows, columns = (side // BLOCK for side in pixels.shape[:2])
    luma = pixels[: rows * BLOCK, : columns * BLOCK] @ np.array([0.299, 0.587, 0.114])
    return luma.reshape(rows, BLOCK, columns, BLOCK)


def report(title: str, rows: list[list[float]]) -> None:
    before, after = np.array(rows).T
    change = estimate(after - before)
    print(
        f"{title}, {len(rows)} pictures: {before.mean():.2f} → {after.mean():.2f}, "
        f"change {change.mean:+.2f} ({change.low:+.2f} to {change.high:+.2f}), raised in {(after > before).mean():.0%}"
    )


if __name__ == "__main__":
    main()
