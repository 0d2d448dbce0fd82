"""Making a picture better: the steps in order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from afterglow import memory
from afterglow.enhance.blend import blend
from afterglow.enhance.frame import framed
from afterglow.enhance.plan import Plan, plan
from afterglow.enhance.recipe import AUTO, Recipe, parse_memory
from afterglow.enhance.restore import restore
from afterglow.enhance.sharpen import sharpen
from afterglow.enhance.tiling import Grid, tiles_of, tiles_within
from afterglow.enhance.traces import Trace, lead_of
from afterglow.errors import OutOfMemory
from afterglow.image import new_canvas, resize
from afterglow.image.geometry import Size
from afterglow.image.image import Image
from afterglow.models.card import ModelCard
from afterglow.models.choice import Wish
from afterglow.models.session import Session
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT, Progress


@dataclass(frozen=True)
class Enhanced:
    """The better picture, and what made it so."""

    image: Image
    model: str | None  # None: the picture was best left alone
    reason: str
    engine: str = ""
    device: str = ""
    precision: str = ""
    notes: tuple[str, ...] = ()


def enhance(
    image: Image,
    recipe: Recipe,
    progress: Progress = SILENT,
    sessions: Sessions | None = None,
    *,
    steps: Plan | None = None,
) -> Enhanced:
    """Do to `image` what `recipe` asks, with the `steps` planned for a picture like it where there are any."""
    if sessions is None:
        with Sessions() as own:
            return enhance(image, recipe, progress, own, steps=steps)
    steps = steps or plan(image, recipe)
    ran: list[Session] = []
    pixels = image.pixels
    shares = _shares(steps)
    for card, share in zip(steps.cards, shares, strict=True):
        session = sessions.open(card, wish(recipe, image), work_pixels=image.size.pixels)
        ran.append(session)
        strength = steps.strength if card is steps.restorer else recipe.strength
        trace = steps.trace if card is steps.restorer else None
        pixels = _apply(pixels, session, recipe, strength, image.gray, trace, progress.part(*share))
    finished = _finish(image, pixels, steps.size, recipe)
    progress(1.0)
    last = ran[-1] if ran else None
    return Enhanced(
        image=finished,
        model=steps.model,
        reason=steps.reason,
        engine=last.engine if last else "",
        device=last.device if last else "",
        precision=last.precision if last else "",
        notes=tuple(dict.fromkeys(note for session in ran for note in session.notes)),
    )


def wish(recipe: Recipe, image: Image) -> Wish:
    """What the recipe wants of the machine. Pictures of more than 8 bits are worth full precision."""
    precision = recipe.precision
    if precision == AUTO and image.pixels.dtype != np.uint8:
        precision = "f32"
    return Wish(recipe.engine, recipe.device, precision, recipe.require_gpu)


def _shares(steps: Plan) -> list[tuple[float, float]]:
    """Where in the whole each model's stretch of progress lies, by its cost."""
    costs, area = [], 1.0
    for card in steps.cards:
        costs.append(max(card.kmacs, 1.0) * area)
        area *= card.scale**2
    ends = np.cumsum([0.0, *costs]) / max(sum(costs), 1.0)
    return list(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True))


def _apply(
    pixels: np.ndarray,
    session: Session,
    recipe: Recipe,
    strength: float,
    gray: bool,
    trace: Trace | None,
    progress: Progress,
) -> np.ndarray:
    """The model over the picture, with smaller tiles for as long as memory runs out."""
    budget = memory.plan(parse_memory(recipe.memory))
    card = session.card
    lead = lead_of(trace)
    size = Size(pixels.shape[1] + lead[0], pixels.shape[0] + lead[1])
    canvas = _canvas(pixels, card.scale, budget)
    most = budget // 2 // (card.bytes_per_pixel or UNKNOWN_BYTES)
    while True:
        grid = _grid(size, card, recipe, most).led_by(lead)
        try:
            restore(
                pixels,
                session,
                grid,
                canvas,
                strength=strength,
                gray=gray,
                trace=trace,
                progress=progress,
            )
        except (MemoryError, OutOfMemory):
            most = grid.view.pixels // 2
        else:
            break
    if card.scale > 1 and strength < 1:
        plain = resize(pixels, Size(canvas.shape[1], canvas.shape[0]))
        blend(plain, canvas, strength, canvas)
    return canvas


def _canvas(pixels: np.ndarray, scale: int, budget: int) -> np.ndarray:
    """Room for a result. Pictures of clips lie plane by plane in memory, and then so does it."""
    rows, columns = pixels.shape[0] * scale, pixels.shape[1] * scale
    if pixels.strides[2] > pixels.strides[1]:
        return new_canvas((3, rows, columns), pixels.dtype, budget).transpose(1, 2, 0)
    return new_canvas((rows, columns, 3), pixels.dtype, budget)


UNKNOWN_BYTES = 1000  # working memory for one pixel of a model that was never measured


def _grid(size: Size, card: ModelCard, recipe: Recipe, most: int) -> Grid:
    asked = tiles_of(size, card, recipe.tile) if recipe.tile else None
    if asked and asked.view.pixels <= most:
        return asked
    grid = tiles_within(size, card, most)
    if grid is None:
        needed = (2 * card.context + 2 * card.multiple_of) ** 2 * (card.bytes_per_pixel or UNKNOWN_BYTES) * 2
        raise OutOfMemory(
            f"{card.name} needs about {needed // 2**20 + 100} MB to work on this picture",
            hint="Close other programs, give more with --memory, or use --quality fast.",
        )
    return grid


def _finish(image: Image, pixels: np.ndarray, size: Size, recipe: Recipe) -> Image:
    """Sharpen, resize and frame what the models left; alpha and gain map follow."""
    alpha = image.alpha
    if recipe.sharpen and recipe.strength:
        sharper = new_canvas(pixels.shape, pixels.dtype, memory.plan(parse_memory(recipe.memory)))
        sharpen(pixels, recipe.sharpen * recipe.strength, sharper)
        pixels = sharper
    if (pixels.shape[1], pixels.shape[0]) != size:
        pixels = resize(pixels, size)
    if alpha is not None and (alpha.shape[1], alpha.shape[0]) != size:
        alpha = resize(alpha, size)
    return framed(replace(image, pixels=pixels, alpha=alpha), recipe)
