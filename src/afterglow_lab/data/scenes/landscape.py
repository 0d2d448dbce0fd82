"""Mountains by a lake: a height for every place, followed column by column from near to far.

Each pixel finds the first ground its column's ray meets; what lies there, rock, snow, wood or meadow,
follows from height and slope. The lake shows all of it again upside down.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from afterglow_lab.data.scenes.film import developed
from afterglow_lab.data.scenes.texture import Texture, chance, texture

NEAREST, FARTHEST, STEPS = 1.2, 16000.0, 1500
EYE = 2.1
LAKE = 0.0
HAZE = np.array([0.50, 0.60, 0.78], np.float32)


@dataclass(frozen=True)
class Land:
    """Where things are: `sun` points to the sun, in metres right, up and ahead."""

    rock: Texture
    wood: Texture
    sun: np.ndarray
    light: np.ndarray
    sky: np.ndarray
    peaks: float
    shore: float


def landscape(width: int, height: int, rng: np.random.Generator, finer: int = 2) -> np.ndarray:
    """One landscape, H×W×3 uint8 RGB."""
    land = _made(rng)
    columns, rows = width * finer, height * finer
    focus = 0.95 * max(columns, rows * 1.2)
    horizon = rows * 0.47
    across = ((np.arange(columns) + 0.5 - columns / 2) / focus).astype(np.float32)
    picture = np.empty((rows, columns, 3), np.float32)
    ways_y = ((horizon - np.arange(rows) - 0.5) / focus).astype(np.float32)
    for left in range(0, columns, 256):
        part = across[left : left + 256]
        picture[:, left : left + 256] = _column_light(land, part, ways_y, focus)
    _mirror(land, picture, across, ways_y, horizon, rng)
    _grasses(land, picture, rng, horizon, focus)
    return developed(picture, width, height, exposure=0.9, glow=0.03, corners=0.18)


def _made(rng: np.random.Generator) -> Land:
    high = rng.uniform(0.16, 0.5)
    sun = np.array([rng.choice([-1, 1]) * rng.uniform(0.75, 1.0), high, rng.uniform(-0.35, 0.25)])
    low = np.clip(1 - (high - 0.16) / 0.34, 0, 1)
    light = np.array([1.9, 1.62 - 0.35 * low, 1.30 - 0.72 * low])
    sky = np.array([0.16, 0.26, 0.50]) * (1 - 0.25 * low) + np.array([0.10, 0.02, 0.0]) * low
    return Land(
        rock=texture(rng),
        wood=texture(rng),
        sun=(sun / np.linalg.norm(sun)).astype(np.float32),
        light=light.astype(np.float32),
        sky=sky.astype(np.float32),
        peaks=float(rng.uniform(0.85, 1.2)),
        shore=float(rng.uniform(-0.5, 0.5)),
    )


def _height(land: Land, x: np.ndarray, z: np.ndarray, fine: bool = True) -> np.ndarray:
    """Metres above the lake."""
    far = np.clip((z - 700) / 5200, 0, 1)
    peaks = land.rock.ridges(x / 3900 + 3.1, z / 3900 + 7.7, 9 if fine else 5, 0.45)
    hills = land.wood.clouds(x / 520, z / 520, 4)
    aside = np.abs(x) / (z + 250)
    ground = 2300 * land.peaks * far**1.3 * np.clip(peaks * 1.2 - 0.12, 0, None) * (0.7 + 0.45 * aside)
    ground += (hills * 16 + 8) * np.clip((z - 300) / 900, 0, 1) * (1 - 0.4 * far)
    # The lake lies in the middle, its far shore a few hundred metres away, and we stand on its near one.
    basin = np.clip((z - 950 - 190 * land.wood.at(x / 310 + 9, z / 900)) / 260, -1, 1)
    banks = np.clip((np.abs(x - land.shore * 120) - 130 - z * 0.42) / (60 + z * 0.12), -1, 1)
    near = np.clip((13 + 3 * land.wood.clouds(x / 9, z / 9, 3) - z) / 9, -1, 1)
    rim = np.maximum(np.maximum(basin * 9, banks * 8), near * 1.1)
    ground = np.where(rim < 0, rim * 2.5 - 0.02, ground * np.clip(rim / 9, 0, 1) ** 1.5 + rim)
    return ground.astype(np.float32)


def _trees(land: Land, x: np.ndarray, z: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """How high the wood stands: a cone for every tree, thinning out upwards."""
    cell_x, cell_z = np.floor(x / 5.5), np.floor(z / 5.5)
    away = np.hypot(
        x / 5.5 - cell_x - 0.3 - 0.4 * chance(cell_x, cell_z),
        z / 5.5 - cell_z - 0.3 - 0.4 * chance(cell_x, cell_z, 1),
    )
    tall = 9 + 11 * chance(cell_x, cell_z, 2)
    wooded = land.wood.clouds(x / 210, z / 210, 3) * 0.6 + 1.0 - ground / 620
    grows = (chance(cell_x, cell_z, 3) < wooded) & (ground > 1.5) & (ground < 420) & (z > 220)
    cone: np.ndarray = np.where(grows, tall * np.clip(1 - away * 1.9, 0, 1), 0)
    return cone


def _column_light(land: Land, across: np.ndarray, ways_y: np.ndarray, focus: float) -> np.ndarray:
    depths = (NEAREST * (FARTHEST / NEAREST) ** np.linspace(0, 1, STEPS)).astype(np.float32)
    z = np.broadcast_to(depths[:, None], (STEPS, len(across)))
    x = z * across
    ground = _height(land, x, z)
    trees = _trees(land, x, z, ground)
    top = np.maximum(ground + trees, LAKE)
    angle = (top - EYE) / z
    skyline = np.maximum.accumulate(angle, axis=0)
    light = _sky(land, across, ways_y)
    for place in range(len(across)):
        first = np.searchsorted(skyline[:, place], ways_y, side="left")
        hit = first < STEPS
        step = first[hit]
        before = np.maximum(step - 1, 0)
        # Between two steps the ground rises evenly.
        low, high = skyline[before, place], skyline[step, place]
        share = np.clip((ways_y[hit] - low) / np.maximum(high - low, 1e-9), 0, 1)
        depth = depths[before] + share * (depths[step] - depths[before])
        light[hit, place] = -1
        light[hit, place, 0] = -depth
    met = light[..., 0] < 0
    if met.any():
        row, column = np.nonzero(met)
        depth = -light[row, column, 0]
        side = across[column] * depth
        light[row, column] = _surface(land, side, depth, ways_y[row] * depth + EYE, depth / focus)
    return light


def _surface(land: Land, x: np.ndarray, z: np.ndarray, y: np.ndarray, pixel: np.ndarray) -> np.ndarray:
    """The light from the ground at these places; a pixel is `pixel` metres wide there."""
    ground = _height(land, x, z)
    trees = _trees(land, x, z, ground)
    reach = np.maximum(pixel * 1.5, 0.4)
    right = _height(land, x + reach, z) - ground
    ahead = _height(land, x, z + reach) - ground
    normal = np.stack([-right / reach, np.ones_like(x), -ahead / reach], 1)
    grain = np.clip(1.5 / (pixel + 0.4), 0, 1)
    normal[:, 0] += 0.35 * land.rock.clouds(x / 7, z / 7, 4) * grain
    normal[:, 2] += 0.35 * land.rock.clouds(x / 7 + 50, z / 7, 4) * grain
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    steep = 1 - normal[:, 1]
    layers = land.rock.clouds(x / 90, ground / 22 + z / 300, 5)
    rock = (
        np.array([0.20, 0.185, 0.175], np.float32)
        * (1 + 0.28 * layers + 0.12 * land.rock.at(x / 2, z / 2))[:, None]
    )
    meadow = (
        np.array([0.105, 0.145, 0.035], np.float32) * (1 + 0.2 * land.wood.clouds(x / 14, z / 14, 5))[:, None]
    )
    dry = np.clip(land.wood.clouds(x / 40 + 8, z / 40, 3) * 0.6 + 0.3, 0, 1)[:, None]
    meadow = meadow * (1 - dry) + dry * np.array([0.20, 0.16, 0.055], np.float32)
    line = 620 + 170 * layers
    green = np.clip((line - ground) / 260, 0, 1)[:, None] * np.clip((0.42 - steep) / 0.16, 0, 1)[:, None]
    surface = rock * (1 - green) + meadow * green
    snow = np.clip((ground - 560 - 220 * land.rock.clouds(x / 420, z / 420, 4)) / 170, 0, 1)
    snow = (snow * np.clip((0.66 - steep) / 0.25, 0, 1))[:, None]
    surface = surface * (1 - snow) + snow * np.array([0.82, 0.85, 0.90], np.float32)
    beach = np.clip((0.9 - ground) / 0.7, 0, 1)[:, None] * (z < 60)[:, None]
    pebbles = (
        0.16
        + 0.10 * (chance(np.floor(x / 0.09), np.floor(z / 0.09)) - 0.5)
        + 0.04 * land.rock.clouds(x * 2, z * 2, 3)
    )
    surface = surface * (1 - beach) + beach * pebbles[:, None] * np.array([1.0, 0.95, 0.88], np.float32)
    facing = np.clip(normal @ land.sun, 0, 1) * _shaded(land, x, z, ground)
    light = surface * (facing[:, None] * land.light + land.sky * (0.55 + 0.45 * normal[:, 1:2]) * 0.7)
    # Trees are darker below and towards the side away from the sun.
    up = np.clip((y - ground) / 16, 0, 1)
    leaf = (
        np.array([0.036, 0.060, 0.026], np.float32)
        * (0.55 + 0.9 * chance(np.floor(x / 5.5), np.floor(z / 5.5), 6))[:, None]
    )
    side = 0.35 + 0.65 * np.clip(0.5 + 0.7 * land.rock.at(x / 2.2 + land.sun[0] * 0.4, y / 2.2), 0, 1)
    tree = leaf * ((0.25 + 0.9 * up * side)[:, None] * land.light + land.sky * 0.5)
    wooded = (trees > 0.6) & (z > 200) & (steep < 0.45)
    light = np.where(wooded[:, None], tree, light)
    return _hazed(land, light, z, ground)


def _shaded(land: Land, x: np.ndarray, z: np.ndarray, ground: np.ndarray) -> np.ndarray:
    """1 in the sun, 0 behind a mountain."""
    lit = np.ones_like(x)
    slope = land.sun[1] / float(np.hypot(land.sun[0], land.sun[2]))
    way = land.sun[[0, 2]] / np.hypot(land.sun[0], land.sun[2])
    for far in (60.0, 160.0, 400.0, 900.0, 1800.0):
        over = _height(land, x + way[0] * far, z + way[1] * far, fine=False) - ground - slope * far
        lit = np.minimum(lit, np.clip(0.75 - over / (0.14 * far), 0, 1))
    return lit


def _hazed(land: Land, light: np.ndarray, z: np.ndarray, ground: np.ndarray) -> np.ndarray:
    thick = np.exp(-np.clip(ground, 0, None) / 1500)
    share = (1 - np.exp(-z / 11000 * thick))[:, None]
    glow = (HAZE * 0.6 + land.sky * 0.5 + land.light * 0.06).astype(np.float32)
    hazed: np.ndarray = light * (1 - share) + glow * share
    return hazed


def _sky(land: Land, across: np.ndarray, ways_y: np.ndarray) -> np.ndarray:
    shape = (len(ways_y), len(across))
    way = np.stack(
        [np.broadcast_to(across, shape), np.broadcast_to(ways_y[:, None], shape), np.ones(shape)], -1
    )
    way = (way / np.linalg.norm(way, axis=-1, keepdims=True)).astype(np.float32)
    up = np.clip(way[..., 1], 0, 1)[..., None]
    low = (HAZE * 1.0 + land.light * 0.14).astype(np.float32)
    light = land.sky * 1.25 * (1 - np.exp(-up * 3.5)) + low * np.exp(-up * 3.2)
    towards = np.clip(way @ land.sun, 0, 1)[..., None]
    light = light + land.light * (0.12 * towards**4 + 0.25 * towards**40)
    high = np.maximum(way[..., 1], 0.03)
    u, v = way[..., 0] / high * 0.9 + 3, way[..., 2] / high * 0.9
    thick = land.wood.clouds(u * 0.55, v * 0.35, 7, 0.55)
    cover = np.clip(thick * 0.9 - 0.25, 0, 1)[..., None] * np.clip(high * 9 - 0.35, 0, 1)[..., None]
    # A second look a little towards the sun tells which side of a cloud is bright.
    towards_sun = land.wood.clouds(u * 0.55 + land.sun[0] * 0.10, v * 0.35 + land.sun[2] * 0.10, 5, 0.55)
    bright = np.clip(0.72 + 0.35 * (thick - towards_sun), 0.3, 1.3)[..., None]
    cloud = land.light * 0.52 * bright + land.sky * 0.55
    blended: np.ndarray = light * (1 - cover * 0.92) + cloud * cover * 0.92
    return blended.astype(np.float32)


def _mirror(
    land: Land,
    picture: np.ndarray,
    across: np.ndarray,
    ways_y: np.ndarray,
    horizon: float,
    rng: np.random.Generator,
) -> None:
    """Water shows the picture's upper half, drawn out by its ripples."""
    below = np.flatnonzero(ways_y < -1e-4)
    z = EYE / -ways_y[below]
    x = z[:, None] * across[None]
    depth = np.broadcast_to(z[:, None], x.shape)
    ground = _height(land, x, depth)
    wet = np.clip((0.02 - ground) / 0.12, 0, 1).astype(np.float32)
    # Ground that stands in front of the water hides it.
    seen = ~_hidden(land, across, z)
    ripple = land.rock.clouds(x / (0.35 + depth / 70), depth / (0.25 + depth / 40), 4) * np.clip(
        14 / depth, 0.10, 0.6
    )
    calm = 0.5 + 0.5 * np.clip(land.wood.clouds(x / 40, depth / 25, 3), -1, 1)
    column = np.arange(len(across), dtype=np.float32)[None] + ripple * 7 * calm
    mirrored = 2 * horizon - below[:, None] + ripple * (2 + (below[:, None] - horizon) * 0.16) * calm
    column, mirrored = (
        np.ascontiguousarray(np.broadcast_to(n, x.shape), np.float32) for n in (column, mirrored)
    )
    shown = cv2.remap(picture, column, mirrored, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    facing = np.clip(EYE / np.hypot(depth, EYE), 0, 1)
    share = (0.06 + 0.94 * (1 - facing) ** 4)[..., None]
    bed = np.array([0.045, 0.062, 0.055], np.float32) * (1 + 0.5 * np.clip(ground[..., None] / 2 + 1, 0, 1))
    water = shown * share * 0.92 + bed * (1 - share) * (land.light * 0.5 + land.sky)
    cover = (wet * seen)[..., None]
    picture[below] = picture[below] * (1 - cover) + water * cover


def _hidden(land: Land, across: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Which places on the water lie behind something that stands nearer."""
    order = np.argsort(z)
    x = z[order, None] * across[None]
    depth = np.broadcast_to(z[order, None], x.shape)
    ground = _height(land, x, depth)
    top = np.maximum(ground + _trees(land, x, depth, ground), LAKE)
    angle = (top - EYE) / depth
    before = np.maximum.accumulate(angle, axis=0)
    hidden = np.empty(x.shape, bool)
    hidden[order] = before > (LAKE - EYE) / depth + 2e-4
    return hidden


def _grasses(land: Land, picture: np.ndarray, rng: np.random.Generator, horizon: float, focus: float) -> None:
    """Blades and flowers where we stand, each a stroke."""
    columns = picture.shape[1]
    count = 30000
    z = np.sort(rng.uniform(1 / 11, 1 / 1.5, count) ** -1.0)[::-1].astype(np.float32)
    x = (rng.uniform(-0.6, 0.6, count) * z * columns / focus * 1.05).astype(np.float32)
    patch = land.wood.clouds(x / 1.6, z / 1.6, 3)
    ground = _height(land, x, z)
    grows = (patch > rng.uniform(-3.4, -1.2, count)) & (ground > 0.25)
    for place_x, place_z, base, lush in zip(x[grows], z[grows], ground[grows], patch[grows], strict=True):
        scale = focus / place_z
        left = columns / 2 + place_x * scale
        foot = horizon + (EYE - base) * scale
        tall = rng.uniform(0.07, 0.30) * (0.45 + 0.4 * min(float(lush) + 1, 1.7)) * scale
        lean = rng.normal(0.12, 0.28) * tall
        bend = np.array([(left, foot), (left + lean * 0.35, foot - tall * 0.6), (left + lean, foot - tall)])
        tint = np.array([0.050, 0.105, 0.020]) + rng.uniform(0, 1) ** 3 * np.array([0.13, 0.06, 0.03])
        colour = tint * rng.uniform(0.45, 1.1) * (land.light * 0.62 + land.sky)
        points = np.rint(bend * 16).astype(np.int32)
        wide = max(1, round(0.0045 * scale * rng.uniform(0.6, 1.3)))
        # Little light reaches the foot of a blade.
        cv2.polylines(picture, [points[:2]], False, (colour * 0.5).tolist(), wide, cv2.LINE_AA, 4)
        cv2.polylines(picture, [points[1:]], False, colour.tolist(), max(1, wide - 1), cv2.LINE_AA, 4)
        if rng.random() < 0.02 and lush > 0.3:
            petals = ((0.75, 0.70, 0.72), (0.80, 0.55, 0.06), (0.45, 0.14, 0.55), (0.75, 0.12, 0.10))
            petal = np.array(petals[int(chance(np.floor(place_x), np.floor(place_z)) * 4) % 4])
            lit = petal * (land.light * 0.5 + land.sky)
            middle = (int(points[2, 0]), int(points[2, 1]))
            radius = max(1.0, 0.016 * scale)
            cv2.ellipse(
                picture,
                (middle[0] // 16, middle[1] // 16),
                (round(radius), max(1, round(radius * 0.7))),
                rng.uniform(0, 90),
                0,
                360,
                lit.tolist(),
                -1,
                cv2.LINE_AA,
            )
            cv2.circle(
                picture,
                (middle[0] // 16, middle[1] // 16),
                max(1, round(radius * 0.3)),
                (0.5, 0.35, 0.05),
                -1,
                cv2.LINE_AA,
            )
