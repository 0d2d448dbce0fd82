"""Places behind the people: sky, clouds, hills, trees, houses and a room, in flat colours with outlines."""

import numpy as np

from afterglow_lab.data.drawings import inks
from afterglow_lab.data.drawings.canvas import Canvas, Colour
from afterglow_lab.data.drawings.curves import arc, blob, box, ellipse, smooth, star
from afterglow_lab.data.drawings.palette import Palette, hsv, mixed, shaded

SKIES: tuple[tuple[Colour, ...], ...] = (
    ((60, 130, 220), (140, 195, 245), (225, 240, 250)),
    ((35, 30, 80), (150, 70, 130), (250, 150, 100), (255, 220, 150)),
    ((8, 12, 40), (20, 36, 90), (50, 80, 140)),
    ((120, 190, 200), (200, 230, 220), (250, 245, 225)),
    ((245, 150, 170), (250, 200, 190), (255, 240, 210)),
)


def outdoors(canvas: Canvas, colours: Palette, rng: np.random.Generator, pen: float) -> None:
    """A landscape or a street under a painted sky, over the whole page."""
    width, height = canvas.width, canvas.height
    sky = SKIES[int(rng.integers(len(SKIES)))]
    page = box(0, 0, width, height)
    canvas.fill(page, inks.gradient(list(sky), (0, 0), (rng.uniform(-0.2, 0.2) * width, height * 0.8)))
    night = sum(sky[0]) < 160
    if night:
        for _ in range(int(rng.integers(30, 120))):
            x, y, size = rng.uniform(0, width), rng.uniform(0, height * 0.7), rng.uniform(0.5, 2.2)
            canvas.fill(star(x, y, size * 0.4, size * 1.4, 4), (255, 255, 235))
    sun = (rng.uniform(0.1, 0.9) * width, rng.uniform(0.08, 0.4) * height)
    canvas.fill(page, inks.glow((255, 240, 200), sun[0], sun[1], 0.45 * width, 0.6))
    canvas.fill(ellipse(sun[0], sun[1], width * 0.05, width * 0.05), (255, 252, 235))
    for _ in range(int(rng.integers(1, 7))):
        _cloud(canvas, rng, mixed((255, 255, 255), sky[1], 0.5 if night else 0.1), sky[-2])
    line = mixed(colours.line, (0, 0, 0), 0.3)
    horizon = height * rng.uniform(0.5, 0.75)
    ground = hsv(rng.uniform(0.2, 0.45), rng.uniform(0.3, 0.7), 0.35 if night else rng.uniform(0.5, 0.85))
    for layer in range(3):
        far = (3 - layer) / 4
        _hills(
            canvas, rng, horizon - height * 0.1 * (2 - layer), mixed(ground, sky[-1], far), line, pen * 0.7
        )
    draw = _street if rng.random() < 0.5 else _meadow
    draw(canvas, colours, rng, horizon, ground, line, pen)


def indoors(canvas: Canvas, colours: Palette, rng: np.random.Generator, pen: float) -> None:
    """A room with a window, a shelf of books, and a floor of boards."""
    width, height = canvas.width, canvas.height
    wall, floor = mixed(colours.main[1], (255, 250, 240), 0.6), hsv(0.08, 0.4, rng.uniform(0.4, 0.75))
    line = colours.line
    canvas.fill(
        box(0, 0, width, height),
        inks.gradient([wall, mixed(wall, (60, 40, 60), 0.2)], (0, 0), (width, height)),
    )
    edge = height * rng.uniform(0.68, 0.82)
    canvas.fill(box(0, edge, width, height), floor)
    vanish = width * rng.uniform(0.3, 0.7)
    for x in np.linspace(-width, 2 * width, 22):
        canvas.polyline(
            np.array([(vanish + (x - vanish) * 0.45, edge), (x, height)]), pen * 0.6, shaded(floor, rng)
        )
    canvas.polyline(np.array([(0, edge), (width, edge)]), pen, line)
    _window(canvas, rng, width * rng.uniform(0.05, 0.4), height * 0.1, width * 0.35, height * 0.4, line, pen)
    _shelf(
        canvas,
        rng,
        width * rng.uniform(0.5, 0.7),
        height * 0.12,
        width * 0.32,
        edge - height * 0.12,
        floor,
        line,
        pen,
    )


def _cloud(canvas: Canvas, rng: np.random.Generator, light: Colour, dark: Colour) -> None:
    x, y = rng.uniform(0, canvas.width), rng.uniform(0.05, 0.45) * canvas.height
    size = canvas.width * rng.uniform(0.03, 0.09)
    puffs = [
        (x + (n - 3) * size * 0.8, y - abs(np.sin(n * 1.3 + x)) * size * 0.6, size * rng.uniform(0.6, 1.1))
        for n in range(int(rng.integers(4, 8)))
    ]
    for left, top, radius in puffs:
        canvas.fill(ellipse(left, top + size * 0.25, radius, radius * 0.9), mixed(light, dark, 0.45))
    for left, top, radius in puffs:
        canvas.fill(ellipse(left, top, radius * 0.96, radius * 0.82), light)


def _hills(
    canvas: Canvas, rng: np.random.Generator, level: float, colour: Colour, line: Colour, pen: float
) -> None:
    knots = int(rng.integers(4, 8))
    across = np.linspace(-0.1, 1.1, knots) * canvas.width
    ridge = smooth(np.stack([across, level + rng.uniform(-0.09, 0.05, knots) * canvas.height], 1))
    corners = np.array(
        [(canvas.width * 1.1, canvas.height * 1.1), (-canvas.width * 0.1, canvas.height * 1.1)]
    )
    canvas.fill(np.vstack([ridge, corners]), colour)
    canvas.polyline(ridge, pen, mixed(line, colour, 0.4))


def _meadow(
    canvas: Canvas,
    colours: Palette,
    rng: np.random.Generator,
    horizon: float,
    ground: Colour,
    line: Colour,
    pen: float,
) -> None:
    _hills(canvas, rng, horizon + canvas.height * 0.1, ground, line, pen)
    depths = np.sort(rng.uniform(0.05, 1, int(rng.integers(3, 10))))
    for depth in depths:
        y = horizon + canvas.height * (0.04 + 0.3 * depth)
        _tree(canvas, rng, rng.uniform(0, canvas.width), y, canvas.height * (0.08 + 0.22 * depth), line, pen)
    for _ in range(int(rng.integers(20, 90))):
        x, y = rng.uniform(0, canvas.width), rng.uniform(horizon + canvas.height * 0.14, canvas.height)
        near = (y - horizon) / (canvas.height - horizon)
        blade = np.array(
            [
                (x, y),
                (x + rng.uniform(-3, 3) * near, y - 9 * near),
                (x + rng.uniform(-6, 6) * near, y - 18 * near),
            ]
        )
        canvas.stroke(smooth(blade), pen * near, shaded(ground, rng), taper=(1, 0))
        if rng.random() < 0.25:
            petals = colours.main[int(rng.integers(len(colours.main)))]
            canvas.fill(star(blade[-1, 0], blade[-1, 1], 2.5 * near, 6 * near, 6), petals)
            canvas.fill(ellipse(blade[-1, 0], blade[-1, 1], 1.6 * near, 1.6 * near), (255, 230, 120))


def _tree(
    canvas: Canvas, rng: np.random.Generator, x: float, y: float, size: float, line: Colour, pen: float
) -> None:
    bark, leaves = (
        hsv(0.07, 0.5, rng.uniform(0.25, 0.5)),
        hsv(rng.uniform(0.22, 0.42), rng.uniform(0.4, 0.8), rng.uniform(0.35, 0.75)),
    )
    trunk = np.array(
        [
            (x - size * 0.07, y),
            (x - size * 0.04, y - size * 0.6),
            (x + size * 0.04, y - size * 0.6),
            (x + size * 0.08, y),
        ]
    )
    canvas.fill(trunk, bark)
    canvas.outline(trunk, pen * 0.8, line)
    if rng.random() < 0.35:  # a fir
        for tier in range(3):
            top, wide = y - size * (1.35 - tier * 0.28), size * (0.2 + 0.09 * tier)
            fir = np.array([(x, top), (x + wide, top + size * 0.48), (x - wide, top + size * 0.48)])
            canvas.fill(fir, leaves)
            canvas.fill(fir, shaded(leaves, rng), within=fir + np.array([wide * 0.5, 0]))
            canvas.outline(fir, pen * 0.8, line)
        return
    crown = blob(x, y - size * 0.85, size * 0.42, rng, 0.18, 11)
    canvas.fill(crown, leaves)
    canvas.fill(crown, shaded(leaves, rng), within=crown + np.array([size * 0.12, size * 0.16]))
    for _ in range(5):
        canvas.fill(
            blob(x + rng.uniform(-0.25, 0.1) * size, y - size * rng.uniform(0.85, 1.1), size * 0.05, rng),
            mixed(leaves, (255, 255, 220), 0.3),
            within=crown,
        )
    canvas.outline(crown, pen * 0.9, line)


def _street(
    canvas: Canvas,
    colours: Palette,
    rng: np.random.Generator,
    horizon: float,
    ground: Colour,
    line: Colour,
    pen: float,
) -> None:
    width, height = canvas.width, canvas.height
    left = -width * 0.05
    base = horizon + height * 0.12
    while left < width:
        wide, high = width * rng.uniform(0.12, 0.26), height * rng.uniform(0.2, 0.55)
        _house(canvas, colours, rng, left, base - high, left + wide, base, line, pen)
        left += wide * rng.uniform(0.98, 1.15)
    road = (110, 108, 118)
    canvas.fill(box(0, base, width, height), mixed(road, ground, 0.15))
    canvas.fill(box(0, base, width, base + height * 0.035), (190, 186, 180))
    canvas.polyline(np.array([(0, base + height * 0.035), (width, base + height * 0.035)]), pen, line)
    middle = (base + height) / 2 + height * 0.02
    for n in range(7):
        x = n / 6 * width * 1.1
        dash = np.array(
            [
                (x, middle),
                (x + width * 0.08, middle),
                (x + width * 0.09, middle + height * 0.02),
                (x, middle + height * 0.02),
            ]
        )
        canvas.fill(dash, (240, 236, 220))
    for x in rng.uniform(0, width, int(rng.integers(1, 4))):
        _pole(canvas, rng, x, base + height * 0.03, height * rng.uniform(0.45, 0.75), line, pen)


def _house(
    canvas: Canvas,
    colours: Palette,
    rng: np.random.Generator,
    left: float,
    top: float,
    right: float,
    bottom: float,
    line: Colour,
    pen: float,
) -> None:
    wall = mixed(colours.main[int(rng.integers(len(colours.main)))], (250, 240, 225), rng.uniform(0.2, 0.7))
    front = box(left, top, right, bottom)
    canvas.fill(front, wall)
    side = left + (right - left) * rng.uniform(0.6, 0.8)
    canvas.fill(box(side, top, right, bottom), shaded(wall, rng))
    if rng.random() < 0.5:
        high = (bottom - top) * 0.25
        roof = np.array([(left - 4, top), ((left + right) / 2, top - high), (right + 4, top)])
        tiles = hsv(rng.uniform(-0.05, 0.1), rng.uniform(0.3, 0.8), rng.uniform(0.35, 0.75))
        canvas.fill(roof, tiles)
        canvas.fill(roof, inks.lines(4.5, 0.8, shaded(tiles, rng), 0.0))
        canvas.outline(roof, pen, line)
    rows, columns = int(rng.integers(2, 6)), int(rng.integers(2, 5))
    glass, lit = (170, 205, 225), (255, 226, 140)
    for row in range(rows):
        for column in range(columns):
            x0 = left + (right - left) * (column + 0.25) / columns
            y0 = top + (bottom - top) * (row + 0.22) / (rows + 0.6)
            pane = box(x0, y0, x0 + (right - left) * 0.5 / columns, y0 + (bottom - top) * 0.55 / (rows + 0.6))
            canvas.fill(pane, lit if rng.random() < 0.3 else glass)
            shine = np.array(
                [pane[0], pane[0] + (pane[2] - pane[0]) * (0.6, 0), pane[0] + (pane[2] - pane[0]) * (0, 0.7)]
            )
            canvas.fill(shine, mixed(glass, (255, 255, 255), 0.5))
            canvas.outline(pane, pen * 0.7, line)
    canvas.outline(front, pen, line)


def _pole(
    canvas: Canvas, rng: np.random.Generator, x: float, y: float, high: float, line: Colour, pen: float
) -> None:
    canvas.fill(box(x - 2.5, y - high, x + 2.5, y), (120, 112, 110))
    canvas.outline(box(x - 2.5, y - high, x + 2.5, y), pen * 0.7, line)
    for n in range(3):
        level = y - high * (0.96 - 0.07 * n)
        canvas.fill(box(x - 20 + 4 * n, level, x + 20 - 4 * n, level + 2.5), (100, 92, 92))
        sag = np.linspace(-1, 1, 30)
        reach = canvas.width * rng.uniform(0.5, 0.9)
        wire = np.stack([x + sag * reach, level + 18 * (1 - (np.abs(sag) * 2 - 1) ** 2)], 1)
        canvas.polyline(wire, pen * 0.4, line)


def _window(
    canvas: Canvas,
    rng: np.random.Generator,
    left: float,
    top: float,
    wide: float,
    high: float,
    line: Colour,
    pen: float,
) -> None:
    frame = box(left, top, left + wide, top + high)
    sky = SKIES[int(rng.integers(len(SKIES)))]
    canvas.fill(frame, inks.gradient(list(sky), (0, top), (0, top + high)))
    for _ in range(4):
        tall = rng.uniform(0.2, 0.6)
        x = left + rng.uniform(0, 0.85) * wide
        canvas.fill(
            box(x, top + high * (1 - tall), x + wide * 0.2, top + high),
            mixed(sky[0], (40, 40, 70), 0.5),
            within=frame,
        )
    canvas.outline(frame, pen * 3, (250, 248, 240))
    canvas.outline(frame, pen, line)
    canvas.polyline(
        np.array([(left + wide / 2, top), (left + wide / 2, top + high)]), pen * 2, (250, 248, 240)
    )
    for side in (0, 1):
        x0 = left + side * wide
        curtain = smooth(
            [
                (x0 - 12, top - 8),
                (x0 + 14, top - 8),
                (x0 + 9, top + high * 0.6),
                (x0 + 15, top + high * 1.1),
                (x0 - 14, top + high * 1.1),
                (x0 - 8, top + high * 0.5),
            ],
            closed=True,
        )
        canvas.fill(curtain, (235, 205, 205))
        canvas.stroke(curtain, pen, line)


def _shelf(
    canvas: Canvas,
    rng: np.random.Generator,
    left: float,
    top: float,
    wide: float,
    high: float,
    wood: Colour,
    line: Colour,
    pen: float,
) -> None:
    canvas.fill(box(left, top, left + wide, top + high), mixed(wood, (30, 20, 10), 0.5))
    rows = int(rng.integers(3, 6))
    for row in range(rows):
        floor = top + high * (row + 1) / rows
        x = left + 3
        while x < left + wide - 8:
            thick, tall = rng.uniform(3, 11), high / rows * rng.uniform(0.55, 0.86)
            book = box(x, floor - tall, x + thick, floor)
            cover = hsv(rng.uniform(), rng.uniform(0.2, 0.8), rng.uniform(0.3, 0.95))
            canvas.fill(book, cover)
            canvas.fill(
                box(x + 1, floor - tall * 0.8, x + thick - 1, floor - tall * 0.7),
                mixed(cover, (255, 250, 220), 0.7),
            )
            canvas.outline(book, pen * 0.5, line)
            x += thick + (rng.uniform(2, 14) if rng.random() < 0.1 else 0.4)
        canvas.fill(box(left, floor - 2, left + wide, floor + 2), wood)
    canvas.outline(box(left, top, left + wide, top + high), pen, line)


def doodles(canvas: Canvas, colour: Colour, rng: np.random.Generator, pen: float, count: int) -> None:
    """Line art of small things: leaves, flowers, shells, boxes and curls, some of them hatched."""
    for _ in range(count):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, canvas.height)
        _DOODLES[int(rng.integers(len(_DOODLES)))](canvas, x, y, rng.uniform(14, 55), colour, rng, pen)


def _leaf(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    turn = rng.uniform(0, 2 * np.pi)
    way, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    start = np.array([x, y])
    edge = [
        start + way * size * t + across * size * w
        for t, w in ((0, 0), (0.3, 0.24), (0.65, 0.2), (1, 0), (0.65, -0.2), (0.3, -0.24))
    ]
    leaf = smooth(edge, closed=True)
    canvas.fill(leaf, (255, 255, 255))
    if rng.random() < 0.5:
        canvas.fill(leaf, inks.lines(2.6, pen * 0.5, colour, turn + 0.7), within=leaf + across * size * 0.2)
    canvas.stroke(np.vstack([leaf, leaf[:1]]), pen, colour)
    canvas.stroke(
        np.array([start - way * size * 0.25, start + way * size * 0.5, start + way * size]),
        pen,
        colour,
        taper=(1, 0),
    )
    for t in np.linspace(0.2, 0.8, 5):
        root = start + way * size * t
        for side in (-1, 1):
            canvas.stroke(
                np.array([root, root + way * size * 0.12 + across * side * size * 0.15]),
                pen * 0.6,
                colour,
                taper=(1, 0),
            )


def _flower(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    petals = int(rng.integers(5, 10))
    for n in range(petals):
        turn = 2 * np.pi * n / petals
        petal = ellipse(
            x + np.cos(turn) * size * 0.45, y + np.sin(turn) * size * 0.45, size * 0.4, size * 0.17, turn
        )
        canvas.fill(petal, (255, 255, 255))
        canvas.outline(petal, pen, colour)
    middle = ellipse(x, y, size * 0.2, size * 0.2)
    canvas.fill(middle, inks.dots(2.4, 0.35, colour))
    canvas.outline(middle, pen, colour)


def _shell(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    angles = np.linspace(0, 6 * np.pi, 140)
    reach = size * 0.6 * np.exp(-angles * 0.14)
    spiral = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)
    canvas.stroke(spiral, pen * 1.3, colour, taper=(1, 0.1))
    for n in range(0, 90, 6):
        inner = (x, y) + (spiral[n] - (x, y)) * 0.55
        canvas.stroke(np.array([spiral[n], inner]), pen * 0.5, colour, taper=(1, 0))


def _crate(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    deep = np.array([size * 0.4, -size * 0.3])
    front = box(x, y, x + size, y + size * 0.8)
    top = np.array([front[0], front[0] + deep, front[1] + deep, front[1]])
    side = np.array([front[1], front[1] + deep, front[2] + deep, front[2]])
    for face in (front, top, side):
        canvas.fill(face, (255, 255, 255))
    canvas.fill(
        side,
        inks.lines(
            rng.uniform(2.2, 4), pen * 0.6, colour, rng.uniform(0, np.pi), cross=bool(rng.integers(2))
        ),
    )
    for face in (front, top, side):
        canvas.outline(face, pen, colour)
    for n in range(1, 4):
        canvas.polyline(
            np.array([(x, y + size * 0.2 * n), (x + size, y + size * 0.2 * n)]), pen * 0.6, colour
        )


def _curl(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    points = np.cumsum(rng.normal(0, size * 0.35, (7, 2)), 0) + np.array([x, y])
    canvas.stroke(smooth(points), pen * rng.uniform(0.8, 2.5), colour, taper=(0.1, 0.1), swell=0.5)


def _rings(
    canvas: Canvas, x: float, y: float, size: float, colour: Colour, rng: np.random.Generator, pen: float
) -> None:
    for radius in np.arange(size * 0.15, size * 0.6, max(2.2, size * 0.07)):
        canvas.stroke(
            arc(x, y, radius, radius * 0.8, rng.uniform(0, 1), rng.uniform(4, 6.2), 40),
            pen * 0.7,
            colour,
            taper=(0.2, 0.2),
        )


_DOODLES = (_leaf, _flower, _shell, _crate, _curl, _rings)
