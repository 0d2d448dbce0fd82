"""Getting to know a model that comes without a card: everything the card needs is found by running it."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from afterglow.errors import AfterglowError, ModelProblem
from afterglow.models.card import Dialect, ModelCard
from afterglow.models.onnx import OnnxSession, signature
from afterglow.models.reach import grid_and_context
from afterglow.models.selftest import check_of, fault_in, pattern, pattern_size
from afterglow.models.told import Told
from afterglow.models.way import CPU, Way

PLAIN = Way("onnxruntime", CPU, "f32")
STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 48, 64, 128)
SIDES = (120, 128, 168, 256)  # between them they are multiples of every step
FLOATS: dict[str, Literal["f32", "f16"]] = {"tensor(float)": "f32", "tensor(float16)": "f16"}
MANNERS: tuple[tuple[Literal["nchw", "nhwc"], Literal[3, 1]], ...] = (
    ("nchw", 3),
    ("nchw", 1),
    ("nhwc", 3),
    ("nhwc", 1),
)
CHANNEL_AT = {"nchw": 1, "nhwc": 3}
AGAIN = (
    "Export it again with one float input, N×3×H×W, of any height and width; a second may be a thumbnail of "
    "the whole picture, N×3×64×64 or another fixed square."
)


def become_acquainted(file: str, called: str, told: dict[str, Any]) -> dict[str, Any]:
    """The card's fields that can be found out, as plain data."""
    card = asdict(acquaint(Path(file).read_bytes(), called, Told(**told)))
    return {name: card[name] for name in ("scale", "multiple_of", "context", "thumbnail", "dialect", "check")}


def acquaint(data: bytes, name: str, told: Told) -> ModelCard:
    """A card that says how to run the model; what running cannot tell is left empty."""
    inputs, outputs = signature(data)
    blank = replace(_blank(name), thumbnail=_thumbnail(inputs, name))
    session = OnnxSession(blank, data, PLAIN)
    for dialect in _dialects(inputs[0], outputs[0], name, told):
        session.card = replace(blank, dialect=dialect)
        if _learn_sizes(session):
            break
    else:
        raise ModelProblem(f"{name} does not turn a picture into a picture", AGAIN)
    if told.range is None and not blank.thumbnail:
        _learn_range(session)
    multiple_of, context = grid_and_context(session, told.context)
    session.card = replace(session.card, multiple_of=multiple_of, context=context)
    output = session.run(pattern(pattern_size(session.card)))
    fault = fault_in(output, session.card)
    if fault:
        raise ModelProblem(f"{name} gave {fault} on the test picture", "It may want another --range.")
    return replace(session.card, check=check_of(output))


def _blank(name: str) -> ModelCard:
    return ModelCard(name, "", "", "", "", 1, 1, 0, name, "")


def _thumbnail(inputs: list[Any], name: str) -> int:
    """The side of the thumbnail that is its second input; 0 where it has none."""
    if len(inputs) == 1:
        return 0
    shape = inputs[1].shape
    square = len(shape) == 4 and shape[1] == 3 and isinstance(shape[2], int) and shape[2] == shape[3]
    if len(inputs) > 2 or not square or FLOATS.get(inputs[1].type) != "f32":
        raise ModelProblem(f"{name} wants {len(inputs)} inputs", AGAIN)
    return int(shape[2])


def _dialects(given: Any, made: Any, name: str, told: Told) -> list[Dialect]:
    """The manners in which the model may want its pictures, the likeliest first."""
    shape, kind = given.shape, given.type
    if kind not in FLOATS or made.type not in FLOATS:
        raise ModelProblem(f"{name} works on {kind} and not on floats", AGAIN)
    if len(shape) != 4:
        raise ModelProblem(f"{name} wants an input of {len(shape)} dimensions", AGAIN)
    plain = Dialect(order=told.order, range=told.range or 1.0, numbers=FLOATS[kind])
    manners = [manner for manner in MANNERS if shape[CHANNEL_AT[manner[0]]] == manner[1]]
    if not manners and not any(isinstance(length, int) for length in shape[1:]):
        manners = list(MANNERS)
    if not manners:
        raise ModelProblem(f"{name} wants pictures of {shape[1]} channels", AGAIN)
    sides = shape[2:] if manners[0][0] == "nchw" else shape[1:3]
    if any(isinstance(side, int) for side in sides):
        wanted = "×".join(str(side) for side in reversed(sides))
        raise ModelProblem(f"{name} takes only pictures of {wanted} pixels", AGAIN)
    if isinstance(shape[0], int) and shape[0] != 1:
        raise ModelProblem(f"{name} takes only {shape[0]} pictures at once", AGAIN)
    return [replace(plain, layout=layout, channels=channels) for layout, channels in manners]


def _learn_sizes(session: OnnxSession) -> bool:
    """Put scale, margin and the smallest step of sizes into the session's card; False where nothing fits."""
    for side in SIDES:
        small, large = (_output_size(session, length, length) for length in (side, 2 * side))
        if small is None or large is None:
            continue
        scale = (large[0] - small[0]) // side
        missing = scale * side - small[0]
        if not 1 <= scale <= 8 or missing < 0 or missing % (2 * scale):
            continue
        dialect = replace(session.card.dialect, margin=missing // (2 * scale))
        session.card = replace(session.card, scale=scale, dialect=dialect)
        step = next((step for step in STEPS if _takes_multiples(session, step)), None)
        if step:
            session.card = replace(session.card, multiple_of=step)
            return True
    return False


def _takes_multiples(session: OnnxSession, step: int) -> bool:
    first = -(-48 // step)
    lengths = [step * (first + more) for more in (0, 1, 2, 3, 5)]
    scale = session.card.scale
    pairs = zip(lengths, [*lengths[1:], lengths[0]], strict=True)
    return all(
        _output_size(session, height, width) == (height * scale, width * scale) for height, width in pairs
    )


def _output_size(session: OnnxSession, height: int, width: int) -> tuple[int, int] | None:
    try:
        output = session.run(np.full((1, 3, height, width), 0.5, np.float32))
    except AfterglowError:
        return None
    return output.shape[2:] if output.ndim == 4 and output.shape[:2] == (1, 3) else None


def _learn_range(session: OnnxSession) -> None:
    """Restored pictures resemble what they were made from: white is what keeps them most alike."""
    card = session.card
    picture = pattern(-(-96 // card.multiple_of) * card.multiple_of)
    wanted = picture.repeat(card.scale, axis=2).repeat(card.scale, axis=3)
    misses = {}
    for white in (1.0, 255.0):
        session.card = replace(card, dialect=replace(card.dialect, range=white))
        misses[white] = float(np.abs(session.run(picture) - wanted).mean())
    white = 255.0 if misses[255.0] < misses[1.0] / 2 else 1.0
    session.card = replace(card, dialect=replace(card.dialect, range=white))
