"""Whether `auto` keeps its promise to do no harm, as Markdown: `python -m afterglow_lab.scoring.harm DATA`.

Held-out originals meet many mishaps; what `auto` makes of them is measured against what they should be. Where several
damages met, what always the same model makes of them is measured beside it.
"""

import argparse
import json
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.metrics.psnr import psnr
from afterglow.models.sessions import Sessions
from afterglow.models.store import list_models
from afterglow_lab.scoring.mishaps import KINDS, MIXED, Mishap, mishaps, originals, originals_in

HARM = 0.05  # dB lost that count as harm
AUTO = "auto"
TASKS = ("jpeg-photo", "jpeg-art", "night", "mosaic-art")


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


class Kept:
    """Outcomes of a measurement that may be stopped and taken up again, a line each in a file where there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        told = file.read_text(encoding="utf-8").splitlines() if file and file.exists() else []
        self._found = {tuple(json.loads(line)[0]): Outcome(**json.loads(line)[1]) for line in told}

    def outcome(self, name: str, mishap: Mishap, recipe: Recipe, sessions: Sessions) -> Outcome:
        """What the recipe of this name did, measured unless it was before."""
        key = (name, mishap.picture, mishap.kind)
        if key not in self._found:
            self._found[key] = outcome(mishap, recipe, sessions)
            if self._file:
                with self._file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps([key, asdict(self._found[key])]) + "\n")
        return self._found[key]


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
        rows = [[each.gain for each in found[name] if each.mishap == kind] for name in others]
        beside = [_mean(gains) if gains else "" for gains in rows]
        cells = [kind, len(row), left, _harmed(row), f"{min(gains):+.2f}", _mean(gains), *beside]
        yield "| " + " | ".join(map(str, cells)) + " |"
    clean = [each for each in ours if each.mishap == "clean"]
    yield f"\nHarmed by more than {HARM} dB: {_harmed(ours)} of {len(ours)} ({_share(_harmed(ours), ours)}).  "
    kept = sum(each.untouched for each in clean)
    yield f"Originals left as they were, bit by bit: {kept} of {len(clean)} ({_share(kept, clean)}).  "
    yield f"Mean gain over all that was damaged: {_mean([each.gain for each in ours if each not in clean])}.  "
    mixed = {name: [each.gain for each in rows if each.mishap in MIXED] for name, rows in found.items()}
    told = ", ".join(f"{name} {_mean(gains)}" for name, gains in mixed.items() if gains)
    yield f"Mean gain where several damages met: {told}."
    for each in sorted(ours, key=lambda each: each.gain):
        if each.gain < -HARM:
            yield f"- {each.picture}, {each.mishap}: {each.gain:+.2f} dB by {each.model}, because {each.reason}"


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of the pools, or any folder of originals")
    parser.add_argument("--pictures", type=int, default=40)
    parser.add_argument("--side", type=int, default=256, help="pixels along the middles that are looked at")
    parser.add_argument("--quality", choices=("fast", "best"), default="fast")
    parser.add_argument("--beside", nargs="*", choices=TASKS, default=TASKS, help="tasks to compare with")
    parser.add_argument("--only", nargs="+", choices=KINDS, metavar="KIND", help="only these mishaps")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FILE",
        help="note what is measured, and take up what the same words noted",
    )
    options = parser.parse_args(argv)
    there = {card.task for card in list_models()}
    recipes = {AUTO: Recipe(quality=options.quality)}
    recipes |= {task: Recipe(model=task, quality=options.quality) for task in options.beside if task in there}
    found: dict[str, list[Outcome]] = {name: [] for name in recipes}
    pools = (options.data / "MANIFEST.csv").is_file()
    chosen = (originals if pools else originals_in)(options.data, options.pictures, options.side)
    kept = Kept(options.keep)
    with Sessions() as sessions:
        for mishap in mishaps(chosen, options.only or KINDS):
            for name, recipe in recipes.items():
                if name == AUTO or mishap.kind in MIXED:
                    found[name].append(kept.outcome(name, mishap, recipe, sessions))
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
