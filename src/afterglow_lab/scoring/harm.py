"""Whether `auto` keeps its promise to do no harm, as Markdown: `python -m afterglow_lab.scoring.harm DATA`.

Held-out originals meet many mishaps; what `auto` makes of them is measured against what they should be, beside
what always the same model makes of them.
"""

import argparse
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.metrics.psnr import psnr
from afterglow.models.sessions import Sessions
from afterglow.models.store import list_models
from afterglow_lab.scoring.mishaps import Mishap, mishaps, originals, originals_in

HARM = 0.05  # dB lost that count as harm
AUTO = "auto"


@dataclass(frozen=True)
class Outcome:
    """What a recipe did to a picture: dB won or lost, whether pixels stayed, and what was run."""

    mishap: str
    picture: str
    gain: float
    untouched: bool
    model: str
    reason: str


def outcome(mishap: Mishap, recipe: Recipe, sessions: Sessions) -> Outcome:
    """A recipe on one picture. An original that was changed has lost all that could be lost."""
    made = enhance(mishap.image, recipe, sessions=sessions)
    untouched = np.array_equal(made.image.pixels, mishap.image.pixels)
    before = psnr(mishap.image.pixels, mishap.reference)
    gain = 0.0 if untouched else psnr(made.image.pixels, mishap.reference) - before
    return Outcome(mishap.kind, mishap.picture, gain, untouched, made.model or "", made.reason)


def lines(found: dict[str, list[Outcome]]) -> Iterator[str]:
    """The table, a row for each kind, and what was asked."""
    ours = found[AUTO]
    others = [name for name in found if name != AUTO]
    titles = ["what happened", "pictures", "left alone", "harmed", "worst", "mean gain"]
    titles += [f"always {name}" for name in others]
    yield "| " + " | ".join(titles) + " |"
    yield "|" + "---|" * len(titles)
    for kind in dict.fromkeys(each.mishap for each in ours):
        row = [each for each in ours if each.mishap == kind]
        gains = [each.gain for each in row]
        left = sum(each.untouched for each in row)
        beside = [_mean([each.gain for each in found[name] if each.mishap == kind]) for name in others]
        cells = [kind, len(row), left, _harmed(row), f"{min(gains):+.2f}", _mean(gains), *beside]
        yield "| " + " | ".join(map(str, cells)) + " |"
    clean = [each for each in ours if each.mishap == "clean"]
    yield f"\nHarmed by more than {HARM} dB: {_harmed(ours)} of {len(ours)} ({_share(_harmed(ours), ours)}).  "
    kept = sum(each.untouched for each in clean)
    yield f"Originals left as they were, bit by bit: {kept} of {len(clean)} ({_share(kept, clean)}).  "
    means = {
        name: _mean([each.gain for each in rows if each.mishap != "clean"]) for name, rows in found.items()
    }
    yield "Mean gain over all that was damaged: " + ", ".join(
        f"{name} {mean}" for name, mean in means.items()
    )
    for each in sorted(ours, key=lambda each: each.gain)[:5]:
        if each.gain < -HARM:
            yield f"- {each.picture}, {each.mishap}: {each.gain:+.2f} dB by {each.model}, because {each.reason}"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the pools, or any folder of originals")
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--side", type=int, default=256, help="pixels along the middles that are looked at")
    parser.add_argument("--quality", choices=("fast", "best"), default="fast")
    parser.add_argument("--beside", nargs="*", default=["jpeg-photo", "night"], help="tasks to compare with")
    options = parser.parse_args(argv)
    there = {card.task for card in list_models()}
    recipes = {AUTO: Recipe(quality=options.quality)}
    recipes |= {task: Recipe(model=task, quality=options.quality) for task in options.beside if task in there}
    found: dict[str, list[Outcome]] = {name: [] for name in recipes}
    pools = (options.data / "MANIFEST.csv").is_file()
    chosen = (originals if pools else originals_in)(options.data, options.pictures, options.side)
    with Sessions() as sessions:
        for mishap in mishaps(chosen):
            for name, recipe in recipes.items():
                found[name].append(outcome(mishap, recipe, sessions))
    print("\n".join(lines(found)))


def _harmed(rows: list[Outcome]) -> int:
    return sum(each.gain < -HARM for each in rows)


def _share(count: int, rows: list[Outcome]) -> str:
    return f"{100 * count / max(len(rows), 1):.1f} %"


def _mean(gains: list[float]) -> str:
    """A mean of what is finite: the loss of a changed original is not."""
    finite = [gain for gain in gains if math.isfinite(gain)]
    return f"{np.mean(finite):+.2f}" if finite else "−∞"


if __name__ == "__main__":
    main()
