"""Drawings and scenes as files, listed in a manifest."""

from pathlib import Path

from afterglow.errors import WrongOption
from afterglow_lab.data import pictures
from afterglow_lab.data.drawings import KINDS, drawing
from afterglow_lab.data.manifest import Manifest
from afterglow_lab.data.scenes import SCENES, scene

# Smaller, there is no room for what is drawn.
SMALLEST = 192


def draw(out: Path, count: int, size: tuple[int, int], seed: int, kind: str = "") -> None:
    """`count` pictures of a kind, or of any kind of drawing; those that are listed already are kept."""
    if kind and kind not in KINDS and kind not in SCENES:
        raise WrongOption(
            f"There is nothing called {kind!r} to draw", hint=f"Known: {', '.join([*KINDS, *SCENES])}."
        )
    if count < 1 or seed < 0:
        raise WrongOption("There is nothing to draw", hint="Give --count 1 or more, and --seed 0 or more.")
    if min(size) < SMALLEST:
        raise WrongOption(f"{size[0]}x{size[1]} is too small to draw on", hint=f"Give {SMALLEST} or more.")
    plan = f"{kind or 'drawing'} {size[0]}x{size[1]}"
    with Manifest(out) as manifest:
        manifest.refuse_other(plan)
        for number in range(seed, seed + count):
            file = f"{kind or 'drawing'}_{number:05}.png"
            if file in manifest.rows and (out / file).is_file():
                continue
            painted = scene(kind, number, *size) if kind in SCENES else drawing(number, *size, kind)
            stored = pictures.encoded(painted, "png")
            pictures.put(stored, out / file)
            row = {"file": file, "plan": plan, "seed": number, "bytes": len(stored)}
            manifest.add(row | {"sha256": pictures.sha256(stored)})
