"""A street at night after rain: lamps, lit windows, shop signs, people, and all of it again in the wet road.

Every pixel follows its ray to the first thing it meets; on the ground it goes on as a reflection.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.data.drawings.lettering import Style, stencil
from afterglow_lab.data.scenes.film import developed
from afterglow_lab.data.scenes.texture import Texture, chance, looked_up, texture

EYE = np.array([0.3, 1.65, 0.0], np.float32)
LEFT, RIGHT, END = -5.6, 5.9, 78.0
KERB = 3.3
FLOOR = 3.3
BOUNCES = 3
NAMES = ("CAFÉ", "BOOKS", "NOODLES", "RADIO", "BAKERY", "HOTEL", "TEA HOUSE", "CINEMA", "FLOWERS", "RECORDS")
WARM = np.array([1.0, 0.66, 0.32], np.float32)
Rays = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Building:
    """One house of a side: from `near` to `far` along the street, in metres."""

    number: int
    near: float
    far: float
    height: float
    wall: np.ndarray
    columns: int
    busy: float
    shop: bool
    sign: np.ndarray
    sign_colour: np.ndarray


@dataclass(frozen=True)
class Lamp:
    """A point of light; `post` says whether it stands on one."""

    place: np.ndarray
    colour: np.ndarray
    post: bool


@dataclass(frozen=True)
class Passer:
    """Somebody flat: `cover` is a silhouette, 1 metre wide and 2 high."""

    x: float
    z: float
    cover: np.ndarray
    colours: np.ndarray


@dataclass(frozen=True)
class Street:
    """All that stands in the street."""

    sides: tuple[tuple[Building, ...], tuple[Building, ...]]
    lamps: tuple[Lamp, ...]
    passers: tuple[Passer, ...]
    stone: Texture
    moon: np.ndarray


def street(width: int, height: int, rng: np.random.Generator, finer: int = 2) -> np.ndarray:
    """One street, H×W×3 uint8 RGB."""
    scene = _built(rng)
    columns, rows = width * finer, height * finer
    x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
    focus = 0.92 * max(columns, rows * 1.2)
    ways = np.stack([(x - columns * 0.47) / focus, (rows * 0.56 - y) / focus, np.ones_like(x)], -1)
    ways = (ways / np.linalg.norm(ways, axis=-1, keepdims=True)).astype(np.float32)
    light = np.empty((rows, columns, 3), np.float32)
    # In bands, as every ray takes a few hundred bytes on its way.
    for top in range(0, rows, 128):
        band = ways[top : top + 128].reshape(-1, 3)
        starts = np.broadcast_to(EYE, band.shape)
        light[top : top + 128] = _seen(scene, (starts, band), rng, True).reshape(-1, columns, 3)
    return developed(light, width, height, exposure=1.55)


def _built(rng: np.random.Generator) -> Street:
    sides = (_row(rng, 0), _row(rng, 100))
    lamps = []
    for n in range(7):
        place = np.array([-3.75 if n % 2 else 3.95, 4.7, 6.5 + 9.5 * n], np.float32)
        lamps.append(Lamp(place, WARM * np.float32(7.5), True))
    for side, x in zip(sides, (LEFT + 0.6, RIGHT - 0.6), strict=True):
        for house in side:
            if house.shop and house.near > 2:
                middle = np.array([x, 1.9, (house.near + house.far) / 2], np.float32)
                lamps.append(Lamp(middle, house.sign_colour * np.float32(1.3) + WARM * 0.5, False))
    passers = tuple(
        _passer(rng, float(rng.uniform(-4.3, 4.3)), z) for z in np.sort(rng.uniform(9, 42, 7))[::-1]
    )
    moon = np.array([rng.uniform(-0.05, 0.16), rng.uniform(0.33, 0.4), 1.0], np.float32)
    return Street(sides, tuple(lamps), passers, texture(rng), moon / np.linalg.norm(moon))


def _row(rng: np.random.Generator, first: int) -> tuple[Building, ...]:
    houses, near, number = [], -6.0, first
    while near < END:
        wide = rng.uniform(6.5, 11)
        hue = rng.uniform(0.0, 1.0)
        wall = np.array([0.36, 0.27, 0.21]) * (1 - hue) + np.array([0.30, 0.29, 0.28]) * hue
        name = NAMES[int(rng.integers(len(NAMES)))]
        colours = ((1.0, 0.25, 0.2), (0.25, 0.8, 1.0), (1.0, 0.75, 0.3), (0.4, 1.0, 0.55), (1.0, 0.35, 0.8))
        houses.append(
            Building(
                number=number,
                near=near,
                far=near + wide,
                height=float(FLOOR * rng.integers(3, 6) + rng.uniform(0.6, 1.4)),
                wall=(wall * rng.uniform(0.7, 1.2)).astype(np.float32),
                columns=int(wide / rng.uniform(1.7, 2.3)),
                busy=float(rng.uniform(0.15, 0.5)),
                shop=bool(rng.random() < 0.7),
                sign=stencil(name, Style(48, "bold"), 1).astype(np.float32) / 255,
                sign_colour=np.array(colours[int(rng.integers(len(colours)))], np.float32),
            )
        )
        near += wide
        number += 1
    return tuple(houses)


def _passer(rng: np.random.Generator, x: float, z: float) -> Passer:
    page = np.zeros((400, 200), np.uint8)
    colours = np.zeros((400, 200, 3), np.float32)
    step = int(rng.integers(8, 26))

    def lay(points: list[tuple[int, int]], colour: tuple[float, float, float]) -> None:
        shape = np.array(points, np.int32)
        cv2.fillPoly(page, [shape], 255, cv2.LINE_AA)
        cv2.fillPoly(colours, [shape], colour)

    coat = tuple(float(n) for n in rng.uniform(0.015, 0.05, 3))
    trousers = tuple(float(n) for n in rng.uniform(0.01, 0.03, 3))
    coat_colour = (coat[0], coat[1], coat[2])
    for side in (-1, 1):
        foot = 100 + side * step
        lay(
            [(92, 240), (112, 240), (foot + 9, 396), (foot - 9, 396)], (trousers[0], trousers[1], trousers[2])
        )
    lay([(84, 116), (116, 116), (127, 132), (131, 205), (121, 210), (124, 272), (78, 272)], coat_colour)
    lay([(84, 116), (78, 272), (80, 210), (70, 205), (74, 132)], coat_colour)
    cv2.ellipse(page, (100, 92), (15, 20), 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(colours, (100, 92), (15, 20), 0, 0, 360, (0.10, 0.07, 0.05), -1)
    cv2.ellipse(page, (100, 86), (17, 18), 0, 180, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(colours, (100, 86), (17, 18), 0, 180, 360, (0.02, 0.015, 0.015), -1)
    if rng.random() < 0.65:  # an umbrella
        shade = tuple(
            float(n) for n in np.roll([0.5, 0.06, 0.07], int(rng.integers(3))) * rng.uniform(0.3, 0.8)
        )
        cv2.ellipse(page, (104, 62), (86, 58), 0, 180, 360, 255, -1, cv2.LINE_AA)
        cv2.ellipse(colours, (104, 62), (86, 58), 0, 180, 360, shade, -1)
        cv2.line(page, (104, 60), (112, 170), 255, 4, cv2.LINE_AA)
        for rib in (-60, -25, 20, 58):
            cv2.line(colours, (104, 6), (104 + rib, 62), (shade[0] * 0.6, shade[1] * 0.6, shade[2] * 0.6), 2)
    return Passer(x, z, page.astype(np.float32) / 255, colours)


def _seen(scene: Street, rays: Rays, rng: np.random.Generator, first: bool) -> np.ndarray:
    """The light that comes back along each ray."""
    _, ways = rays
    light = _sky(scene, ways)
    near = np.full(len(ways), np.inf, np.float32)
    for side, x in enumerate((LEFT, RIGHT)):
        _walls(scene, rays, x, scene.sides[side], near, light)
    _end(scene, rays, near, light)
    if first:
        _ground(scene, rays, near, light, rng)
    _posts(scene, rays, near, light)
    for passer in scene.passers:
        _people(scene, rays, passer, near, light)
    # A little mist, lit by the city.
    share = 1 - np.exp(-np.minimum(near, 160) / 130)[:, None]
    light += share * (np.array([0.020, 0.017, 0.018], np.float32) - light * 0.5)
    _halos(scene, rays, near, light)
    return light


def _sky(scene: Street, ways: np.ndarray) -> np.ndarray:
    up = np.clip(ways[:, 1], 0, 1)[:, None]
    light = np.array([0.008, 0.013, 0.034], np.float32) * (0.35 + up) + np.array(
        [0.055, 0.032, 0.022], np.float32
    ) * np.exp(-up * 7)
    high = np.maximum(ways[:, 1], 0.05)
    x, y = ways[:, 0] / high * 1.7, ways[:, 2] / high * 1.7
    cover = np.clip(scene.stone.clouds(x, y, 6, 0.55) * 0.5 + 0.1, 0, 1)[:, None]
    light += cover * np.array([0.020, 0.017, 0.019], np.float32)
    # One star for some cells of the sky, not quite in the cell's middle.
    grid_x, grid_y = ways[:, 0] / ways[:, 2] * 90, ways[:, 1] / np.maximum(ways[:, 2], 0.05) * 90
    cell_x, cell_y = np.floor(grid_x), np.floor(grid_y)
    shift = chance(cell_x, cell_y, 1) * 0.6 + 0.2, chance(cell_x, cell_y, 2) * 0.6 + 0.2
    away = (grid_x - cell_x - shift[0]) ** 2 + (grid_y - cell_y - shift[1]) ** 2
    bright = np.maximum(chance(cell_x, cell_y, 3) - 0.86, 0) * 9
    light += (bright * np.exp(-away * 260) * (1 - cover[:, 0] * 0.9))[:, None] * np.array(
        [0.9, 0.95, 1.1], np.float32
    )
    angle = np.arccos(np.clip(ways @ scene.moon, -1, 1))
    face = np.clip((0.021 - angle) * 900, 0, 1) * (
        0.8 + 0.25 * scene.stone.clouds(ways[:, 0] * 160, ways[:, 1] * 160, 4)
    )
    halo = 0.05 * np.exp(-angle * 22)
    light += (face * 1.6 + halo)[:, None] * np.array([1.0, 0.96, 0.86], np.float32)
    return light.astype(np.float32)


def _lit(scene: Street, places: np.ndarray, normal: np.ndarray) -> np.ndarray:
    """Light that falls on places whose surface looks along `normal`."""
    total = np.full(places.shape, 0.0, np.float32) + np.array([0.020, 0.023, 0.034], np.float32)
    for lamp in scene.lamps:
        towards = lamp.place - places
        square = np.einsum("ij,ij->i", towards, towards) + 0.15
        facing = towards @ normal / np.sqrt(square)
        total += np.maximum(facing, 0.02)[:, None] / square[:, None] * lamp.colour
    return total


def _walls(
    scene: Street, rays: Rays, x: float, row: tuple[Building, ...], near: np.ndarray, light: np.ndarray
) -> None:
    starts, ways = rays
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (x - starts[:, 0]) / ways[:, 0]
    for house in row:
        z = starts[:, 2] + far * ways[:, 2]
        y = starts[:, 1] + far * ways[:, 1]
        met = np.flatnonzero(
            (far > 0) & (far < near) & (z >= house.near) & (z < house.far) & (y >= 0) & (y < house.height)
        )
        if met.size:
            near[met] = far[met]
            light[met] = _front(scene, house, x, y[met], z[met])
        # The side that looks down the street over a lower neighbour's roof.
        with np.errstate(divide="ignore", invalid="ignore"):
            reach = (house.near - starts[:, 2]) / ways[:, 2]
        beside = starts[:, 0] + reach * ways[:, 0]
        above = starts[:, 1] + reach * ways[:, 1]
        deep = (beside < x) & (beside > x - 9) if x < 0 else (beside > x) & (beside < x + 9)
        met = np.flatnonzero((reach > 0) & (reach < near) & deep & (above > 0) & (above < house.height))
        if met.size:
            near[met] = reach[met]
            rough = 1 + 0.15 * scene.stone.clouds(beside[met] * 2, above[met] * 2)
            light[met] = house.wall * 0.035 * rough[:, None]


def _front(scene: Street, house: Building, x: float, y: np.ndarray, z: np.ndarray) -> np.ndarray:
    along = z - house.near if x < 0 else house.far - z
    wide = house.far - house.near
    places = np.stack([np.full_like(y, x), y, z], 1)
    falling = _lit(scene, places, np.array([1.0 if x < 0 else -1.0, 0, 0], np.float32))
    grain = (
        1
        + 0.08 * scene.stone.clouds(along * 1.5 + house.number * 7, y * 1.5)
        + 0.10 * scene.stone.at(along * 26, y * 26)
    )
    stains = 1 - 0.22 * np.clip(scene.stone.clouds(along * 0.6, y * 0.12 + house.number, 4), 0, 1)
    surface = house.wall * (grain * stains)[:, None]
    if house.number % 2:  # bricks
        course = np.floor(y / 0.085)
        joint = (np.mod(y, 0.085) < 0.014) | (np.mod(along + 0.12 * np.mod(course, 2), 0.24) < 0.014)
        tone = 0.75 + 0.5 * chance(course, np.floor((along + 0.12 * np.mod(course, 2)) / 0.24), house.number)
        surface = np.where(joint[:, None], surface * 0.75, surface * tone[:, None])
    floor, story = np.divmod(y, FLOOR)
    ledge = (story < 0.16) & (y > 1)
    surface = np.where(ledge[:, None], surface * 1.5, surface)
    surface = np.where(((story > FLOOR - 0.1) & (y > 1))[:, None], surface * 0.55, surface)
    light = surface * falling
    upper = floor >= 1
    column, across = np.divmod(along, wide / house.columns)
    across = (across / (wide / house.columns) - 0.5) * wide / house.columns
    level = story - 1.0
    inside = upper & (np.abs(across) < 0.52) & (level > 0) & (level < 1.65) & (y < house.height - 0.6)
    frame = inside & (
        (np.abs(across) > 0.46)
        | (np.abs(across) < 0.025)
        | (level < 0.06)
        | (level > 1.59)
        | (np.abs(level - 1.1) < 0.025)
    )
    light = np.where(
        (upper & (np.abs(across) < 0.62) & (np.abs(level + 0.06) < 0.06))[:, None], light * 1.7, light
    )
    draw = chance(column, floor, house.number)
    on = draw < house.busy
    tint = np.stack(
        [
            np.ones_like(draw),
            0.5 + 0.3 * chance(column, floor, 7),
            0.12 + 0.42 * chance(column, floor, 9) ** 2,
        ],
        1,
    )
    curtain = 0.55 + 0.45 * np.sin(across * 42 + draw * 40) ** 2 * (
        np.abs(across) > 0.2 + 0.2 * chance(column, floor, 5)
    )
    room = (0.35 + 0.65 * np.clip(level / 1.65, 0, 1)) * curtain * (0.2 + 0.6 * chance(column, floor, 11))
    shade = level > 1.65 - 1.1 * np.maximum(chance(column, floor, 13) - 0.45, 0)
    glass = np.where(on[:, None], tint * (room * np.where(shade, 0.55, 1.0))[:, None] * 0.85, 0)
    sheen = (
        np.array([0.012, 0.015, 0.024], np.float32) * (0.6 + 0.8 * (level[:, None] / 1.65)) + falling * 0.035
    )
    light = np.where(inside[:, None], glass + sheen, light)
    light = np.where(frame[:, None], falling * 0.22 + glass * 0.08, light)
    return (
        _with_shop(scene, house, light, falling, along, y, wide) if house.shop else light.astype(np.float32)
    )


def _with_shop(
    scene: Street,
    house: Building,
    light: np.ndarray,
    falling: np.ndarray,
    along: np.ndarray,
    y: np.ndarray,
    wide: float,
) -> np.ndarray:
    pane = (along > 0.5) & (along < wide - 0.5) & (y > 0.45) & (y < 2.45)
    door = np.abs(along - wide * 0.72) < 0.55
    # Shelves of things in every colour, before a wall that is brightest under the lamps.
    shelf, item = np.floor(y / 0.42), np.floor(along / 0.21)
    tops = 0.42 * (0.35 + 0.5 * chance(item, shelf, house.number))
    narrow = np.abs(np.mod(along, 0.21) - 0.105) < 0.05 + 0.045 * chance(item, shelf, house.number, 3)
    ware = (np.mod(y, 0.42) > 0.03) & (np.mod(y, 0.42) < tops) & narrow & (chance(item, shelf, 21) < 0.85)
    hues = np.stack([chance(item, shelf, house.number, n) for n in (31, 32, 33)], 1)
    back = 0.08 + 0.22 * np.clip(y / 2.45, 0, 1) ** 2 + 0.05 * np.cos(along * 2.6)
    glass = back[:, None] * (WARM * 0.7 + 0.3)
    paint = (0.03 + 0.17 * hues + 0.13 * hues.mean(1, keepdims=True) ** 2) * (WARM + 0.25)
    glass = np.where(ware[:, None], paint * (0.5 + 1.5 * back)[:, None], glass)
    glass = np.where((np.mod(y, 0.42) < 0.03)[:, None], 0.05 * WARM, glass)
    lamps = (np.abs(y - 2.3) < 0.05) & (np.mod(along, 1.3) < 0.16)
    glass = np.where(lamps[:, None], 5 * (WARM + 0.2), glass)
    bars = (
        (np.mod(along, wide / 4) < 0.07)
        | (y < 0.52)
        | (y > 2.4)
        | (door & (np.abs(np.abs(along - wide * 0.72) - 0.5) < 0.05))
    )
    shown = np.where(bars[:, None], falling * 0.10, glass)
    light = np.where(pane[:, None] | (door & (y < 2.45))[:, None], shown, light)
    board = (y > 2.5) & (y < 3.15) & (along > 0.3) & (along < wide - 0.3)
    rows, columns = house.sign.shape
    high = 0.52
    long = min(high * columns / rows, wide - 1)
    u, v = (along - (wide - long) / 2) / long, (3.09 - y) / high
    on = board & (u > 0) & (u < 1) & (v > 0) & (v < 1)
    ink = np.zeros(len(y), np.float32)
    if on.any():
        ink[on] = looked_up(house.sign, u[on] * (columns - 1), v[on] * (rows - 1), cv2.INTER_LINEAR)
    panel = np.array([0.03, 0.03, 0.036], np.float32) * (falling * 3 + 0.2) + house.sign_colour * 0.012
    light = np.where(board[:, None], panel + ink[:, None] * (house.sign_colour * 1.5 + 0.1), light)
    return light.astype(np.float32)


def _end(scene: Street, rays: Rays, near: np.ndarray, light: np.ndarray) -> None:
    """Houses across the end of the street, with a tower."""
    starts, ways = rays
    with np.errstate(divide="ignore", invalid="ignore"):
        far = (END - starts[:, 2]) / ways[:, 2]
    x, y = starts[:, 0] + far * ways[:, 0], starts[:, 1] + far * ways[:, 1]
    tower = np.abs(x + 1.2) < np.where(y < 24, 2.2, np.maximum(2.2 - (y - 24) * 0.3, 0))
    roof = 11.5 + 1.6 * np.floor(3 * chance(np.floor(x / 5.5), 3))
    met = np.flatnonzero((far > 0) & (far < near) & (y > 0) & ((y < roof) | tower))
    if not met.size:
        return
    near[met] = far[met]
    x, y = x[met], y[met]
    surface = np.array([0.060, 0.046, 0.036], np.float32) * (1 + 0.2 * scene.stone.clouds(x, y))[:, None]
    surface = surface * (0.5 + 1.3 * np.exp(-y / 6))[:, None]
    column, floor = np.floor(x / 1.5), np.floor(y / 2.6)
    pane = (np.mod(x, 1.5) > 0.45) & (np.mod(x, 1.5) < 1.15) & (np.mod(y, 2.6) > 0.8) & (np.mod(y, 2.6) < 2.0)
    on = pane & (chance(column, floor, 77) < 0.4) & (y < 20)
    surface = np.where(pane[:, None], surface * 0.3, surface)
    surface = np.where(on[:, None], WARM * (0.3 + 0.5 * chance(column, floor, 5))[:, None], surface)
    dial = np.hypot(x + 1.2, y - 20)
    surface = np.where((dial < 1.1)[:, None], np.array([1.0, 0.85, 0.55], np.float32) * 0.8, surface)
    hands = (dial < 0.95) & (
        (np.abs(x + 1.2) < 0.08) & (y > 20) | (np.abs(y - 20 - (x + 1.2) * 0.4) < 0.09) & (x > -1.2)
    )
    light[met] = np.where(hands[:, None], 0.02, surface)


def _ground(scene: Street, rays: Rays, near: np.ndarray, light: np.ndarray, rng: np.random.Generator) -> None:
    starts, ways = rays
    with np.errstate(divide="ignore", invalid="ignore"):
        far = -starts[:, 1] / ways[:, 1]
    met = np.flatnonzero((far > 0) & (far < near))
    if not met.size:
        return
    near[met] = far[met]
    places = starts[met] + far[met, None] * ways[met]
    x, z = places[:, 0], places[:, 2]
    falling = _lit(scene, places, np.array([0, 1, 0], np.float32))
    stone = scene.stone
    walk = (x < -KERB) | (x > KERB + 0.2)
    course = np.floor(z / 0.16)
    offset = np.mod(course, 2) * 0.11
    stones = chance(course, np.floor((x + offset) / 0.22))
    # Cobbles blur into one tone where a pixel is wider than they are.
    fine = np.clip(1.4 - far[met] / 26, 0, 1)
    joint = ((np.mod(z, 0.16) < 0.022) | (np.mod(x + offset, 0.22) < 0.022)) * fine
    slab = ((np.mod(z, 1.1) < 0.03) | (np.mod(x, 0.8) < 0.03)) * fine
    tone = np.where(
        walk,
        0.105 * (1 - 0.6 * slab),
        0.062 * (0.7 + 0.6 * stones * fine + 0.3 * (1 - fine)) * (1 - 0.7 * joint),
    )
    tone = tone * (1 + 0.2 * stone.clouds(x * 3, z * 3))
    kerb = ((x < -KERB + 0.14) & (x > -KERB)) | ((x > KERB) & (x < KERB + 0.2))
    tone = np.where(kerb, 0.16, tone)
    puddle = np.clip(stone.clouds(x * 0.55 + 3, z * 0.28, 5) * 1.1 - 0.15, 0, 1) * ~walk * (1 - 0.35 * joint)
    wet = np.where(walk, 0.10, 0.20 + 0.8 * puddle)
    slope = (
        np.stack([stone.at(x * 9, z * 5), stone.at(z * 5 + 40, x * 9 + 11)], 1)
        * (0.012 + 0.05 * (1 - puddle))[:, None]
    )
    slope += (
        np.stack([stones - 0.5, chance(course, np.floor((x + offset) / 0.22), 3) - 0.5], 1)
        * (0.09 * (1 - puddle) * fine)[:, None]
    )
    facing = np.clip(-ways[met, 1], 0, 1)
    mirror = 0.03 + 0.97 * (1 - facing) ** 5
    bounced = np.zeros_like(falling)
    for _ in range(BOUNCES):
        shaky = slope + rng.normal(0, 0.016, slope.shape) * (1 - puddle)[:, None]
        turned = ways[met] * np.array([1, -1, 1], np.float32)
        turned = turned + np.stack([shaky[:, 0] * 0.6, np.abs(shaky[:, 1]) * 1.2, 0 * x], 1).astype(
            np.float32
        )
        turned /= np.linalg.norm(turned, axis=1, keepdims=True)
        bounced += _seen(scene, (places + np.array([0, 0.002, 0], np.float32), turned), rng, False) / BOUNCES
    light[met] = tone[:, None] * falling * (1 - 0.5 * wet[:, None]) + bounced * (mirror * wet * 1.25)[:, None]


def _posts(scene: Street, rays: Rays, near: np.ndarray, light: np.ndarray) -> None:
    starts, ways = rays
    for lamp in scene.lamps:
        if not lamp.post:
            continue
        flat = ways[:, [0, 2]]
        towards = lamp.place[[0, 2]] - starts[:, [0, 2]]
        reach = np.einsum("ij,ij->i", towards, flat) / np.maximum(np.einsum("ij,ij->i", flat, flat), 1e-9)
        side = towards - reach[:, None] * flat
        y = starts[:, 1] + reach * ways[:, 1]
        thick = np.where(y < 0.9, 0.11, 0.055) + 0.16 * ((y > 4.25) & (y < 4.42))
        away = np.hypot(side[:, 0], side[:, 1])
        met = np.flatnonzero((reach > 0) & (reach < near) & (y > 0) & (y < 4.5) & (away < thick))
        near[met] = reach[met]
        round_side = np.sqrt(np.maximum(1 - (away[met] / thick[met]) ** 2, 0))
        light[met] = (0.006 + 0.035 * round_side * np.exp(-(4.5 - y[met]) / 1.5))[:, None] * WARM + 0.003


def _people(scene: Street, rays: Rays, passer: Passer, near: np.ndarray, light: np.ndarray) -> None:
    starts, ways = rays
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = (passer.z - starts[:, 2]) / ways[:, 2]
    x = starts[:, 0] + reach * ways[:, 0] - passer.x
    y = starts[:, 1] + reach * ways[:, 1]
    met = np.flatnonzero((reach > 0) & (reach < near) & (np.abs(x) < 0.5) & (y > 0) & (y < 2))
    if not met.size:
        return
    column, row = (x[met] + 0.5) * 199, (2 - y[met]) * 199.5
    cover = looked_up(passer.cover, column, row, cv2.INTER_LINEAR)
    colour = looked_up(passer.colours, column, row, cv2.INTER_NEAREST)
    places = np.stack([x[met] + passer.x, y[met], np.full(met.size, passer.z)], 1).astype(np.float32)
    front = _lit(scene, places, np.array([0, 0.35, -0.94], np.float32))
    # Light from behind shines around the edges.
    rim = np.clip(1.6 - 1.6 * cover, 0, 1) * 0.25
    light[met] += cover[:, None] * (colour * front * 0.9 + rim[:, None] * WARM - light[met])
    near[met] = np.where(cover > 0.5, reach[met], near[met])


def _halos(scene: Street, rays: Rays, near: np.ndarray, light: np.ndarray) -> None:
    starts, ways = rays
    for lamp in scene.lamps:
        if not lamp.post:
            continue
        towards = lamp.place - starts
        reach = np.clip(np.einsum("ij,ij->i", towards, ways), 0, None)
        away = np.linalg.norm(towards - reach[:, None] * ways, axis=1)
        seen = reach < near + 0.3
        bulb = 30 * np.exp(-((away / 0.15) ** 4)) + 0.05 / (away + 0.12) ** 1.6 * np.exp(-away / 2.2)
        light += (bulb * seen)[:, None] * WARM * np.float32(0.55)
