"""What the judge says of each 16×16 pixels: a small network that ships with this room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from afterglow.errors import ModelProblem
from afterglow.models.card import FILE_NAME, ModelCard, read_card
from afterglow.models.onnx import OnnxSession
from afterglow.models.session import Session
from afterglow.models.store import read_verified
from afterglow.models.way import CPU, Way
from afterglow.progress import SILENT, Progress
from afterglow.score.sample import visible

FOLDER = Path(__file__).parent / "judge"
CELL = 16
TILE = 1024  # pixels along a tile; its features take 60 MB
CONTEXT = 64  # pixels a tile sees around itself

SAYS = ("score", "spread", "jpeg", "noise", "blur", "pixel", "dark", "drawn")
"""What the judge says of each cell, in the order of its output; after these come the weights of each."""


@dataclass(frozen=True)
class Judgement:
    """What the judge says of a picture: `says`, weighed over all cells, and the score of each cell."""

    says: dict[str, float]
    scores: np.ndarray


def installed() -> bool:
    """Is the judge there?"""
    return (FOLDER / FILE_NAME).is_file()


def judge_card() -> ModelCard:
    """The judge's card."""
    if not installed():
        raise ModelProblem("The judge of pictures is missing", "Install Afterglow again.")
    return read_card(FOLDER)


def open_judge(threads: int = 0) -> Session:
    """The judge, loaded."""
    card = judge_card()
    return OnnxSession(card, read_verified(card), Way("onnxruntime", CPU, "f32"), threads)


def judged(pixels: np.ndarray, judge: Session, progress: Progress = SILENT) -> Judgement:
    """The judge's word on a picture of any size, tile by tile."""
    rows, columns = (-(-side // CELL) for side in pixels.shape[:2])
    said = np.zeros((2 * len(SAYS), rows, columns), np.float32)
    step = TILE // CELL
    corners = [(top, left) for top in range(0, rows, step) for left in range(0, columns, step)]
    for top, left in progress.over(corners):
        said[:, top : top + step, left : left + step] = _tile(pixels, judge, top * CELL, left * CELL)
    values, weights = said[: len(SAYS)], said[len(SAYS) :]
    means = (values * weights).sum(axis=(1, 2)) / weights.sum(axis=(1, 2))
    return Judgement(dict(zip(SAYS, means.tolist(), strict=True)), values[0])


def _tile(pixels: np.ndarray, judge: Session, top: int, left: int) -> np.ndarray:
    """What the judge says of the cells of one tile, which it sees with its surroundings."""
    above, before = min(top, CONTEXT), min(left, CONTEXT)
    part = pixels[top - above : top + TILE + CONTEXT, left - before : left + TILE + CONTEXT]
    unit = visible(np.ascontiguousarray(part))
    # Beyond the picture's edge it goes on as in a mirror: a border of black would look like damage.
    below, right = (-side % CELL for side in unit.shape[:2])
    unit = np.pad(unit, ((0, below), (0, right), (0, 0)), mode="symmetric")
    said = judge.run(np.ascontiguousarray(unit.transpose(2, 0, 1))[None])[0]
    rows, columns = (-(-min(TILE, side) // CELL) for side in (pixels.shape[0] - top, pixels.shape[1] - left))
    first_row, first_column = above // CELL, before // CELL
    cut: np.ndarray = said[:, first_row : first_row + rows, first_column : first_column + columns]
    return cut
