"""Screens: windows, text, code, tables, plots, chats and buttons, pixel by pixel as a computer draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from afterglow_lab.data.drawings import inks
from afterglow_lab.data.drawings.canvas import Canvas, Colour
from afterglow_lab.data.drawings.curves import arc, box, ellipse, smooth
from afterglow_lab.data.drawings.lettering import Style, words, wrapped, write
from afterglow_lab.data.drawings.palette import hsv, mixed

Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Theme:
    """The colours of an interface."""

    back: Colour
    panel: Colour
    text: Colour
    faint: Colour
    accent: Colour
    rounding: float
    size: float


def theme(rng: np.random.Generator) -> Theme:
    """Light or dark, with an accent."""
    accent = hsv(rng.uniform(), rng.uniform(0.5, 0.95), rng.uniform(0.6, 0.95))
    rounding, size = float(rng.choice([0, 3, 6, 10])), float(rng.integers(10, 16))
    if rng.random() < 0.5:
        tone = rng.uniform(235, 255)
        return Theme(
            (tone, tone, tone), (255, 255, 255), (30, 32, 36), (150, 154, 160), accent, rounding, size
        )
    tone = rng.uniform(18, 44)
    panel = (tone + 10, tone + 11, tone + 15)
    return Theme((tone, tone, tone + 4), panel, (225, 226, 230), (120, 124, 132), accent, rounding, size)


def screenshot(width: int, height: int, rng: np.random.Generator) -> np.ndarray:
    """A desktop or a full-screen program, H×W×3 uint8 RGB."""
    look = theme(rng)
    canvas = Canvas(width, height, look.back, finer=1)
    if rng.random() < 0.45:
        _content(canvas, (0, 0, width, height), look, rng)
        return canvas.picture()
    a, b = hsv(rng.uniform(), 0.5, 0.7), hsv(rng.uniform(), 0.6, 0.4)
    canvas.fill(box(0, 0, width, height), inks.gradient([a, b], (0, 0), (width, height)))
    for _ in range(int(rng.integers(1, 4))):
        wide, high = int(rng.uniform(0.6, 0.95) * width), int(rng.uniform(0.5, 0.9) * height)
        left, top = int(rng.uniform(-0.05, 1) * (width - wide)), int(rng.uniform(0, 1) * (height - high))
        _window(canvas, (left, top, left + wide, top + high), look if rng.random() < 0.7 else theme(rng), rng)
    if rng.random() < 0.7:
        _task_bar(canvas, look, rng)
    return canvas.picture()


def _window(canvas: Canvas, area: Area, look: Theme, rng: np.random.Generator) -> None:
    left, top, right, bottom = area
    for grown in range(6, 0, -2):
        canvas.fill(
            box(left - grown, top - grown + 3, right + grown, bottom + grown + 3, 8),
            inks.shadow((150, 150, 150), 0.3),
        )
    canvas.fill(box(left, top, right, bottom, look.rounding), look.panel)
    bar = int(look.size * 1.9)
    canvas.fill(box(left, top, right, top + bar, look.rounding), mixed(look.back, look.accent, 0.15))
    write(
        canvas,
        words(rng, 3),
        left + 8 + (bar * 2 if rng.random() < 0.5 else 0),
        top + bar * 0.25,
        Style(look.size),
        look.text,
    )
    for n, colour in enumerate(((255, 95, 87), (254, 188, 46), (40, 200, 64))):
        canvas.fill(ellipse(right - 14 - n * 18, top + bar / 2, 5, 5), colour)
    _content(canvas, (left + 1, top + bar, right - 1, bottom - 1), look, rng)
    canvas.outline(box(left, top, right, bottom, look.rounding), 1, mixed(look.faint, look.panel, 0.5))


def _content(canvas: Canvas, area: Area, look: Theme, rng: np.random.Generator) -> None:
    # A page of its own, so that nothing reaches over the window's edge.
    left, top, right, bottom = area
    if right - left < 40 or bottom - top < 40:
        return
    inner = Canvas(right - left, bottom - top, look.panel, finer=1)
    _CONTENTS[int(rng.integers(len(_CONTENTS)))](inner, look, rng)
    canvas.paste(inner.picture(), left, top)


def _document(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    y, margin = 12.0, 16 + rng.uniform(0, 0.1) * canvas.width
    hand = rng.choice(["plain", "slanted", "signs"], p=[0.7, 0.1, 0.2])
    while y < canvas.height:
        if rng.random() < 0.25:
            y += (
                6
                + write(
                    canvas,
                    words(rng, 4).title(),
                    margin,
                    y,
                    Style(look.size * rng.uniform(1.3, 2.2), "bold"),
                    look.text,
                )[1]
            )
        for line in wrapped(
            words(rng, int(rng.integers(15, 60))), Style(look.size, hand), canvas.width - 2 * margin
        ):
            write(canvas, line, margin, y, Style(look.size, hand), look.text)
            if rng.random() < 0.08:
                canvas.fill(
                    box(margin, y + look.size * 1.15, margin + look.size * 5, y + look.size * 1.15 + 1),
                    look.accent,
                )
            y += look.size * 1.5
        y += look.size
        if rng.random() < 0.2:
            high = rng.uniform(60, 120)
            _picture(canvas, (int(margin), int(y), int(canvas.width - margin), int(y + high)), look, rng)
            y += high + look.size


def _code(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    colours = [
        look.text,
        look.text,
        *(hsv(rng.uniform(), 0.55, 0.9 if sum(look.panel) < 380 else 0.6) for _ in range(4)),
    ]
    gutter = 34.0
    canvas.fill(box(0, 0, gutter, canvas.height), mixed(look.panel, look.faint, 0.12))
    y, indent, number = 6.0, 0, 1
    while y < canvas.height:
        write(canvas, str(number), 8, y, Style(look.size * 0.9), look.faint)
        if rng.random() < 0.85:
            x = gutter + 8 + indent * look.size * 1.8
            for token in words(rng, int(rng.integers(1, 7))).split():
                mark = str(rng.choice(["", "", "(", ")", " =", ":", ".", " {", "};", "[0]", '"', " ->"]))
                colour = colours[int(rng.integers(len(colours)))]
                x += write(canvas, token + mark, x, y, Style(look.size), colour)[0] + look.size * 0.4
            indent = int(np.clip(indent + rng.choice([-1, 0, 0, 1]), 0, 5))
        y += look.size * 1.45
        number += 1


def _table(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    columns, high = int(rng.integers(3, 9)), look.size * rng.uniform(1.5, 2.2)
    wide = canvas.width / columns
    for row in range(int(canvas.height / high) + 1):
        y = row * high
        shade = look.accent if row == 0 else mixed(look.panel, look.faint, 0.12 if row % 2 else 0.0)
        canvas.fill(box(0, y, canvas.width, y + high), shade)
        for column in range(columns):
            text = (
                words(rng, 1)
                if row == 0 or column == 0
                else f"{rng.uniform(-100, 1000):.{int(rng.integers(0, 3))}f}"
            )
            colour = look.text if row else (255, 255, 255)
            write(
                canvas,
                text,
                column * wide + 6,
                y + high * 0.25,
                Style(look.size, "bold" if row == 0 else "plain"),
                colour,
            )
        canvas.fill(box(0, y, canvas.width, y + 1), mixed(look.faint, look.panel, 0.5))
    for column in range(1, columns):
        canvas.fill(
            box(round(column * wide), 0, round(column * wide) + 1, canvas.height),
            mixed(look.faint, look.panel, 0.5),
        )


def _chat(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    y = 10.0
    while y < canvas.height:
        mine = bool(rng.integers(2))
        lines = wrapped(words(rng, int(rng.integers(2, 18))), Style(look.size), canvas.width * 0.55)
        wide = max(len(line) for line in lines) * look.size * 0.56 + 16
        high = len(lines) * look.size * 1.4 + 10
        left = canvas.width - wide - 12 if mine else 44.0
        canvas.fill(
            box(left, y, left + wide, y + high, 10),
            look.accent if mine else mixed(look.panel, look.faint, 0.25),
        )
        if not mine:
            canvas.fill(ellipse(24, y + 16, 13, 13), hsv(rng.uniform(), 0.5, 0.8))
        for n, line in enumerate(lines):
            write(
                canvas,
                line,
                left + 8,
                y + 6 + n * look.size * 1.4,
                Style(look.size),
                (255, 255, 255) if mine else look.text,
            )
        y += high + 10


def _form(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    y = 14.0
    while y < canvas.height:
        write(canvas, words(rng, 2).capitalize(), 16, y, Style(look.size), look.text)
        left, right = canvas.width * 0.4, canvas.width - 20.0
        edge, kind = mixed(look.faint, look.panel, 0.3), int(rng.integers(5))
        if kind == 0:  # a slider
            at = left + (right - left) * rng.uniform()
            canvas.fill(box(left, y + 5, right, y + 9, 2), edge)
            canvas.fill(box(left, y + 5, at, y + 9, 2), look.accent)
            canvas.fill(ellipse(at, y + 7, 8, 8), look.accent)
        elif kind == 1:  # a tick
            square = box(left, y, left + 15, y + 15, 3)
            canvas.fill(square, look.accent)
            canvas.polyline(
                np.array([(left + 3, y + 8), (left + 6.5, y + 11), (left + 12, y + 4)]), 2, (255, 255, 255)
            )
            write(canvas, words(rng, 2), left + 24, y + 1, Style(look.size), look.text)
        elif kind == 2:  # a button
            button = box(left, y - 4, left + look.size * 8, y + look.size * 1.5, look.rounding)
            canvas.fill(
                button,
                inks.gradient(
                    [mixed(look.accent, (255, 255, 255), 0.15), look.accent], (0, y - 4), (0, y + 20)
                ),
            )
            write(canvas, words(rng, 2).title(), left + 10, y + 1, Style(look.size, "bold"), (255, 255, 255))
        elif kind == 3:  # progress
            canvas.fill(box(left, y + 2, right, y + 12, 5), edge)
            canvas.fill(box(left, y + 2, left + (right - left) * rng.uniform(0.1, 1), y + 12, 5), look.accent)
        else:  # a field
            canvas.outline(box(left, y - 4, right, y + look.size * 1.5, look.rounding), 1, edge)
            write(canvas, words(rng, 3), left + 8, y + 1, Style(look.size), look.faint)
        y += look.size * rng.uniform(2.4, 3.2)


def _plot(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    left, top, right, bottom = 46.0, 30.0, canvas.width - 16.0, canvas.height - 34.0
    write(canvas, words(rng, 4).capitalize(), left, 8, Style(look.size * 1.1, "bold"), look.text)
    if rng.random() < 0.2:
        _pie(canvas, look, rng)
        return
    for n in range(6):
        y = round(top + (bottom - top) * n / 5)
        canvas.fill(box(left, y, right, y + 1), mixed(look.faint, look.panel, 0.65))
        write(canvas, f"{(5 - n) * 20}", 14, y - 6, Style(look.size * 0.8), look.faint)
        x = left + (right - left) * n / 5
        write(canvas, f"{2019 + n}", x - 12, bottom + 8, Style(look.size * 0.8), look.faint)
    kind = rng.random()
    for _ in range(int(rng.integers(1, 5))):
        colour, count = hsv(rng.uniform(), 0.7, 0.85), int(rng.integers(8, 60))
        across = np.linspace(left, right, count)
        level = bottom - (bottom - top) * np.clip(
            np.cumsum(rng.normal(0, 0.08, count)) + rng.uniform(0.2, 0.8), 0, 1
        )
        line = np.stack([across, level], 1)
        if kind < 0.35:
            canvas.polyline(smooth(line) if rng.random() < 0.3 else line, rng.uniform(1, 3), colour)
        elif kind < 0.6:
            for place in line + rng.normal(0, 12, line.shape):
                canvas.fill(ellipse(place[0], place[1], 3, 3), colour)
        elif kind < 0.8:
            wide = (right - left) / count
            for place in line:
                canvas.fill(box(round(place[0]), place[1], round(place[0] + wide * 0.7), bottom), colour)
        else:
            canvas.fill(np.vstack([line, [(right, bottom), (left, bottom)]]), inks.shadow(colour, 0.6))
            canvas.polyline(line, 2, colour)
    canvas.fill(box(left, top, left + 1, bottom), look.text)
    canvas.fill(box(left, bottom, right, bottom + 1), look.text)


def _pie(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    x, y, radius = canvas.width * 0.4, canvas.height * 0.55, min(canvas.width, canvas.height) * 0.33
    edges = np.cumsum(rng.uniform(0.3, 1.5, int(rng.integers(3, 7))))
    edges = np.concatenate([[0], edges / edges[-1]]) * 2 * np.pi
    for n, (start, end) in enumerate(pairwise(edges)):
        colour = hsv(n / (len(edges) - 1), 0.6, 0.85)
        canvas.fill(np.vstack([[(x, y)], arc(x, y, radius, radius, start, end, 60)]), colour)
        canvas.fill(box(canvas.width * 0.75, 50 + n * 22, canvas.width * 0.75 + 12, 62 + n * 22), colour)
        write(canvas, words(rng, 1), canvas.width * 0.75 + 18, 50 + n * 22, Style(look.size), look.text)
    if rng.random() < 0.5:
        canvas.fill(ellipse(x, y, radius * 0.55, radius * 0.55), look.panel)


def _gallery(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    side = int(rng.uniform(70, 130))
    for top in range(10, canvas.height, side + 26):
        for left in range(10, canvas.width, side + 12):
            _picture(canvas, (left, top, left + side, top + side), look, rng)
            write(canvas, words(rng, 2), left, top + side + 5, Style(look.size * 0.85), look.text)


def _picture(canvas: Canvas, area: Area, look: Theme, rng: np.random.Generator) -> None:
    left, top, right, bottom = area
    frame = box(left, top, right, bottom, look.rounding)
    a, b, c = (hsv(rng.uniform(), rng.uniform(0.3, 0.7), rng.uniform(0.4, 1)) for _ in range(3))
    canvas.fill(frame, inks.gradient([a, b], (left, top), (left, bottom)))
    canvas.fill(
        ellipse(left + (right - left) * rng.uniform(0.2, 0.8), top + (bottom - top) * 0.35, 12, 12),
        (255, 245, 210),
        within=frame,
    )
    knots = np.linspace(left - 10, right + 10, 6)
    ridge = smooth(np.stack([knots, bottom - (bottom - top) * rng.uniform(0.15, 0.55, 6)], 1))
    canvas.fill(np.vstack([ridge, [(right + 10, bottom + 10), (left - 10, bottom + 10)]]), c, within=frame)


def _task_bar(canvas: Canvas, look: Theme, rng: np.random.Generator) -> None:
    top = canvas.height - 34
    canvas.fill(box(0, top, canvas.width, canvas.height), mixed(look.back, (20, 20, 30), 0.3))
    for n in range(int(rng.integers(4, 10))):
        icon = box(10 + n * 34, top + 6, 32 + n * 34, top + 28, look.rounding)
        shade = hsv(rng.uniform(), 0.6, 0.9)
        canvas.fill(icon, inks.gradient([mixed(shade, (255, 255, 255), 0.3), shade], (0, top), (0, top + 30)))
        canvas.fill(ellipse(21 + n * 34, top + 17, 5, 5), (255, 255, 255))
    write(
        canvas,
        f"{int(rng.integers(24)):02}:{int(rng.integers(60)):02}",
        canvas.width - 60,
        top + 11,
        Style(look.size),
        look.text,
    )


_CONTENTS: tuple[Callable[[Canvas, Theme, np.random.Generator], None], ...] = (
    _document,
    _code,
    _table,
    _chat,
    _form,
    _plot,
    _gallery,
)
