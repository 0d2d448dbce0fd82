"""Pages of comics: panels, people, speech bubbles, speed lines, screentone and sound words."""

import numpy as np

from afterglow_lab.data.drawings import inks, scenery
from afterglow_lab.data.drawings.canvas import Canvas, Colour
from afterglow_lab.data.drawings.character import BLACK, WHITE, coloured_look, inked_look, person
from afterglow_lab.data.drawings.curves import box, ellipse, star
from afterglow_lab.data.drawings.lettering import SOUNDS, Hand, Style, words, wrapped, write, write_tilted
from afterglow_lab.data.drawings.palette import Palette, hsv, mixed, palette

Box = tuple[int, int, int, int]


def page(width: int, height: int, rng: np.random.Generator, coloured: bool, finer: int) -> np.ndarray:
    """A page of panels, H×W×3 uint8 RGB."""
    colours = palette(rng)
    paper = WHITE if rng.random() < 0.8 or not coloured else colours.paper
    canvas = Canvas(width, height, paper, finer)
    gutter = int(rng.integers(4, 12))
    pen = rng.uniform(0.9, 2.0)
    for left, top, right, bottom in _panels((gutter, gutter, width - gutter, height - gutter), gutter, rng):
        panel = _panel(right - left, bottom - top, colours, rng, coloured, finer, pen)
        canvas.paste(panel, left, top)
        canvas.outline(box(left, top, right, bottom), rng.uniform(1.2, 2.4), BLACK)
    return canvas.picture()


def _panels(whole: Box, gutter: int, rng: np.random.Generator) -> list[Box]:
    left, top, right, bottom = whole
    wide, high = right - left, bottom - top
    if max(wide, high) < 330 or (max(wide, high) < 480 and rng.random() < 0.4):
        return [whole]
    share = rng.uniform(0.36, 0.64)
    if high > wide * rng.uniform(0.7, 1.3):
        cut = top + int(high * share)
        parts = ((left, top, right, cut), (left, cut + gutter, right, bottom))
    else:
        cut = left + int(wide * share)
        parts = ((left, top, cut, bottom), (cut + gutter, top, right, bottom))
    return [panel for part in parts for panel in _panels(part, gutter, rng)]


def _panel(
    width: int,
    height: int,
    colours: Palette,
    rng: np.random.Generator,
    coloured: bool,
    finer: int,
    pen: float,
) -> np.ndarray:
    canvas = Canvas(width, height, WHITE, finer)
    scenic = _background(canvas, colours, rng, coloured, pen)
    if not scenic or rng.random() < 0.7:
        people = 1 if width < height * 1.2 else int(rng.integers(1, 4))
        size = min(width / (people * 2.6), height * 0.26) * rng.uniform(0.75, 1.35)
        for n in range(people):
            look = coloured_look(colours, rng, pen) if coloured else inked_look(rng, pen)
            x = width * (n + 0.5) / people + rng.uniform(-0.06, 0.06) * width
            person(canvas, x, height * rng.uniform(0.46, 0.66), size, look, rng)
    if rng.random() < 0.8:
        bubble(canvas, rng, pen)
    if rng.random() < 0.25:
        _sound(canvas, rng, coloured)
    return canvas.picture()


def _background(
    canvas: Canvas, colours: Palette, rng: np.random.Generator, coloured: bool, pen: float
) -> bool:
    """Draws what is behind; whether that is worth looking at without anybody in front."""
    width, height = canvas.width, canvas.height
    whole, kind = box(0, 0, width, height), rng.random()
    scenic = coloured and kind < 0.4
    if scenic:
        (scenery.outdoors if rng.random() < 0.65 else scenery.indoors)(canvas, colours, rng, pen)
    elif coloured:
        a, b = colours.main[int(rng.integers(4))], colours.main[int(rng.integers(4))]
        end = (width * rng.uniform(0, 1), float(height))
        canvas.fill(whole, inks.gradient([a, mixed(b, WHITE, 0.4)], (0, 0), end))
        if rng.random() < 0.4:
            tone = inks.dots(rng.uniform(5, 14), rng.uniform(0.1, 0.4), mixed(a, WHITE, 0.5))
            canvas.fill(whole, tone)
    elif kind < 0.3:
        start, end = (0.0, rng.uniform(0, height)), (rng.uniform(-50, 50), height * float(rng.integers(2)))
        fade = inks.gradient([BLACK, WHITE], start, end)
        canvas.fill(whole, inks.dots(rng.uniform(2.6, 6), rng.uniform(0.3, 0.8), BLACK, fade=fade))
    elif kind < 0.5:
        canvas.fill(whole, inks.dots(rng.uniform(2.6, 6), rng.uniform(0.08, 0.4), BLACK))
    elif kind < 0.62:
        canvas.fill(whole, BLACK)
    elif kind < 0.75:
        crossed = bool(rng.integers(2))
        canvas.fill(whole, inks.lines(rng.uniform(3, 7), pen * 0.5, BLACK, rng.uniform(0, 3), 1.0, crossed))
    if rng.random() < 0.25:
        middle = (width * rng.uniform(0.35, 0.65), height * rng.uniform(0.35, 0.65))
        colour = BLACK if not coloured or rng.random() < 0.5 else WHITE
        rays = int(rng.integers(60, 180))
        canvas.fill(whole, inks.bursts(*middle, rays, min(width, height) * 0.3, colour, rng))
    return scenic


def bubble(canvas: Canvas, rng: np.random.Generator, pen: float) -> None:
    """A speech bubble, a thought, a shout or a caption, with words that fit it."""
    hands: tuple[Hand, ...] = ("plain", "plain", "bold", "slanted", "pen", "signs")
    style = Style(rng.uniform(9, 17), hands[int(rng.integers(len(hands)))])
    text = words(rng, int(rng.integers(2, 9)))
    if style.hand in ("plain", "bold") and rng.random() < 0.7:
        text = text.upper()
    lines = wrapped(text, style, canvas.width * rng.uniform(0.3, 0.5))
    step = style.size * 1.15
    half_high = len(lines) * step / 2 + style.size * 0.5
    half_wide = (
        max(len(line) for line in lines) * style.size * (0.5 if style.hand == "signs" else 0.31)
        + style.size * 0.6
    )
    x = rng.uniform(min(half_wide + 3, canvas.width / 2), max(canvas.width - half_wide - 3, canvas.width / 2))
    y = half_high * 1.3 + rng.uniform(0, 0.12) * canvas.height
    _balloon(canvas, x, y, half_wide, half_high, rng, pen)
    for n, line in enumerate(lines):
        wide = len(line) * style.size * (1.0 if style.hand == "signs" else 0.52)
        write(canvas, line, x - wide / 2, y - half_high + style.size * 0.5 + n * step, style, BLACK)


def _balloon(
    canvas: Canvas, x: float, y: float, wide: float, high: float, rng: np.random.Generator, pen: float
) -> None:
    kind = rng.random()
    if kind < 0.15:  # a caption
        caption = box(x - wide, y - high, x + wide, y + high)
        canvas.fill(caption, WHITE if rng.random() < 0.6 else (255, 244, 200))
        canvas.outline(caption, pen, BLACK)
        return
    if kind < 0.3:  # a shout
        spikes = star(0, 0, 1.25, 1.75, int(rng.integers(12, 22)), rng.uniform(0, 1)) * (wide, high) + (x, y)
        canvas.fill(spikes, WHITE)
        canvas.outline(spikes, pen * 1.2, BLACK)
        return
    angles = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    squared = 0.75  # between a circle and a rectangle
    ring = np.stack(
        [
            np.sign(np.cos(angles)) * np.abs(np.cos(angles)) ** squared * wide * 1.25,
            np.sign(np.sin(angles)) * np.abs(np.sin(angles)) ** squared * high * 1.3,
        ],
        1,
    )
    balloon = ring + np.array([x, y])
    towards = rng.uniform(-0.5, 0.5) * wide
    tail = np.array(
        [
            (x + towards - 6, y + high),
            (x + towards + 6, y + high),
            (x + towards * 1.7, y + high * 1.3 + rng.uniform(10, 34)),
        ]
    )
    if kind < 0.45:  # a thought
        canvas.fill(_cloudy(x, y, wide, high), WHITE)
        canvas.outline(_cloudy(x, y, wide, high), pen, BLACK)
        for n in range(3):
            spot = ellipse(x + towards + n * 5, y + high * 1.4 + 8 + n * 8, 5 - n * 1.3, 4 - n)
            canvas.fill(spot, WHITE)
            canvas.outline(spot, pen, BLACK)
        return
    canvas.outline(balloon, pen * 1.2, BLACK)
    canvas.fill(tail, WHITE)
    canvas.outline(tail, pen * 1.2, BLACK)
    canvas.fill(balloon, WHITE)


def _cloudy(x: float, y: float, wide: float, high: float) -> np.ndarray:
    angles = np.linspace(0, 2 * np.pi, 160, endpoint=False)
    reach = 1.3 + 0.1 * np.abs(np.sin(angles * 5.5))
    return np.stack([x + wide * reach * np.cos(angles), y + high * reach * 1.1 * np.sin(angles)], 1)


def _sound(canvas: Canvas, rng: np.random.Generator, coloured: bool) -> None:
    word = SOUNDS[int(rng.integers(len(SOUNDS)))]
    style = Style(min(canvas.width, canvas.height) * rng.uniform(0.14, 0.3), "bold")
    colour: Colour = hsv(rng.uniform(), 0.85, 0.95) if coloured else BLACK
    rim: Colour = WHITE if rng.random() < 0.7 or not coloured else BLACK
    x, y = canvas.width * rng.uniform(0.3, 0.7), canvas.height * rng.uniform(0.6, 0.9)
    write_tilted(canvas, word, x, y, style, colour, rim, rng.uniform(-0.5, 0.5))
