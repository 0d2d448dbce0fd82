"""Outlines to draw with: N×2 arrays of places, in pixels of the picture."""

import numpy as np

Outline = np.ndarray


def smooth(points: np.ndarray | list, closed: bool = False, fine: int = 10) -> Outline:
    """A Catmull–Rom curve through all `points`."""
    given = np.asarray(points, float)
    if closed:
        padded = np.vstack([given[-1:], given, given[:2]])
    else:
        padded = np.vstack([2 * given[:1] - given[1:2], given, 2 * given[-1:] - given[-2:-1]])
    before, start, end, after = padded[:-3], padded[1:-2], padded[2:-1], padded[3:]
    t = np.linspace(0, 1, fine, endpoint=False)[None, :, None]
    before, start, end, after = (corner[:, None] for corner in (before, start, end, after))
    path = 0.5 * (
        2 * start
        + (end - before) * t
        + (2 * before - 5 * start + 4 * end - after) * t**2
        + (3 * start - before - 3 * end + after) * t**3
    )
    path = path.reshape(-1, 2)
    return path if closed else np.vstack([path, given[-1:]])


def ellipse(x: float, y: float, wide: float, high: float, turn: float = 0.0, corners: int = 64) -> Outline:
    """An ellipse around (x, y) with these half axes, turned by `turn` radians."""
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack([wide * np.cos(angles), high * np.sin(angles)], 1)
    turned: Outline = ring @ rotation(turn) + (x, y)
    return turned


def arc(x: float, y: float, wide: float, high: float, start: float, end: float, corners: int = 24) -> Outline:
    """A piece of an ellipse, from angle `start` to `end` in radians, clockwise from the right."""
    angles = np.linspace(start, end, corners)
    return np.stack([x + wide * np.cos(angles), y + high * np.sin(angles)], 1)


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Outline:
    """A rectangle with rounded corners."""
    if radius <= 0:
        return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)
    radius = min(radius, (right - left) / 2, (bottom - top) / 2)
    quarter = np.pi / 2
    middles = [
        (right - radius, bottom - radius),
        (left + radius, bottom - radius),
        (left + radius, top + radius),
        (right - radius, top + radius),
    ]
    return np.vstack(
        [arc(x, y, radius, radius, n * quarter, (n + 1) * quarter, 8) for n, (x, y) in enumerate(middles)]
    )


def blob(
    x: float, y: float, radius: float, rng: np.random.Generator, rough: float = 0.2, knots: int = 8
) -> Outline:
    """A smooth lump around (x, y)."""
    angles = np.linspace(0, 2 * np.pi, knots, endpoint=False) + rng.uniform(0, 1)
    reach = radius * (1 + rng.uniform(-rough, rough, knots))
    return smooth(np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1), closed=True)


def star(x: float, y: float, inner: float, outer: float, spikes: int, turn: float = 0.0) -> Outline:
    """A star with `spikes` points."""
    angles = np.linspace(0, 2 * np.pi, 2 * spikes, endpoint=False) + turn
    reach = np.where(np.arange(2 * spikes) % 2, inner, outer)
    return np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)


def rotation(turn: float) -> np.ndarray:
    """The matrix that turns row vectors by `turn` radians, clockwise as the picture is seen."""
    return np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def placed(
    outline: Outline, x: float, y: float, size: float = 1.0, turn: float = 0.0, flip: bool = False
) -> Outline:
    """An outline drawn around the origin, moved to where it is wanted."""
    drawn = np.asarray(outline, float) * ((-size if flip else size), size)
    moved: Outline = drawn @ rotation(turn) + (x, y)
    return moved


def shaky(outline: Outline, rng: np.random.Generator, by: float = 0.6) -> Outline:
    """The outline as a hand would draw it: pushed about slowly by up to `by` pixels."""
    count = len(outline)
    waves = np.linspace(0, 2 * np.pi * max(1, count // 24), count)[:, None]
    phase = rng.uniform(0, 2 * np.pi, (2, 2))
    moved: Outline = outline + by * (0.6 * np.sin(waves + phase[0]) + 0.4 * np.sin(2.3 * waves + phase[1]))
    return moved
