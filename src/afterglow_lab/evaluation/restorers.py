"""Whatever turns a damaged picture into a better one, under one name."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import ModelProblem, WrongOption
from afterglow.image.image import from_unit, to_unit
from afterglow.metrics.psnr import mean_square
from afterglow.models.card import FILE_NAME, read_card
from afterglow.models.choice import open_session
from afterglow.models.session import Session
from afterglow.models.store import find_model
from afterglow.models.way import CPU, Wish
from afterglow_lab.baselines import BASELINES, ENLARGERS
from afterglow_lab.baselines.onnx_file import open_onnx
from afterglow_lab.baselines.resizing import bicubic
from afterglow_lab.evaluation.pairs import Pair, middle, pictures_in, read_pixels, trimmed
from afterglow_lab.evaluation.whole_pictures import over_whole_pictures

INPUT = "input"
STRENGTHS = (0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)


@dataclass(frozen=True)
class Restorer:
    """`restore` gives what a pair's picture becomes, any depth, at the reference's size or its own."""

    name: str
    restore: Callable[[Pair], np.ndarray]
    kmacs: float | None = None  # thousand multiply-adds for one input pixel
    works_here: bool = True  # False where somebody else did the work, so that time says nothing


@dataclass(frozen=True)
class Setting:
    """How models are run: the same for all, so that their times can be compared."""

    threads: int = 2
    engine: str = "onnxruntime"
    precision: str = "f32"
    tuned: bool = False  # baselines are told which strength suits each picture best
    trained: Path = Path("runs-out")


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
    if pixels.shape[:2] != shape:
        pixels = bicubic(to_unit(pixels), shape)
    return pixels if pixels.dtype == np.uint8 else from_unit(pixels, np.dtype(np.uint8))


def find_restorer(name: str, setting: Setting) -> Restorer:
    """What `name` stands for: a baseline, a shipped model, its folder, an ONNX file, a run, NAME=FOLDER."""
    title, _, folder = name.partition("=")
    if name == INPUT:
        return Restorer(INPUT, lambda pair: pair.picture, 0.0)
    if name in BASELINES:
        return Restorer(name, _tuned(name) if setting.tuned else lambda pair: BASELINES[name](_unit(pair)))
    if name in ENLARGERS:
        return Restorer(name, lambda pair: ENLARGERS[name](_unit(pair), pair.reference.shape[:2]))
    if folder:
        return Restorer(title, _finished(Path(folder)), works_here=False)
    if name.endswith(".toml"):
        return _training(Path(name), setting)
    if name.endswith(".onnx") and not Path(name).with_name(FILE_NAME).is_file():
        return _stranger(Path(name), setting)
    return _model(name, setting)


def find_peers(folder: Path, setting: Setting, say: Callable[[str], object]) -> list[Restorer]:
    """Every network in a folder that turns pictures into pictures; what does not is said."""
    peers = []
    for path in sorted(folder.glob("*.onnx")):
        try:
            peers.append(_stranger(path, setting))
        except ModelProblem as error:
            say(f"{path.name} is left out: {error}")
    return peers


def _model(name: str, setting: Setting) -> Restorer:
    place = Path(name).parent if name.endswith(".onnx") else Path(name)
    card = read_card(place) if (place / FILE_NAME).is_file() else find_model(name)
    wish = Wish(engine=setting.engine, device=CPU, precision=setting.precision, threads=setting.threads)
    return _product(open_session(card, wish))


def _training(path: Path, setting: Setting) -> Restorer:
    from afterglow_lab.evaluation.torch_session import session_of_run  # torch takes seconds to load

    return _product(session_of_run(path, setting.trained, setting.threads))


def _product(session: Session) -> Restorer:
    def restore(pair: Pair) -> np.ndarray:
        return over_whole_pictures(session, _ready(pair, session.card.scale))

    return Restorer(session.card.name, restore, session.card.kmacs)


def _stranger(path: Path, setting: Setting) -> Restorer:
    network = open_onnx(path, setting.threads)
    return Restorer(
        network.name, lambda pair: network.restore(to_unit(_ready(pair, network.scale))), network.kmacs
    )


def _ready(pair: Pair, scale: int) -> np.ndarray:
    """What a network of this scale is given: the enlarged picture if it keeps the size, as SRCNN does."""
    if pair.scale == 1 or scale == pair.scale:
        return pair.picture
    return enlarged(pair.picture, pair)


def _tuned(name: str) -> Callable[[Pair], np.ndarray]:
    """A baseline that knows which strength suits the picture best: more than any user could."""

    def restore(pair: Pair) -> np.ndarray:
        answers = [BASELINES[name](_unit(pair), strength) for strength in STRENGTHS]
        wanted = to_unit(pair.reference)
        errors = [mean_square(to_unit(enlarged(answer, pair)), wanted) for answer in answers]
        return answers[int(np.argmin(errors))]

    return restore


def _finished(folder: Path) -> Callable[[Pair], np.ndarray]:
    """Pictures that somebody else restored, found by name."""
    if not folder.is_dir():
        raise WrongOption(f"There is no folder {folder}", hint="Write NAME=FOLDER of finished pictures.")
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
    return to_unit(pair.picture)
