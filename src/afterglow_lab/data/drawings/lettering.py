"""Text in several hands, from what every machine has: Pillow's font, OpenCV's strokes, invented signs."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from afterglow_lab.data.drawings.canvas import Canvas, Colour

Hand = Literal["plain", "bold", "slanted", "pen", "signs"]
HANDS: tuple[Hand, ...] = ("plain", "bold", "slanted", "pen", "signs")

TEXT = (
    "the night is young and every lamp has a halo of rain around it we waited for the last train "
    "with cold hands and warm tea look up there are more stars than names open the window the sea "
    "is closer than you think who left the light on nobody knows where the river goes after dark "
    "hold still one more picture click wait what was that run a small lantern a long road home "
    "never mind the map follow the sound of the bells it works I told you so are you sure maybe"
)
WORDS = TEXT.split()
SOUNDS = (
    "BAM!",
    "CRASH",
    "whoosh",
    "CLICK!",
    "ZOOM",
    "drip",
    "RUMBLE",
    "SNAP!",
    "ding",
    "WHAM!",
    "tap tap",
    "HA!",
)


@dataclass(frozen=True)
class Style:
    """How text looks; `size` is the height of a line in pixels."""

    size: float
    hand: Hand = "plain"


def words(rng: np.random.Generator, count: int) -> str:
    """A few words in the order of a sentence."""
    first = int(rng.integers(len(WORDS)))
    return " ".join(WORDS[(first + n) % len(WORDS)] for n in range(count))


def stencil(text: str, style: Style, finer: int) -> np.ndarray:
    """The text as rows × columns of 0 to 255, `finer` times larger than asked."""
    size = max(6, round(style.size * finer))
    if style.hand == "pen":
        return _penned(text, size)
    if style.hand == "signs":
        return _signs(text, size)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont), "Pillow was built without FreeType"
    weight = size // 18 if style.hand == "bold" and size > 30 else 0
    left, _, right, _ = font.getbbox(text, stroke_width=weight)
    page = Pillow.new("L", (max(1, round(right - left)) + 2, sum(font.getmetrics()) + 2 * weight))
    ImageDraw.Draw(page).text((1 - left, weight), text, fill=255, font=font, stroke_width=weight)
    drawn: np.ndarray = np.asarray(page)
    if style.hand == "bold" and not weight:
        # Small letters would run together with a stroke around them: strike them twice.
        twice: np.ndarray = np.maximum(np.pad(drawn, ((0, 0), (0, 1))), np.pad(drawn, ((0, 0), (1, 0))))
        return twice
    return _leaning(drawn, 0.22) if style.hand == "slanted" else drawn


def write(
    canvas: Canvas, text: str, left: float, top: float, style: Style, colour: Colour
) -> tuple[float, float]:
    """Write one line; its width and height in pixels."""
    drawn = stencil(text, style, canvas.finer)
    canvas.lay(drawn, left, top, colour)
    return drawn.shape[1] / canvas.finer, drawn.shape[0] / canvas.finer


def write_tilted(
    canvas: Canvas,
    text: str,
    x: float,
    y: float,
    style: Style,
    colour: Colour,
    rim: Colour | None,
    turn: float,
) -> None:
    """One line around (x, y), turned by `turn` radians, with a thick rim if asked."""
    drawn = stencil(text, style, canvas.finer)
    room = max(4, round(style.size * canvas.finer * 0.12))
    drawn = np.pad(drawn, room)
    height, width = drawn.shape
    side = int(np.hypot(height, width)) + 2
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -np.degrees(turn), 1)
    matrix[:, 2] += ((side - width) / 2, (side - height) / 2)
    turned = cv2.warpAffine(drawn, matrix, (side, side), flags=cv2.INTER_AREA)
    left, top = x - side / canvas.finer / 2, y - side / canvas.finer / 2
    if rim is not None:
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (room, room))
        canvas.lay(cv2.dilate(turned, kernel), left, top, rim)
    canvas.lay(turned, left, top, colour)


def wrapped(text: str, style: Style, width: float) -> list[str]:
    """Text broken into lines that fit `width` pixels."""
    lines: list[str] = []
    # Letters of these hands are about half as wide as a line is high.
    room = max(4, int(width / (style.size * (0.95 if style.hand == "signs" else 0.56))))
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _leaning(drawn: np.ndarray, by: float) -> np.ndarray:
    height, width = drawn.shape
    matrix = np.array([[1, -by, by * height], [0, 1, 0]], np.float32)
    return cv2.warpAffine(drawn, matrix, (width + int(by * height) + 1, height), flags=cv2.INTER_LINEAR)


def _penned(text: str, size: int) -> np.ndarray:
    scale, thickness = size / 30, max(1, size // 11)
    (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, scale, thickness)
    page = np.zeros((height + base + 2 * thickness, width + 2 * thickness), np.uint8)
    place = (thickness, height + thickness)
    cv2.putText(page, text, place, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, scale, 255, thickness, cv2.LINE_AA)
    return page


def _signs(text: str, size: int) -> np.ndarray:
    """One invented sign for each letter: strokes in a square, as dense as Chinese or Japanese print."""
    page = np.zeros((size, size * max(1, len(text))), np.uint8)
    thick = max(1, round(size / 13))
    for number, letter in enumerate(text):
        if letter == " ":
            continue
        rng = np.random.default_rng(ord(letter))
        grid = np.linspace(0.12, 0.88, 5) * size
        for _ in range(int(rng.integers(5, 11))):
            a, b = sorted(rng.choice(5, 2, replace=False))
            other = int(rng.integers(5))
            ends = [(grid[a], grid[other]), (grid[b], grid[other])]
            kind = rng.random()
            if kind < 0.48:
                ends = [(y, x) for x, y in ends]
            elif kind > 0.85:
                ends = [(grid[a], grid[b]), (grid[b], grid[a])]
            start, end = ((int(x) + number * size, int(y)) for x, y in ends)
            cv2.line(page, start, end, 255, thick, cv2.LINE_AA)
    return page
