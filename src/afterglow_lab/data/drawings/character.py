"""People made of curves: a head, hair, big eyes, clothes; in flat colours with one shadow, or in ink."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np

from afterglow_lab.data.drawings import inks
from afterglow_lab.data.drawings.canvas import Canvas, Colour, Ink
from afterglow_lab.data.drawings.curves import Outline, arc, ellipse, placed, smooth, star
from afterglow_lab.data.drawings.palette import SKINS, Palette, hsv, mixed, shaded


class Place(Protocol):
    """Puts an outline drawn around a head of radius 1 where that head is on the page."""

    def __call__(self, points: np.ndarray | list, curved: bool = True, closed: bool = True) -> Outline: ...


BLACK: Colour = (20, 16, 20)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Look:
    """What one person is painted with; shadows are inks laid over the colour."""

    skin: Colour
    hair: Colour
    eyes: Colour
    cloth: Colour
    trim: Colour
    line: Colour
    pen: float
    skin_shadow: Ink | None
    hair_shadow: Ink | None
    cloth_shadow: Ink | None
    coloured: bool


def coloured_look(colours: Palette, rng: np.random.Generator, pen: float) -> Look:
    """Cel shading: flat colours, each with one hard shadow."""
    skin = SKINS[int(rng.integers(len(SKINS)))]
    hair = hsv(rng.uniform(), rng.uniform(0.1, 0.8), rng.uniform(0.2, 0.98))
    cloth, trim = colours.main[int(rng.integers(len(colours.main)))], colours.main[0]
    line = mixed(colours.line, BLACK, rng.uniform(0.2, 1))
    soft = bool(rng.random() < 0.85)
    return Look(
        skin=skin,
        hair=hair,
        eyes=hsv(rng.uniform(), rng.uniform(0.4, 0.95), rng.uniform(0.4, 0.9)),
        cloth=cloth,
        trim=trim,
        line=line,
        pen=pen,
        skin_shadow=shaded(skin, rng) if soft else None,
        hair_shadow=shaded(hair, rng) if soft else None,
        cloth_shadow=shaded(cloth, rng) if soft else None,
        coloured=True,
    )


def inked_look(rng: np.random.Generator, pen: float) -> Look:
    """Black and white: screentone or hatching where colours would be."""
    tone = inks.dots(rng.uniform(2.6, 5), rng.uniform(0.15, 0.45), BLACK)
    hatch = inks.lines(rng.uniform(2.5, 4.5), pen * 0.5, BLACK, rng.uniform(0, np.pi), wobble=0.6)
    dark_hair = bool(rng.random() < 0.4)
    choices: tuple[Ink | None, ...] = (tone, hatch, None)
    return Look(
        skin=WHITE,
        hair=BLACK if dark_hair else WHITE,
        eyes=BLACK,
        cloth=WHITE,
        trim=BLACK if rng.random() < 0.5 else WHITE,
        line=BLACK,
        pen=pen,
        skin_shadow=choices[int(rng.integers(3))],
        hair_shadow=None if dark_hair else choices[int(rng.integers(2))],
        cloth_shadow=choices[int(rng.integers(2))],
        coloured=False,
    )


def person(canvas: Canvas, x: float, y: float, size: float, look: Look, rng: np.random.Generator) -> None:
    """A head of radius `size` around (x, y), with shoulders below it."""
    turn, flip = rng.uniform(-0.16, 0.16), bool(rng.integers(2))
    glance = rng.uniform(-0.06, 0.2)

    def at(points: np.ndarray | list, curved: bool = True, closed: bool = True) -> Outline:
        outline = smooth(points, closed) if curved else np.asarray(points, float)
        return placed(outline, x, y, size, turn, flip)

    pen = look.pen * max(0.5, min(1.6, size / 60))
    length = rng.uniform(0.2, 2.4)
    _back_hair(canvas, at, look, pen, length, rng)
    _body(canvas, at, look, pen, rng)
    face = at(_face(glance, rng))
    canvas.fill(face, look.skin)
    fringe_points = _fringe(glance, rng)
    if look.skin_shadow is not None:
        lower = at(np.asarray(fringe_points) + np.array([0.05, 0.13]), curved=False)
        canvas.fill(face, look.skin_shadow, within=lower)
        canvas.fill(
            face, look.skin_shadow, within=at([(0.55, -1), (1.3, -1), (1.3, 1.3), (0.3, 1.3), (0.62, 0.5)])
        )
    _face_parts(canvas, at, look, pen, glance, rng)
    canvas.stroke(np.vstack([face, face[:1]]), pen, look.line)
    _front_hair(canvas, at, look, pen, fringe_points, glance, rng)
    _extras(canvas, at, look, pen, glance, rng)


def _face(glance: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    chin, cheek = rng.uniform(0.98, 1.2), rng.uniform(0.76, 0.9)
    return [
        (0, -1.0),
        (0.8, -0.65),
        (0.93, -0.1),
        (cheek, 0.42),
        (0.45 + glance * 0.4, 0.85),
        (glance, chin),
        (-0.45 + glance * 0.8, 0.85),
        (-cheek, 0.42),
        (-0.93, -0.1),
        (-0.8, -0.65),
    ]


def _fringe(glance: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Where the hair ends over the forehead: locks that taper to points."""
    locks = int(rng.integers(3, 8))
    edges = np.linspace(-1.0, 1.0, locks + 1)
    parting = rng.uniform(-0.6, 0.6)
    points: list[tuple[float, float]] = [(-1.08, 0.25 + rng.uniform(0, 0.6)), (-0.98, -0.1)]
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        lean = 0.25 * np.sign(middle - parting)
        depth = -0.32 + 0.28 * abs(middle) + rng.uniform(-0.12, 0.2)
        points += [
            (left * 0.93 + glance * 0.5, -0.42 + rng.uniform(-0.08, 0.04) - 0.1 * (1 - abs(left))),
            (middle + lean * 0.3 + glance * 0.5, (depth - 0.42) / 2 + 0.02),
            (middle + lean * 0.5 + glance * 0.5, depth),
        ]
    points += [(0.98, -0.1), (1.08, 0.25 + rng.uniform(0, 0.6))]
    crown = [(1.16, -0.2), (1.1, -0.75), (0.6, -1.2), (0, -1.32), (-0.6, -1.2), (-1.1, -0.75), (-1.16, -0.2)]
    return points + crown


def _back_hair(
    canvas: Canvas, at: Place, look: Look, pen: float, length: float, rng: np.random.Generator
) -> None:
    wide = rng.uniform(1.08, 1.4)
    bottom = 0.5 + length
    tips = int(rng.integers(4, 9))
    points = [(-1.0, -0.9), (-wide, 0.0), (-wide * rng.uniform(0.95, 1.15), bottom * 0.6)]
    for n in range(tips):
        share = (n + 0.5) / tips
        middle = -wide + 2 * wide * share
        points += [
            (middle, bottom + rng.uniform(0.05, 0.35)),
            (middle + wide / tips, bottom - rng.uniform(0, 0.2)),
        ]
    points += [(wide * rng.uniform(0.95, 1.15), bottom * 0.6), (wide, 0.0), (1.0, -0.9), (0, -1.3)]
    hair = at(points)
    canvas.fill(hair, look.hair_shadow if look.coloured and look.hair_shadow is not None else look.hair)
    if not look.coloured and look.hair_shadow is not None:
        canvas.fill(hair, look.hair_shadow)
    canvas.stroke(np.vstack([hair, hair[:1]]), pen, look.line)
    for _ in range(int(rng.integers(3, 9))):
        side = rng.choice([-1, 1])
        start = side * rng.uniform(0.9, wide * 0.98)
        strand = at(
            [(start, 0.3), (start * 1.02, bottom * 0.5), (start * rng.uniform(0.8, 1.05), bottom)],
            closed=False,
        )
        canvas.stroke(strand, pen * 0.6, look.line if look.hair != BLACK else (90, 90, 90), taper=(0.2, 0.0))


def _body(canvas: Canvas, at: Place, look: Look, pen: float, rng: np.random.Generator) -> None:
    neck = at([(-0.3, 0.7), (-0.3, 1.45), (0.3, 1.45), (0.3, 0.7)], curved=False)
    canvas.fill(neck, look.skin)
    if look.skin_shadow is not None:
        canvas.fill(
            neck,
            look.skin_shadow,
            within=at([(-0.5, 0.7), (0.5, 0.7), (0.4, 1.2), (-0.2, 1.35)], curved=False),
        )
    canvas.polyline(neck[:2], pen, look.line)
    canvas.polyline(neck[2:], pen, look.line)
    wide = rng.uniform(1.2, 1.7)
    shoulders = [
        (-0.32, 1.32),
        (-wide * 0.8, 1.6),
        (-wide, 2.1),
        (-wide * 1.1, 4.5),
        (-wide, 9),
        (wide, 9),
        (wide * 1.1, 4.5),
    ]
    shoulders += [(wide, 2.1), (wide * 0.8, 1.6), (0.32, 1.32), (0, 1.62)]
    torso = at(shoulders)
    canvas.fill(torso, look.cloth)
    if look.cloth_shadow is not None:
        canvas.fill(torso, look.cloth_shadow, within=at([(0.4, 1), (2.4, 1), (2.4, 4), (0.1, 4), (0.7, 2.4)]))
    style = rng.random()
    if style < 0.35:  # a sailor's collar with a bow
        collar = at(
            [
                (-0.35, 1.3),
                (-1.0, 1.62),
                (-0.75, 2.0),
                (0, 2.35),
                (0.75, 2.0),
                (1.0, 1.62),
                (0.35, 1.3),
                (0, 1.9),
            ]
        )
        canvas.fill(collar, look.trim)
        canvas.stroke(np.vstack([collar, collar[:1]]), pen * 0.9, look.line)
        for side in (-1, 1):
            wing = at([(0, 2.2), (side * 0.5, 2.0), (side * 0.55, 2.5)])
            canvas.fill(wing, look.eyes)
            canvas.stroke(np.vstack([wing, wing[:1]]), pen * 0.8, look.line)
    elif style < 0.6:  # a jacket with buttons
        for side in (-1, 1):
            lapel = at([(side * 0.3, 1.32), (side * 0.75, 1.7), (side * 0.25, 2.5), (0, 2.7)], curved=False)
            canvas.fill(lapel, look.trim)
            canvas.stroke(np.vstack([lapel, lapel[:1]]), pen * 0.8, look.line)
        for row in range(3):
            canvas.fill(at(ellipse(0.12, 2.85 + row * 0.3, 0.06, 0.06), curved=False), look.line)
    elif style < 0.8:  # a striped jumper
        for row in range(7):
            band = at(
                [
                    (-2, 1.7 + row * 0.32),
                    (2, 1.7 + row * 0.32),
                    (2, 1.84 + row * 0.32),
                    (-2, 1.84 + row * 0.32),
                ],
                curved=False,
            )
            canvas.fill(torso, look.trim, within=band)
    else:  # a scarf
        scarf = at([(-0.7, 1.2), (-0.75, 1.6), (0, 1.85), (0.75, 1.6), (0.7, 1.2), (0, 1.45)])
        canvas.fill(scarf, look.eyes if look.coloured else WHITE)
        if look.cloth_shadow is not None and not look.coloured:
            canvas.fill(scarf, look.cloth_shadow)
        canvas.stroke(np.vstack([scarf, scarf[:1]]), pen, look.line)
    canvas.stroke(torso, pen, look.line)
    for side in (-1, 1):
        fold = at(
            [(side * wide * 0.62, 2.3), (side * wide * 0.66, 2.9), (side * wide * 0.6, 3.6)], closed=False
        )
        canvas.stroke(fold, pen * 0.9, look.line, taper=(0.0, 0.8))


def _face_parts(
    canvas: Canvas, at: Place, look: Look, pen: float, glance: float, rng: np.random.Generator
) -> None:
    wide, high = rng.uniform(0.2, 0.28), rng.uniform(0.24, 0.36)
    level = rng.uniform(0.1, 0.24)
    closed = rng.random() < 0.14
    for side in (-1, 1):
        middle = side * 0.42 + glance
        squeeze = 1 - 0.25 * max(0.0, side * np.sign(glance)) * min(1, abs(glance) * 5)
        if closed:
            lid = at(arc(middle, level, wide * squeeze, high * 0.5, 0.2, np.pi - 0.2), curved=False)
            canvas.stroke(lid, pen * 2, look.line, taper=(0.3, 0.3))
        else:
            _eye(canvas, at, look, pen, middle, level, wide * squeeze, high, glance, rng)
        brow = at(
            arc(middle, level - high * 0.75, wide * 1.15, high * 0.55, np.pi * 1.2, np.pi * 1.8), curved=False
        )
        canvas.stroke(brow, pen * 1.3, look.line, taper=(0.6, 0.1))
    nose = at(
        [(glance * 1.5 - 0.02, 0.42), (glance * 1.5 + 0.05, 0.54), (glance * 1.5 - 0.02, 0.56)], closed=False
    )
    canvas.stroke(nose, pen * 0.8, look.line, taper=(0.0, 0.8))
    _mouth(canvas, at, look, pen, glance, rng)
    if look.coloured and rng.random() < 0.6:
        for side in (-1, 1):
            place = at([(side * 0.55 + glance, 0.52)], curved=False)[0]
            reach = float(
                np.linalg.norm(at([(0, 0), (0.26, 0)], curved=False)[1] - at([(0, 0)], curved=False)[0])
            )
            blush = inks.tint((232, 84, 84), float(place[0]), float(place[1]), reach, 0.45)
            canvas.fill(ellipse(place[0], place[1], reach, reach), blush)
    elif rng.random() < 0.4:
        for side in (-1, 1):
            for n in range(3):
                left = side * 0.55 + glance - 0.08 + n * 0.08
                canvas.stroke(at([(left, 0.5), (left - 0.05, 0.6)], curved=False), pen * 0.5, look.line)


def _eye(
    canvas: Canvas,
    at: Place,
    look: Look,
    pen: float,
    x: float,
    y: float,
    wide: float,
    high: float,
    glance: float,
    rng: np.random.Generator,
) -> None:
    white = at(
        [
            (x - wide, y),
            (x - wide * 0.6, y - high * 0.8),
            (x, y - high),
            (x + wide * 0.7, y - high * 0.75),
            (x + wide, y),
            (x + wide * 0.6, y + high * 0.7),
            (x, y + high * 0.85),
            (x - wide * 0.6, y + high * 0.7),
        ]
    )
    canvas.fill(white, WHITE)
    look_x = x + glance * 0.35
    iris = at(ellipse(look_x, y, wide * 0.68, high * 0.85), curved=False)
    top, bottom = iris[:, 1].min(), iris[:, 1].max()
    if look.coloured:
        shades = [mixed(look.eyes, BLACK, 0.65), look.eyes, mixed(look.eyes, WHITE, 0.55)]
        canvas.fill(iris, inks.gradient(shades, (0, top), (0, bottom)), within=white)
        canvas.fill(
            at(ellipse(look_x, y, wide * 0.3, high * 0.42), curved=False),
            mixed(look.eyes, BLACK, 0.8),
            within=white,
        )
    else:
        canvas.fill(iris, BLACK, within=white)
        canvas.fill(
            at(ellipse(look_x, y + high * 0.45, wide * 0.42, high * 0.22), curved=False),
            (170, 170, 170),
            within=iris,
        )
    lit = at(ellipse(look_x - wide * 0.25, y - high * 0.36, wide * 0.22, high * 0.2), curved=False)
    canvas.fill(lit, WHITE)
    canvas.fill(
        at(ellipse(look_x + wide * 0.28, y + high * 0.4, wide * 0.1, high * 0.09), curved=False), WHITE
    )
    canvas.outline(iris, pen * 0.5, look.line)
    upper = at(
        [
            (x - wide * 1.12, y + high * 0.05),
            (x - wide * 0.65, y - high * 0.82),
            (x, y - high * 1.02),
            (x + wide * 0.7, y - high * 0.78),
            (x + wide * 1.1, y),
        ],
        closed=False,
    )
    canvas.stroke(upper, pen * 2.4, look.line, taper=(0.4, 0.6), swell=0.4)
    lower = at(
        [(x - wide * 0.6, y + high * 0.72), (x, y + high * 0.88), (x + wide * 0.6, y + high * 0.7)],
        closed=False,
    )
    canvas.stroke(lower, pen * 0.8, look.line, taper=(0.0, 0.2))
    outer = np.sign(x) or 1
    for n in range(int(rng.integers(0, 3))):
        lash = at(
            [
                (x + outer * wide * (0.85 + n * 0.1), y - high * (0.5 - n * 0.25)),
                (x + outer * wide * (1.25 + n * 0.08), y - high * (0.8 - n * 0.3)),
            ],
            curved=False,
        )
        canvas.stroke(lash, pen * 1.2, look.line, taper=(1.0, 0.0))


def _mouth(
    canvas: Canvas, at: Place, look: Look, pen: float, glance: float, rng: np.random.Generator
) -> None:
    x, y, wide = glance * 1.2, 0.76, rng.uniform(0.08, 0.24)
    if rng.random() < 0.4:
        smile = rng.uniform(-0.05, 0.1)
        lips = at([(x - wide, y - smile), (x, y + smile), (x + wide, y - smile)], closed=False)
        canvas.stroke(lips, pen * 1.1, look.line, taper=(0.3, 0.3))
        return
    opened = at(
        [
            (x - wide, y - 0.03),
            (x, y - 0.01),
            (x + wide, y - 0.03),
            (x + wide * 0.6, y + wide * 0.7),
            (x, y + wide),
            (x - wide * 0.6, y + wide * 0.7),
        ]
    )
    canvas.fill(opened, (150, 50, 60) if look.coloured else BLACK)
    if look.coloured:
        canvas.fill(
            at(ellipse(x, y + wide * 0.9, wide * 0.7, wide * 0.45), curved=False),
            (235, 120, 120),
            within=opened,
        )
    canvas.stroke(np.vstack([opened, opened[:1]]), pen * 0.8, look.line)


def _front_hair(
    canvas: Canvas,
    at: Place,
    look: Look,
    pen: float,
    points: list[tuple[float, float]],
    glance: float,
    rng: np.random.Generator,
) -> None:
    hair = at(points)
    canvas.fill(hair, look.hair)
    if look.hair_shadow is not None:
        dark = at([(0.45, -1.4), (1.4, -1.4), (1.4, 1), (0.75, 0.6), (0.85, -0.4)])
        canvas.fill(hair, look.hair_shadow, within=dark)
    if look.coloured and rng.random() < 0.75:  # the ring of light around the crown
        jag = int(rng.integers(9, 17))
        angles = np.linspace(np.pi * 1.15, np.pi * 1.85, jag)
        reach = np.where(np.arange(jag) % 2, 0.93, 0.8)
        ring = [
            (glance * 0.3 + 1.0 * np.cos(a), -0.08 + r * np.sin(a))
            for a, r in zip(angles, reach, strict=True)
        ]
        back = [(glance * 0.3 + 0.98 * np.cos(a), -0.08 + 0.98 * np.sin(a)) for a in angles[::-1]]
        canvas.fill(at(ring + back, curved=False), mixed(look.hair, WHITE, 0.5), within=hair)
    line = look.line if look.hair != BLACK else (110, 110, 110)
    for _ in range(int(rng.integers(4, 14))):
        side = rng.uniform(-0.95, 0.95)
        strand = at(
            [(side * 0.35, -1.25), (side * 0.8, -0.95), (side * 1.0 + glance * 0.3, -0.45)], closed=False
        )
        canvas.stroke(strand, pen * 0.7, line, taper=(0.0, 0.1))
    canvas.stroke(np.vstack([hair, hair[:1]]), pen * 1.1, look.line)


def _extras(
    canvas: Canvas, at: Place, look: Look, pen: float, glance: float, rng: np.random.Generator
) -> None:
    kind = rng.random()
    if kind < 0.15:  # glasses
        for side in (-1, 1):
            glass = at(ellipse(side * 0.43 + glance, 0.18, 0.36, 0.32), curved=False)
            canvas.outline(glass, pen * 1.3, look.line)
        canvas.stroke(at(arc(glance, 0.16, 0.1, 0.06, np.pi, 2 * np.pi), curved=False), pen * 1.2, look.line)
    elif kind < 0.35:  # a cat's ears
        for side in (-1, 1):
            ear = at([(side * 0.35, -1.15), (side * 0.85, -1.85), (side * 1.02, -0.8)], curved=False)
            canvas.fill(ear, look.hair)
            canvas.fill(
                at([(side * 0.52, -1.2), (side * 0.82, -1.62), (side * 0.9, -1.0)], curved=False), look.skin
            )
            canvas.stroke(np.vstack([ear[0], ear[1], ear[2]]), pen * 1.1, look.line)
    elif kind < 0.5:  # a bow
        for side in (-1, 1):
            wing = at([(0.6, -1.1), (0.6 + side * 0.42, -1.42), (0.6 + side * 0.45, -0.9)])
            canvas.fill(wing, look.trim)
            canvas.stroke(np.vstack([wing, wing[:1]]), pen, look.line)
        canvas.fill(at(ellipse(0.6, -1.12, 0.12, 0.12), curved=False), look.trim)
        canvas.outline(at(ellipse(0.6, -1.12, 0.12, 0.12), curved=False), pen, look.line)
    elif kind < 0.62:  # headphones
        band = at(arc(0, -0.1, 1.16, 1.3, np.pi * 1.05, np.pi * 1.95), curved=False)
        canvas.stroke(band, pen * 4, look.trim)
        for side in (-1, 1):
            cup = at(ellipse(side * 1.1, 0.05, 0.17, 0.3), curved=False)
            canvas.fill(cup, look.trim)
            canvas.outline(cup, pen, look.line)
    elif kind < 0.75:  # a hat
        brim = at(ellipse(0, -0.95, 1.5, 0.24), curved=False)
        crown = at([(-0.95, -0.98), (-0.8, -1.75), (0, -1.95), (0.8, -1.75), (0.95, -0.98)])
        canvas.fill(crown, look.cloth)
        canvas.stroke(crown, pen, look.line)
        canvas.fill(brim, look.cloth)
        if look.cloth_shadow is not None:
            canvas.fill(
                brim,
                look.cloth_shadow,
                within=at([(-2, -0.95), (2, -0.95), (2, -0.4), (-2, -0.4)], curved=False),
            )
        canvas.outline(brim, pen, look.line)
    elif kind < 0.85:  # a star in the hair
        pin = at(star(-0.6, -0.75, 0.1, 0.22, 5, 0.3), curved=False)
        canvas.fill(pin, look.trim)
        canvas.outline(pin, pen * 0.9, look.line)
