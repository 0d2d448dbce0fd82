"""What a shape can be filled with besides a colour: gradients, shadows, dots and hatching."""

import numpy as np

from afterglow_lab.data.drawings.canvas import Colour, Ink
from afterglow_lab.data.drawings.curves import rotation


def gradient(colours: list[Colour], start: tuple[float, float], end: tuple[float, float]) -> Ink:
    """From the first colour at `start` to the last at `end`, evenly."""
    stops = np.asarray(colours, np.float32)
    way = np.subtract(end, start)
    length = max(float(way @ way), 1e-9)

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        return _between(stops, ((x - start[0]) * way[0] + (y - start[1]) * way[1]) / length)

    return ink


def radial(colours: list[Colour], x0: float, y0: float, radius: float) -> Ink:
    """From the first colour in the middle to the last at `radius`."""
    stops = np.asarray(colours, np.float32)

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        return _between(stops, np.hypot(x - x0, y - y0) / radius)

    return ink


def glow(colour: Colour, x0: float, y0: float, radius: float, strength: float = 1.0) -> Ink:
    """Light added around a place, fading to nothing at `radius`."""

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        near = np.clip(1 - np.hypot(x - x0, y - y0) / radius, 0, 1)[..., None] ** 2 * strength
        return 255 - (255 - beneath) * (1 - near * np.asarray(colour, np.float32) / 255)

    return ink


def tint(colour: Colour, x0: float, y0: float, radius: float, strength: float = 1.0) -> Ink:
    """A soft patch of colour around a place, such as a blush."""

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        near = np.clip(1 - np.hypot(x - x0, y - y0) / radius, 0, 1)[..., None] * strength
        tinted: np.ndarray = beneath + near * (np.asarray(colour, np.float32) - beneath)
        return tinted

    return ink


def shadow(colour: Colour, strength: float = 1.0) -> Ink:
    """What lies beneath, multiplied by a colour."""
    factor = 1 - strength * (1 - np.asarray(colour, np.float32) / 255)

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        return beneath * factor

    return ink


def dots(
    spacing: float, share: float, colour: Colour, turn: float = np.pi / 4, fade: Ink | None = None
) -> Ink:
    """Screentone: round dots `spacing` pixels apart that cover `share` of the paper.

    With `fade`, an ink that gives black where dots are to be full and white where none are, they swell.
    """
    matrix = rotation(turn) / spacing

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        u, v = x * matrix[0, 0] + y * matrix[1, 0], x * matrix[0, 1] + y * matrix[1, 1]
        away = np.hypot(u - np.rint(u), v - np.rint(v))
        wanted: np.ndarray | float = share
        if callable(fade):
            wanted = share * (1 - fade(x, y, beneath)[..., 0] / 255)
        inside = away < np.sqrt(np.clip(wanted, 0, 1) / np.pi)
        return np.where(inside[..., None], np.asarray(colour, np.float32), beneath)

    return ink


def lines(
    spacing: float, width: float, colour: Colour, turn: float, wobble: float = 0.0, cross: bool = False
) -> Ink:
    """Hatching, or crossed hatching, `spacing` pixels apart."""

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        drawn = _hatched(x, y, turn)
        if cross:
            drawn |= _hatched(x, y, turn + 1.2)
        return np.where(drawn[..., None], np.asarray(colour, np.float32), beneath)

    def _hatched(x: np.ndarray, y: np.ndarray, angle: float) -> np.ndarray:
        across = x * np.sin(angle) + y * np.cos(angle)
        along = x * np.cos(angle) - y * np.sin(angle)
        place = (across + wobble * np.sin(along / 17) * np.sin(along / 7.3)) / spacing
        # Lines end here and there, as a hand lifts the pen.
        number = np.rint(place)
        pressed = np.sin(number * 12.9898) * 0.5 + np.sin(along / 23 + number * 4.1) > -1.1
        inked: np.ndarray = (np.abs(place - number) * spacing < width / 2) & pressed
        return inked

    return ink


def bursts(x0: float, y0: float, rays: int, inner: float, colour: Colour, rng: np.random.Generator) -> Ink:
    """Speed lines that run towards (x0, y0) and stop about `inner` pixels short of it."""
    ends = inner * rng.uniform(0.8, 1.7, rays)
    half = rng.uniform(0.1, 0.48, rays)

    def ink(x: np.ndarray, y: np.ndarray, beneath: np.ndarray) -> np.ndarray:
        angle = (np.arctan2(y - y0, x - x0) / (2 * np.pi) + 0.5) * rays
        ray = np.floor(angle).astype(int) % rays
        distance = np.hypot(x - x0, y - y0)
        grown = np.clip((distance - ends[ray]) / (6 * inner), 0, 1) ** 0.5
        drawn = np.abs(angle - np.floor(angle) - 0.5) < half[ray] * grown
        return np.where(drawn[..., None], np.asarray(colour, np.float32), beneath)

    return ink


def _between(stops: np.ndarray, share: np.ndarray) -> np.ndarray:
    # A table with far more steps than 8-bit pictures can show is much faster than blending each pixel.
    steps = np.linspace(0, 1, 4096)
    table = np.stack([np.interp(steps, np.linspace(0, 1, len(stops)), channel) for channel in stops.T], 1)
    blended: np.ndarray = table.astype(np.float32)[(np.clip(share, 0, 1) * 4095 + 0.5).astype(np.int32)]
    return blended
