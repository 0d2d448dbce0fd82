"""One picture after the damage of a set, over and over, for a window that shows what the set would look like.

Each line on standard input is a request and each line on standard output its answer, both in JSON. The pictures are
stored as the set would store them. Whoever asks for "controls" is told those of every mode. It ends when its input
does.
"""

import json
import math
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from afterglow.enhance.recipe import parse_size
from afterglow.errors import AfterglowError
from afterglow.image import from_unit, to_unit
from afterglow.metrics.psnr import psnr
from afterglow.metrics.ssim import ssim
from afterglow_lab.data import pictures
from afterglow_lab.data.controls import known_controls, read_controls
from afterglow_lab.data.degrade import CUSTOM, NIGHT, PAIR, Plan, prepared
from afterglow_lab.data.pipeline import read_pipeline

CONTROLS = "controls"  # what is asked to be told which controls there are
SIDE = 768  # pixels of the middle that are shown: the damage of more would take too long to be looked at live


def main() -> None:
    """Answer until there is nothing more to answer."""
    for line in sys.stdin:
        try:
            asked = json.loads(line)
            answer = known_controls() if asked == CONTROLS else show(asked)
        except AfterglowError as error:
            answer = {"problem": error.message, "hint": error.hint}
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def show(asked: dict[str, Any]) -> dict[str, Any]:
    """Store the middle of a picture as it is and damaged; `asked` names it, the folder to store in and the plan."""
    quality, mode = asked["quality"], asked["mode"]
    plan = Plan(
        mode=mode,
        seed=asked["seed"],
        qualities=PAIR if mode == NIGHT else (quality,),
        format=asked["format"],
        stored_quality=asked["stored_quality"],
        fit=parse_size(asked["resize"]),
        pipeline=read_pipeline(Path(asked["pipeline"])) if mode == CUSTOM else None,
        controls=read_controls(mode, asked["controls"]),
    )
    picture = Path(asked["picture"])
    changed = picture.stat().st_mtime_ns if picture.exists() else 0
    sha256, middle = _middle(picture, changed, plan.fit)
    reference, copy_at = prepared(to_unit(middle), plan, sha256)
    made, _ = copy_at(quality)
    folder, suffix = Path(asked["folder"]), pictures.SUFFIXES[plan.format]
    clean, damaged = folder / "clean.png", folder / f"damaged{suffix}"
    byte = np.dtype(np.uint8)
    pictures.put(pictures.encoded(from_unit(reference, byte), "png"), clean)
    pictures.put(pictures.encoded(from_unit(made, byte), plan.format, plan.stored_quality), damaged)
    copy = to_unit(pictures.load(damaged).pixels)
    ratio = psnr(copy, reference)
    return {
        "clean": str(clean),
        "damaged": str(damaged),
        "psnr": ratio if math.isfinite(ratio) else None,
        "ssim": ssim(copy, reference),
        "bytes": damaged.stat().st_size,
    }


@lru_cache(maxsize=2)
def _middle(path: Path, changed: int, fit: tuple[int, int] | None) -> tuple[str, np.ndarray]:
    loaded = pictures.load(path)
    pixels = pictures.fitted(loaded.pixels, *fit) if fit else loaded.pixels
    height, width = pixels.shape[:2]
    top, left = max(height - SIDE, 0) // 2, max(width - SIDE, 0) // 2
    return loaded.sha256, np.ascontiguousarray(pixels[top : top + SIDE, left : left + SIDE])


if __name__ == "__main__":
    main()
