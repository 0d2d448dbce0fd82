"""How well the judge judges, as Markdown: `python -m afterglow_lab.scoring.measure DATA --pictures 24`.

Pictures are those held out from training; damage is made from their pixels, with no file to read it from.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from scipy.stats import spearmanr

from afterglow.image.image import Image
from afterglow.models.session import Session
from afterglow.score.cells import FOLDER, judge_card, open_judge
from afterglow.score.diagnosis import diagnose
from afterglow.score.evidence import Evidence, look
from afterglow.score.medium import FILE
from afterglow.score.quantisation import rounding
from afterglow.score.score import score
from afterglow.score.verdict import verdict
from afterglow_lab.data.patches import to_float
from afterglow_lab.data.pool import Picture, read_pools
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.scoring.damage import darken, pixelate
from afterglow_lab.scoring.medium import gathered, right

SEED = 3
POOLS = {"photo": 0.55, "illustration": 0.37, "night": 0.08}

Damage = Callable[[np.ndarray, float, np.random.Generator], np.ndarray]


def _compressed(pixels: np.ndarray, quality: float, rng: np.random.Generator) -> np.ndarray:
    return np.asarray(np.rint(jpeg(to_float(pixels), int(quality)) * 255), np.uint8)


def _noisy(pixels: np.ndarray, sigma: float, rng: np.random.Generator) -> np.ndarray:
    grains = rng.standard_normal(pixels.shape, np.float32)
    return np.asarray(np.rint(np.clip(pixels + sigma * grains, 0, 255)), np.uint8)


def _blurred(pixels: np.ndarray, radius: float, rng: np.random.Generator) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), radius))


def _pixelated(pixels: np.ndarray, block: float, rng: np.random.Generator) -> np.ndarray:
    level = np.log2(block) / 4
    return pixelate(pixels, level, rng)


def _darkened(pixels: np.ndarray, stops: float, rng: np.random.Generator) -> np.ndarray:
    return darken(pixels, stops / 4, rng)


GRADES: dict[str, tuple[Damage, tuple[float, ...], tuple[float, ...], float]] = {
    "jpeg": (_compressed, (90, 80, 70, 60, 50, 40, 30, 20, 10), (75, 40, 10), 0.99),
    "noise": (_noisy, (2, 4, 8, 16, 32), (6, 15, 35), 0.98),
    "blur": (_blurred, (0.6, 1, 1.6, 2.5, 4), (1, 2, 4), 0.98),
    "pixelation": (_pixelated, (2, 3, 4, 6, 8, 16), (2, 4, 8), 0.98),
    "dark": (_darkened, (0.5, 1, 2, 3, 4), (1, 2, 3), 0.98),
}
"""The damage, its grades for the score (best first), its three grades for the diagnosis, the correlation asked."""


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    what: str
    asked: str
    measured: str


def held_out(data: Path, count: int) -> list[Picture]:
    """Evenly chosen validation pictures of every pool."""
    chosen = []
    for pool, share in POOLS.items():
        pictures = read_pools(data, (pool,), "val", 160)
        wanted = max(1, round(share * count))
        chosen += [pictures[n * len(pictures) // wanted] for n in range(min(wanted, len(pictures)))]
    return chosen


def score_lines(pictures: list[Picture], judge: Session) -> Iterator[Line]:
    """Order within a picture, pairs of neighbouring grades, spread between pictures."""
    right, pairs, spreads = 0, 0, {}
    for name, (damage, grades, _, asked) in GRADES.items():
        rows = [
            [score(_image(damage(picture.pixels, grade, _rng(index))), judge).value for grade in grades]
            for index, picture in enumerate(pictures)
        ]
        found = np.array(rows)
        order = [spearmanr(row, range(len(row), 0, -1)).statistic for row in rows]
        right += int((np.diff(found, axis=1) < 0).sum())
        pairs += found[:, 1:].size
        spreads[name] = float(found.std(axis=0).max())
        means = ", ".join(f"{mean:.0f}" for mean in found.mean(axis=0))
        yield Line(
            f"Spearman with the grade within a picture, {name}",
            f"≥ {asked}",
            f"{np.mean(order):.4f} (worst {np.min(order):.2f}); mean scores {means}",
        )
    yield Line("Better of two neighbouring grades named right", "≥ 97 %", f"{100 * right / pairs:.1f} %")
    told = ", ".join(f"{name} {spread:.1f}" for name, spread in spreads.items())
    yield Line("Standard deviation across pictures at one grade, the worst", "< 12", told)


def frame_lines(judge: Session) -> Iterator[Line]:
    """What shows nothing."""
    rng = np.random.default_rng(0)
    frames = {
        "black": np.zeros((480, 640, 3), np.uint8),
        "white": np.full((480, 640, 3), 255, np.uint8),
        "flat": np.full((480, 640, 3), (90, 120, 60), np.uint8),
        "noise": rng.integers(0, 256, (480, 640, 3), dtype=np.uint8),
        "gray noise": np.repeat(rng.integers(0, 256, (480, 640, 1), dtype=np.uint8), 3, axis=2),
    }
    found = {name: score(_image(frame), judge) for name, frame in frames.items()}
    told = ", ".join(
        f"{name} {each.value:.0f}" + (" (refused)" * bool(each.note)) for name, each in found.items()
    )
    yield Line("Frames that show nothing", "low or refused", told)


def steadiness_lines(pictures: list[Picture], judge: Session) -> Iterator[Line]:
    """Turned and cropped pictures score as before."""
    turned, cropped = [], []
    for picture in pictures:
        whole = score(_image(picture.pixels), judge).value
        turned.append(abs(score(_image(np.rot90(picture.pixels)), judge).value - whole))
        height, width = (round(side * 0.05) for side in picture.pixels.shape[:2])
        middle = picture.pixels[height:-height, width:-width]
        cropped.append(abs(score(_image(middle), judge).value - whole))
    for what, changes in (("a turn by 90°", turned), ("a crop to 81 % of the area", cropped)):
        share = 100 * np.mean(np.array(changes) <= 3)
        yield Line(
            f"Change under {what}", "≤ 3 points", f"mean {np.mean(changes):.2f}, within 3 for {share:.0f} %"
        )


def recommend_lines(pictures: list[Picture], judge: Session) -> Iterator[Line]:
    """The damage named right, drawing or photograph, and JPEG's quality from pixels."""
    found: list[tuple[str, str]] = []
    kinds: list[tuple[bool, bool]] = []
    near: list[bool] = []
    for index, picture in enumerate(pictures):
        drawn = picture.pool == "illustration"
        for name, pixels, grade in _damaged(picture, index):
            evidence = look(_image(pixels), judge)
            diagnosis = diagnose(evidence, verdict(evidence))
            found.append((name, diagnosis.damage))
            kinds.append((drawn, diagnosis.drawing))
            if name == "jpeg":
                near.append(_near(evidence, grade))
    right = np.mean([wanted == named for wanted, named in found])
    wrong = Counter(pair for pair in found if pair[0] != pair[1])
    told = ", ".join(
        f"{wanted} taken for {named} {count}×" for (wanted, named), count in wrong.most_common(5)
    )
    same = np.mean([wanted == named for wanted, named in kinds])
    yield Line(
        "Damage named right: clean, JPEG, noise, pixelation, blur, dark, in 3 grades",
        "≥ 95 %",
        f"{100 * right:.1f} % of {len(found)}" + (f" ({told})" if told else ""),
    )
    whole = np.mean(
        [
            wanted == named and (wanted != "jpeg" or drawn == drawing)
            for (wanted, named), (drawn, drawing) in zip(found, kinds, strict=True)
        ]
    )
    yield Line("The same, JPEG photo and JPEG drawing told apart", "≥ 95 %", f"{100 * whole:.1f} %")
    yield Line("Drawing or photograph named right, over all of these", "≥ 95 %", f"{100 * same:.1f} %")
    yield Line("JPEG quality within ±5 from pixels alone", "≥ 90 %", f"{100 * np.mean(near):.1f} %")


def medium_lines(data: Path) -> Iterator[Line]:
    """Drawing or photograph, over all held-out pictures."""
    table = gathered(data, "val")
    drawings, photographs = right(FILE, table)
    yield Line(
        "Drawing or photograph, every held-out picture clean and under five damages",
        "≥ 95 %",
        f"{50 * (drawings + photographs):.1f} % of {len(table.drawn)}"
        f" (drawings {100 * drawings:.1f} %, photographs {100 * photographs:.1f} %)",
    )


def quality_lines(pictures: list[Picture]) -> Iterator[Line]:
    """JPEG's quality at more grades, on cropped pictures."""
    near = []
    for index, picture in enumerate(pictures):
        rng = _rng(index)
        quality = int(rng.integers(10, 93))
        top, left = (int(n) for n in rng.integers(0, 8, 2))
        found = rounding(_compressed(picture.pixels, quality, rng)[top:, left:])
        near.append(found is not None and abs(found.quality - quality) <= 5)
    yield Line(
        "The same for any quality 10 to 92, cropped off the grid", "≥ 90 %", f"{100 * np.mean(near):.1f} %"
    )


def cost_lines(judge: Session) -> Iterator[Line]:
    """Size and time."""
    card = judge_card()
    weight = sum(file.stat().st_size for file in FOLDER.iterdir()) / 1e6
    yield Line("Size of the judge", "< 3 MB", f"{weight:.2f} MB, {card.parameters:,} parameters")
    batch = np.random.default_rng(0).random((1, 3, 1024, 1024), np.float32)
    judge.run(batch)
    times = []
    for _ in range(5):
        began = time.perf_counter()
        judge.run(batch)
        times.append(time.perf_counter() - began)
    yield Line("Time of the network on 2 cores", "< 60 ms/MP", f"{1000 * min(times) / 1.048576:.0f} ms/MP")
    big = np.random.default_rng(0).integers(0, 255, (3000, 4000, 3), dtype=np.uint8)
    began = time.process_time()
    look(_image(big))
    yield Line(
        "All other clues, 12 MP", "", f"{1000 * (time.process_time() - began):.0f} ms of processor time"
    )


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pictures", type=int, default=24)
    parser.add_argument(
        "--only", nargs="+", choices=("score", "frames", "steady", "recommend", "medium", "quality", "cost")
    )
    options = parser.parse_args(argv)
    pictures, judge = held_out(options.data, options.pictures), open_judge()
    sections: dict[str, Callable[[], Iterator[Line]]] = {
        "recommend": lambda: recommend_lines(pictures, judge),
        "score": lambda: score_lines(pictures, judge),
        "frames": lambda: frame_lines(judge),
        "steady": lambda: steadiness_lines(pictures, judge),
        "medium": lambda: medium_lines(options.data),
        "quality": lambda: quality_lines(pictures),
        "cost": lambda: cost_lines(judge),
    }
    print(f"{len(pictures)} validation pictures\n\n| what | asked | measured |\n|---|---|---|", flush=True)
    for name, section in sections.items():
        if not options.only or name in options.only:
            for line in section():
                print(f"| {line.what} | {line.asked} | {line.measured} |", flush=True)


def _damaged(picture: Picture, index: int) -> Iterator[tuple[str, np.ndarray, float]]:
    yield "clean", picture.pixels, 0
    for name, (damage, _, grades, _) in GRADES.items():
        for grade in grades:
            yield name, damage(picture.pixels, grade, _rng(index)), grade


def _near(found: Evidence, quality: float) -> bool:
    return found.rounding is not None and abs(found.rounding.quality - quality) <= 5


def _image(pixels: np.ndarray) -> Image:
    return Image(np.ascontiguousarray(pixels))


def _rng(index: int) -> np.random.Generator:
    return np.random.default_rng((SEED, index))


if __name__ == "__main__":
    main()
