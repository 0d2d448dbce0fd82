"""The work behind the page: plain functions for threads, which take a `Progress` and know no window.

The rooms that do it are imported when they are first needed: the window is there before them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.enhance.recipe import AUTO, Recipe, parse_memory, parse_size
from afterglow.image.geometry import Box, Size
from afterglow.progress import SILENT, Progress

if TYPE_CHECKING:
    import numpy as np

    from afterglow.enhance.plan import Plan
    from afterglow.image import Image
    from afterglow.models.sessions import Sessions
    from afterglow.score.recommend import Recommendation
    from afterglow.score.score import Score

PART = 420_000  # pixels that are enhanced first: about what the fast models do in half a second
TILE = 640  # pixels along a tile where nobody asked, so that stopping does not wait for long


@dataclass(frozen=True, eq=False)
class Developed:
    """A picture after the models, at full strength: every strength and sharpening follows without them."""

    full: Image
    share: float  # how much of the full change is made at strength 1
    model: str | None  # None: best left alone
    reason: str
    engine: str = ""
    device: str = ""
    precision: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """What became of a part of a picture, at full strength; `box` is where that part is."""

    box: Box
    image: Image


def open_picture(path: Path, progress: Progress = SILENT) -> Image:
    """The picture in a file."""
    from afterglow.image import read

    return read(path)


def advise(image: Image, quality: str, progress: Progress = SILENT) -> Recommendation:
    """What is wrong with it, and which model helps."""
    from afterglow.score.recommend import recommend

    return recommend(image, quality=quality)


def needs(recipe: Recipe) -> Recipe:
    """What of a recipe the models have to run for: two that agree in this differ in nothing but finishing."""
    return replace(
        recipe,
        strength=1.0,
        sharpen=0.0,
        format="same",
        output_quality=0,
        strip_gps=False,
        strip_all=False,
        memory=AUTO,
        tile=0,
    )


def develop(
    image: Image,
    recipe: Recipe,
    advice: Recommendation | None,
    sessions: Sessions,
    progress: Progress = SILENT,
) -> Developed:
    """Run what `recipe` asks for over the whole picture, at full strength and before it is finished."""
    from afterglow.enhance.enhance import enhance

    steps = _steps(image, recipe, advice)
    if not steps.cards:
        progress(1.0)
        return Developed(image, 1.0, None, steps.reason)
    made = enhance(image, _models_only(recipe, steps), progress, sessions)
    share = steps.strength if steps.restorer else 1.0
    ran = (made.engine, made.device, made.precision, made.notes)
    return Developed(made.image, share, steps.model, steps.reason, *ran)


def develop_part(
    image: Image,
    box: Box,
    recipe: Recipe,
    advice: Recommendation | None,
    sessions: Sessions,
    progress: Progress = SILENT,
) -> Part | None:
    """The same for a part of it, exactly as the whole will have it; None where no model runs."""
    from afterglow.enhance.enhance import enhance

    steps = _steps(image, recipe, advice)
    if not steps.cards:
        return None
    grid = max(card.multiple_of for card in steps.cards)
    margin = max(card.context for card in steps.cards)
    around = Box(
        max(box.left - margin, 0) // grid * grid,
        max(box.top - margin, 0) // grid * grid,
        min(box.right + margin, image.size.width),
        min(box.bottom + margin, image.size.height),
    )
    made = enhance(image.cut(around), _models_only(recipe, steps), progress, sessions).image
    scale = made.size.width / around.size.width
    inner = Box(*(round(value * scale) for value in box.moved(-around.left, -around.top)))
    return Part(box, made.cut(inner))


def finish(image: Image, developed: Developed, recipe: Recipe, progress: Progress = SILENT) -> Image:
    """The picture at the recipe's strength, sharpened and in its size: no model runs."""
    from afterglow.enhance.enhance import enhance
    from afterglow.enhance.plan import wanted_size

    size = wanted_size(image.size, recipe)
    strength = 1.0 if developed.model is None else recipe.strength * developed.share
    same = size == developed.full.size and not recipe.size
    last = Recipe(
        model="none",
        sharpen=recipe.sharpen * recipe.strength,
        size="" if same else recipe.size or f"{size.width}x{size.height}",
        fit=recipe.fit if recipe.size else "stretch",
        memory=recipe.memory,
    )
    done: Image = enhance(mixed(image, developed.full, strength, recipe.memory), last, progress).image
    return done


def mixed(before: Image, after: Image, strength: float, memory: str = AUTO) -> Image:
    """`before` at strength 0, `after` at 1, what lies between; in the size of `after`."""
    from afterglow.enhance.blend import blend
    from afterglow.image import new_canvas, resize

    if strength == 1:
        return after
    plain = resize(before.pixels, after.size)
    if strength == 0:
        return after.with_pixels(plain)
    canvas = new_canvas(after.pixels.shape, after.pixels.dtype, parse_memory(memory))
    blend(plain, after.pixels, strength, canvas)
    return after.with_pixels(canvas)


def sharpened_part(
    before: np.ndarray, after: np.ndarray, box: Box, strength: float, amount: float
) -> np.ndarray:
    """A part of two pictures of one size, mixed and sharpened."""
    import numpy as np

    from afterglow.enhance.blend import blend
    from afterglow.enhance.sharpen import sharpen

    start, end = (np.ascontiguousarray(pixels[box.slices][:, :, :3]) for pixels in (before, after))
    canvas, sharper = np.empty_like(start), np.empty_like(start)
    blend(start, end, strength, canvas)
    sharpen(canvas, amount, sharper)
    return sharper


def save(
    source: Path,
    target: Path,
    image: Image,
    developed: Developed,
    recipe: Recipe,
    overwrite: bool,
    progress: Progress = SILENT,
) -> tuple[str, ...]:
    """Write the finished picture; returns what could not be kept. One that nothing was done to is copied."""
    from afterglow.enhance.enhance import Enhanced
    from afterglow.image import copy, write
    from afterglow.jobs.enhance_file import untouched
    from afterglow.jobs.job import Job
    from afterglow.jobs.targets import refuse_to_overwrite

    job = Job("", str(source), str(target), recipe, overwrite)
    refuse_to_overwrite(job)
    better = finish(image, developed, recipe, progress.part(0, 0.5))
    if untouched(image, Enhanced(better, developed.model, developed.reason), job):
        copy(source, target, overwrite=overwrite)
        return ()
    return write(
        better,
        target,
        format=recipe.format,
        quality=recipe.output_quality,
        strip_gps=recipe.strip_gps,
        strip_all=recipe.strip_all,
        overwrite=overwrite,
        source=source,
    )


def judge(image: Image, progress: Progress = SILENT) -> Score:
    """How good it looks."""
    from afterglow.score.score import score

    return score(image, progress=progress)


def worth_showing_first(seen: Box, size: Size) -> Box:
    """The middle of what is seen, no more than is quickly done."""
    width, height = seen.size
    shrink = min((PART / (width * height)) ** 0.5, 1.0)
    across, down = int(width * shrink), int(height * shrink)
    left, top = seen.left + (width - across) // 2, seen.top + (height - down) // 2
    return Box(left, top, left + max(across, 1), top + max(down, 1)).within(size)


def placed(size: Size, recipe: Recipe) -> tuple[float, float, float, float] | None:
    """Where on the picture its result lies (left, top, width, height); None where it covers it exactly."""
    from afterglow.enhance.plan import wanted_size

    exact = parse_size(recipe.size)
    if exact is None or recipe.fit == "stretch":
        return None
    frame = Size(*exact)
    done = wanted_size(size, recipe)
    zoom = done.width / size.width
    width, height = frame.width / zoom, frame.height / zoom
    return (size.width - width) / 2, (size.height - height) / 2, width, height


def _steps(image: Image, recipe: Recipe, advice: Recommendation | None) -> Plan:
    """What the recipe comes to at full strength; `advice` that was given already is not asked for again."""
    from afterglow.enhance.plan import Plan, plan, wanted_size

    full = replace(recipe, strength=1.0, sharpen=0.0)
    if recipe.model != AUTO or advice is None:
        return plan(image, full)
    if advice.model:
        steps = plan(image, replace(full, model=advice.model))
        return replace(steps, strength=advice.strength, reason=advice.reason)
    size = wanted_size(image.size, recipe)
    if size.width > image.size.width or size.height > image.size.height:
        return plan(image, full)
    return Plan(None, None, 0, size, advice.reason)


def _models_only(recipe: Recipe, steps: Plan) -> Recipe:
    """A recipe that runs the models of the plan and does nothing else."""
    times = 1
    for card in steps.cards:
        times *= card.scale
    model = steps.restorer.name if steps.restorer else AUTO
    if steps.restorer is None and steps.enlarger is not None and steps.passes == 1:
        model, times = steps.enlarger.name, 1  # a model that enlarges does so without being asked for a scale
    return replace(
        recipe,
        model=model,
        strength=1.0,
        sharpen=0.0,
        size="",
        scale=float(times),
        tile=recipe.tile or TILE,
    )
