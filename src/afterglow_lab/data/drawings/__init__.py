"""Drawings of our own, to learn from and to show: every one comes from its seed alone.

`drawing(seed)` draws any kind; `KINDS` names them.
"""

from collections.abc import Callable

import numpy as np

from afterglow_lab.data.drawings import comic, scenery
from afterglow_lab.data.drawings.canvas import Canvas
from afterglow_lab.data.drawings.character import coloured_look, inked_look, person
from afterglow_lab.data.drawings.palette import palette
from afterglow_lab.data.drawings.poster import poster
from afterglow_lab.data.drawings.screen import screenshot

__all__ = ["KINDS", "drawing"]


def drawing(seed: int, width: int = 640, height: int = 640, kind: str = "") -> np.ndarray:
    """One drawing, H×W×3 uint8 RGB, of the named kind or of any."""
    rng = np.random.default_rng((seed, 0xD2A3))
    names = list(KINDS)
    chosen = names[int(rng.choice(len(names), p=_SHARES))]
    return KINDS[kind or chosen](width, height, rng)


def _cel(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    """A person, or a few, before a painted background."""
    colours, pen = palette(rng), rng.uniform(0.9, 2.8)
    canvas = Canvas(width, height, colours.paper, _fineness(rng))
    if rng.random() < 0.85:
        (scenery.outdoors if rng.random() < 0.7 else scenery.indoors)(canvas, colours, rng, pen * 0.8)
    people = int(rng.choice([0, 1, 1, 1, 2, 3]))
    for n in range(people):
        size = min(width / (2.8 * people), height / 4.2) * rng.uniform(0.8, 1.3)
        person(
            canvas,
            width * (n + 0.5) / people,
            height * rng.uniform(0.42, 0.6),
            size,
            coloured_look(colours, rng, pen),
            rng,
        )
    return canvas.picture()


def _line_art(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    """Ink on paper: people and small things, with hatching and dots."""
    papers = ((255, 255, 255), (255, 255, 255), (250, 245, 232), (236, 240, 245))
    canvas = Canvas(width, height, papers[int(rng.integers(len(papers)))], _fineness(rng))
    pen = rng.uniform(0.7, 2.2)
    ink = (20, 16, 20) if rng.random() < 0.8 else palette(rng).line
    scenery.doodles(canvas, ink, rng, pen, int(rng.integers(6, 40)))
    if rng.random() < 0.7:
        size = min(width, height) * rng.uniform(0.14, 0.24)
        person(canvas, width * rng.uniform(0.35, 0.65), height * 0.45, size, inked_look(rng, pen), rng)
    return canvas.picture()


def _comic(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    return comic.page(width, height, rng, coloured=True, finer=_fineness(rng))


def _manga(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    return comic.page(width, height, rng, coloured=False, finer=_fineness(rng))


def _poster(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    return poster(width, height, rng, _fineness(rng))


def _fineness(rng: np.random.Generator) -> int:
    # Some programs smooth edges finely and some coarsely; a model should know both.
    return int(rng.choice([2, 3, 3, 4]))


KINDS: dict[str, Callable[[int, int, np.random.Generator], np.ndarray]] = {
    "cel": _cel,
    "line_art": _line_art,
    "comic": _comic,
    "manga": _manga,
    "screen": screenshot,
    "poster": _poster,
}
_SHARES = (0.32, 0.12, 0.16, 0.12, 0.14, 0.14)
