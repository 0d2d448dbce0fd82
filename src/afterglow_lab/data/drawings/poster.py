"""Posters and wallpapers: smooth gradients, waves, geometric patterns, stickers and big letters."""

import numpy as np

from afterglow_lab.data.drawings import inks
from afterglow_lab.data.drawings.canvas import Canvas
from afterglow_lab.data.drawings.character import BLACK, WHITE
from afterglow_lab.data.drawings.curves import arc, blob, box, ellipse, smooth, star
from afterglow_lab.data.drawings.lettering import HANDS, Style, words, write_tilted
from afterglow_lab.data.drawings.palette import Palette, mixed, palette


def poster(width: int, height: int, rng: np.random.Generator, finer: int) -> np.ndarray:
    """One poster, H×W×3 uint8 RGB."""
    colours = palette(rng)
    canvas = Canvas(width, height, colours.paper, finer)
    whole = box(0, 0, width, height)
    if rng.random() < 0.75:
        stops = [
            mixed(colour, WHITE, rng.uniform(0, 0.5)) for colour in colours.main[: int(rng.integers(2, 5))]
        ]
        if rng.random() < 0.6:
            ink = inks.gradient(stops, (0, 0), (rng.uniform(0, 1) * width, rng.uniform(0.4, 1) * height))
        else:
            ink = inks.radial(
                stops, rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.5, 1.2) * width
            )
        canvas.fill(whole, ink)
    layers = (_waves, _tiles, _shapes, _rays)
    layers[int(rng.integers(len(layers)))](canvas, colours, rng)
    if rng.random() < 0.6:
        _stickers(canvas, colours, rng)
    if rng.random() < 0.7:
        _letters(canvas, colours, rng)
    return canvas.picture()


def _waves(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    count = int(rng.integers(3, 9))
    for n in range(count):
        level = canvas.height * (0.25 + 0.75 * n / count)
        knots = np.linspace(-0.1, 1.1, 7) * canvas.width
        ridge = smooth(np.stack([knots, level + rng.uniform(-0.07, 0.07, 7) * canvas.height], 1))
        corners = [(canvas.width * 1.1, canvas.height * 1.1), (-canvas.width * 0.1, canvas.height * 1.1)]
        shade = mixed(colours.main[0], colours.main[1], n / count)
        end = mixed(shade, BLACK, 0.3)
        canvas.fill(
            np.vstack([ridge, corners]), inks.gradient([shade, end], (0, level - 40), (0, canvas.height))
        )


def _tiles(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    side, kind = rng.uniform(24, 90), int(rng.integers(3))
    for row in range(int(canvas.height / side) + 1):
        for column in range(int(canvas.width / side) + 1):
            x, y = column * side, row * side
            shade = colours.main[int(rng.integers(len(colours.main)))]
            if kind == 0:
                corner = np.array([(x, y), (x + side, y), (x, y + side)])
                canvas.fill(corner if rng.random() < 0.5 else (x * 2 + side, y * 2 + side) - corner, shade)
            elif kind == 1:
                canvas.fill(box(x + 1, y + 1, x + side - 1, y + side - 1, side * 0.15), shade)
                canvas.fill(ellipse(x + side / 2, y + side / 2, side * 0.3, side * 0.3), colours.light)
            else:
                corners = (
                    (x, y, 0.0),
                    (x + side, y, np.pi / 2),
                    (x + side, y + side, np.pi),
                    (x, y + side, np.pi * 1.5),
                )
                left, top, start = corners[int(rng.integers(4))]
                quarter = arc(left, top, side, side, start, start + np.pi / 2)
                canvas.fill(np.vstack([[(left, top)], quarter]), shade)


def _shapes(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(6, 30))):
        x, y, size = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height), rng.uniform(8, 110)
        shade = colours.main[int(rng.integers(len(colours.main)))]
        outlines = (
            ellipse(x, y, size, size),
            blob(x, y, size, rng, 0.3),
            star(x, y, size * 0.5, size, int(rng.integers(3, 9)), rng.uniform(0, 3)),
            box(x - size, y - size * 0.6, x + size, y + size * 0.6, rng.uniform(0, size)),
        )
        shape = outlines[int(rng.integers(len(outlines)))]
        style = rng.random()
        if style < 0.4:
            canvas.fill(shape, shade)
        elif style < 0.6:
            canvas.fill(
                shape, inks.gradient([shade, colours.light], (x - size, y - size), (x + size, y + size))
            )
        elif style < 0.75:
            canvas.fill(shape, inks.dots(rng.uniform(4, 9), rng.uniform(0.2, 0.5), shade))
        elif style < 0.85:
            canvas.fill(shape, inks.shadow(shade, 0.7))
        canvas.outline(shape, rng.uniform(0.8, 4), colours.line if style > 0.3 else shade)


def _rays(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    count = int(rng.integers(8, 30))
    x, y, far = rng.uniform(0, canvas.width), rng.uniform(0.3, 1.1) * canvas.height, 2.0 * canvas.width
    for n in range(count):
        start, end = 2 * np.pi * n / count, 2 * np.pi * (n + 0.5) / count
        ray = [
            (x, y),
            (x + far * np.cos(start), y + far * np.sin(start)),
            (x + far * np.cos(end), y + far * np.sin(end)),
        ]
        canvas.fill(np.array(ray), colours.main[n % 2])
    canvas.fill(ellipse(x, y, canvas.width * 0.12, canvas.width * 0.12), colours.light)


def _stickers(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    """Round faces with thick lines."""
    for _ in range(int(rng.integers(1, 7))):
        size = rng.uniform(16, 70)
        x, y = rng.uniform(size, canvas.width - size), rng.uniform(size, canvas.height - size)
        pen, shade = size * 0.07, colours.main[int(rng.integers(len(colours.main)))]
        face = blob(x, y, size, rng, 0.08, 9)
        canvas.fill(blob(x, y, size * 1.15, rng, 0.02, 9), WHITE)
        canvas.fill(
            face, inks.radial([mixed(shade, WHITE, 0.4), shade], x - size * 0.3, y - size * 0.4, size * 1.4)
        )
        canvas.outline(face, pen, colours.line)
        for side in (-1, 1):
            canvas.fill(
                ellipse(x + side * size * 0.33, y - size * 0.12, size * 0.11, size * 0.16), colours.line
            )
            canvas.fill(
                ellipse(x + side * size * 0.33 - size * 0.03, y - size * 0.18, size * 0.04, size * 0.05),
                WHITE,
            )
            canvas.fill(
                ellipse(x + side * size * 0.58, y + size * 0.15, size * 0.14, size * 0.09), (245, 130, 130)
            )
        smile = arc(x, y + size * 0.1, size * 0.25, size * rng.uniform(0.05, 0.25), 0.2, np.pi - 0.2)
        canvas.stroke(smile, pen, colours.line)


def _letters(canvas: Canvas, colours: Palette, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 5))):
        style = Style(rng.uniform(14, canvas.width * 0.13), HANDS[int(rng.integers(len(HANDS)))])
        text = words(rng, int(rng.integers(1, 4)))
        text = text.upper() if rng.random() < 0.5 else text
        x, y = canvas.width * rng.uniform(0.3, 0.7), canvas.height * rng.uniform(0.1, 0.9)
        rim = WHITE if rng.random() < 0.5 else None
        write_tilted(canvas, text, x, y, style, colours.line, rim, rng.normal(0, 0.15))
