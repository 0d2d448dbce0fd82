"""Whatever turns a damaged picture into a better one, under one name."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import ModelProblem, WrongOption
from afterglow.metrics.psnr import mean_square
from afterglow_lab.baselines import BASELINES, ENLARGERS
from afterglow_lab.baselines.onnx_file import open_onnx
from afterglow_lab.baselines.resizing import bicubic
from afterglow_lab.evaluation.pairs import Pair, middle, pictures_in, read_pixels, trimmed

INPUT = "input"
STRENGTHS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)


@dataclass(frozen=True)
class Restorer:
    """`restore` gives the picture a pair's damaged one becomes, at the reference's size or its own."""

    name: str
    restore: Callable[[Pair], np.ndarray]
    kmacs: float | None = None  # thousand multiply-adds for one input pixel


@dataclass(frozen=True)
class Restored:
    """What came out, rows × columns × 3 uint8 at the reference's size, and how long it took."""

    pixels: np.ndarray
    seconds: float


def restored(restorer: Restorer, pair: Pair) -> Restored:
    """The pair's picture restored, rounded to 8 bits as a file would be."""
    started = time.perf_counter()
    pixels = restorer.restore(pair)
    seconds = time.perf_counter() - started
    return Restored(enlarged(pixels, pair), seconds)


def enlarged(pixels: np.ndarray, pair: Pair) -> np.ndarray:
    """Pixels of any depth as uint8 at the reference's size, by bicubic interpolation if need be."""
    shape = pair.reference.shape[:2]
    if pixels.dtype == np.uint8 and pixels.shape[:2] == shape:
        return pixels
    unit = pixels.astype(np.float32) / 255 if pixels.dtype == np.uint8 else pixels
    unit = unit if unit.shape[:2] == shape else bicubic(unit, shape)
    return np.rint(np.clip(unit, 0, 1) * 255).astype(np.uint8)


def find_restorer(name: str, threads: int, tuned: bool = False) -> Restorer:
    """The baseline, model or ONNX file of this name; `NAME=FOLDER` is a folder of finished pictures."""
    if name == INPUT:
        return Restorer(INPUT, lambda pair: pair.picture, 0.0)
    if name in BASELINES:
        return (
            Restorer(name, _tuned(name))
            if tuned
            else Restorer(name, lambda pair: BASELINES[name](_unit(pair)))
        )
    if name in ENLARGERS:
        return Restorer(name, lambda pair: ENLARGERS[name](_unit(pair), pair.reference.shape[:2]))
    title, _, folder = name.partition("=")
    if folder and Path(folder).is_dir():
        return Restorer(title, _finished(Path(folder)))
    if name.endswith(".onnx"):
        return _network(Path(name), threads)
    known = ", ".join([*BASELINES, *ENLARGERS])
    raise WrongOption(
        f"There is no restorer {name!r}", hint=f"Give a .onnx file, NAME=FOLDER, or one of {known}."
    )


def find_peers(folder: Path, threads: int, say: Callable[[str], object]) -> list[Restorer]:
    """Every network in a folder that turns pictures into pictures; what does not is said."""
    peers = []
    for path in sorted(folder.glob("*.onnx")):
        try:
            peers.append(_network(path, threads))
        except ModelProblem as error:
            say(f"{path.name} is left out: {error}")
    return peers


def _tuned(name: str) -> Callable[[Pair], np.ndarray]:
    """A baseline that is told which strength suits the picture best: more than any user could know."""

    def restore(pair: Pair) -> np.ndarray:
        answers = [BASELINES[name](_unit(pair), strength) for strength in STRENGTHS]
        errors = [mean_square(enlarged(answer, pair) / 255, pair.reference / 255) for answer in answers]
        return answers[int(np.argmin(errors))]

    return restore


def _network(path: Path, threads: int) -> Restorer:
    model = open_onnx(path, threads)

    def restore(pair: Pair) -> np.ndarray:
        # A model that keeps the size is given the enlarged picture, as SRCNN and its kin expect.
        ready = pair.scale == 1 or model.scale == pair.scale
        return model.restore(_unit(pair) if ready else bicubic(_unit(pair), pair.reference.shape[:2]))

    return Restorer(model.name, restore, model.kmacs)


def _finished(folder: Path) -> Callable[[Pair], np.ndarray]:
    paths = {path.stem: path for path in pictures_in(folder)}

    def restore(pair: Pair) -> np.ndarray:
        if pair.name not in paths:
            raise WrongOption(
                f"{folder.name} has no picture {pair.name}", hint="It needs one for each input."
            )
        rows, columns = pair.reference.shape[:2]
        return middle(trimmed(read_pixels(paths[pair.name]), pair.scale), max(rows, columns))

    return restore


def _unit(pair: Pair) -> np.ndarray:
    return pair.picture.astype(np.float32) / 255
