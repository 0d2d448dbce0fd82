"""Pairs of damaged and clean patches, the same for the same seed and step."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from queue import Empty, Full, Queue
from threading import Event, Thread

import cv2
import numpy as np
from PIL import Image as Pillow

from afterglow.errors import WrongOption
from afterglow_lab.bounds import ANY, check_bounds
from afterglow_lab.data.grain import with_grain
from afterglow_lab.data.looks import with_look
from afterglow_lab.data.pool import Picture
from afterglow_lab.data.softness import with_softness
from afterglow_lab.data.taking import framed, taken
from afterglow_lab.degradations import Damage
from afterglow_lab.degradations.chain import paired
from afterglow_lab.degradations.jpeg import Jpeg

# Room around a patch to shift it by, so that it may start anywhere in JPEG's 16-pixel colour blocks; pictures that
# are hardly larger than the patch have less.
ROOM = 16
TURNS = (cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_CLOCKWISE)
FILTERS = (Pillow.Resampling.BICUBIC, Pillow.Resampling.BOX)

Batch = tuple[np.ndarray, ...]
"""Damaged and clean, and with them, where a network wants them, the thumbnails of the damaged pictures."""


@dataclass(frozen=True)
class PatchPlan:
    """How patches are cut: `patch` is the input's side in pixels; of the pictures, `shrink` are made smaller.

    Stored photographs carry faint JPEG damage of their own; made smaller they are cleaner targets with
    more texture. The share `soft` of the clean patches is as soft as a camera's own pixels, the share `looks` is
    given another look, the share `grain` film grain: none of it is damage. Where a network enlarges, the share
    `bicubic` of its input was made smaller that way, the rest by plain means of pixels.
    """

    pools: dict[str, float]
    patch: int = 128
    batch: int = 8
    shrink: float = 0.6
    factors: tuple[float, float] = (0.5, 0.9)
    grain: float = 0.0
    looks: float = 0.0
    soft: float = 0.0
    bicubic: float = 0.5

    def __post_init__(self) -> None:
        check_bounds(
            self, "the plan of patches",
            patch=(1, ANY), batch=(1, ANY), shrink=(0, 1), factors=(0.01, 1),
            grain=(0, 1), looks=(0, 1), soft=(0, 1), bicubic=(0, 1),
        )  # fmt: skip
        if not any(self.pools.values()) or not all(share >= 0 for share in self.pools.values()):
            raise WrongOption(
                "the patches come from no pool", hint="Give pools, each with its share, as 1.0."
            )


@dataclass(frozen=True)
class Sampler:
    """Draws batches; whatever it draws depends only on the seed and the step."""

    pictures: list[Picture]
    plan: PatchPlan
    damage: Damage
    scale: int
    seed: int
    thumbnail: int = 0

    def batch(self, step: int) -> Batch:
        """Damaged and clean patches, N×3×H×W float32 in 0..1, and thumbnails of `thumbnail` pixels if there are."""
        rng = np.random.default_rng((self.seed, step))
        pairs = [self._pair(rng) for _ in range(self.plan.batch)]
        # Turned about as a view only: the memory stays in the order of channels that networks are fastest in.
        return tuple(_unit(np.stack(parts)).transpose(0, 3, 1, 2) for parts in zip(*pairs, strict=True))

    @cached_property
    def members(self) -> dict[str, list[Picture]]:
        """The pictures of each pool."""
        pools = sorted({picture.pool for picture in self.pictures})
        return {pool: [picture for picture in self.pictures if picture.pool == pool] for pool in pools}

    def _pair(self, rng: np.random.Generator) -> Batch:
        picture, damage = self._choose(rng), self.damage
        if self.thumbnail:
            picture = framed(picture, self.plan.patch + ROOM, rng)
            damage, thumbnail = taken(picture, damage, self.thumbnail, rng)
        room = min(ROOM, min(picture.pixels.shape[:2]) // self.scale - self.plan.patch)
        damaged, clean = self._crops(picture, damage, room, rng)
        top, left = (int(n) for n in rng.integers(0, room + 1, 2))
        turn, flip = int(rng.integers(4)), bool(rng.integers(2))
        cut = _cut(damaged, top, left, self.plan.patch)
        target = _cut(clean, top * self.scale, left * self.scale, self.plan.patch * self.scale)
        shown = (cut, target, thumbnail) if self.thumbnail else (cut, target)
        return tuple(_turned(each, turn, flip) for each in shown)

    def _crops(self, picture: Picture, damage: Damage, room: int, rng: np.random.Generator) -> Batch:
        """A square of the picture with room around the patch, damaged and clean."""
        inner = self.plan.patch + room
        side = inner * self.scale
        height, width = picture.pixels.shape[:2]
        factor = rng.uniform(*self.plan.factors) if rng.random() < self.plan.shrink else 1.0
        wide = min(round(side / factor), height, width)
        top, left = int(rng.integers(height - wide + 1)), int(rng.integers(width - wide + 1))
        which = int(rng.integers(len(FILTERS))) if wide != side else 0
        clean = shrink(_cut(picture.pixels, top, left, wide), side, which)
        if picture.damaged is not None:
            return shrink(_cut(picture.damaged, top, left, wide), inner, which), clean
        if self.plan.soft and rng.random() < self.plan.soft:
            clean = with_softness(clean, rng)
        if self.plan.looks and rng.random() < self.plan.looks:
            clean = with_look(clean, rng)
        if self.plan.grain and rng.random() < self.plan.grain:
            clean = with_grain(clean, rng)
        small = shrink(clean, inner, int(rng.random() >= self.plan.bicubic)) if self.scale > 1 else clean
        # JPEG is made of bytes and gives bytes: no need to make numbers of them for each patch, only to round them.
        return (damage(small, rng), clean) if isinstance(damage, Jpeg) else pair_of(damage, small, clean, rng)

    def _choose(self, rng: np.random.Generator) -> Picture:
        pools = list(self.members)
        shares = np.array([self.plan.pools[pool] for pool in pools])
        members = self.members[pools[int(rng.choice(len(pools), p=shares / shares.sum()))]]
        return members[int(rng.integers(len(members)))]


def pair_of(damage: Damage, small: np.ndarray, clean: np.ndarray, rng: np.random.Generator) -> Batch:
    """The small 8-bit picture damaged and what it should become, both float32.

    A damage that changes what is right, as a darker exposure does, says with `pair` what that is.
    """
    unit = to_float(small)
    return paired(damage, unit, unit if small is clean else to_float(clean), rng)


def shrink(pixels: np.ndarray, side: int, which: int = 0) -> np.ndarray:
    """A square uint8 picture made smaller without aliasing, if it is larger."""
    if pixels.shape[0] == side:
        return pixels
    return np.asarray(Pillow.fromarray(pixels).resize((side, side), FILTERS[which]))


def to_float(pixels: np.ndarray) -> np.ndarray:
    """8-bit pixels as float32 in 0..1."""
    return pixels.astype(np.float32) / 255


def ahead(
    sampler: Sampler, first: int, last: int, every: int = 1, depth: int = 4
) -> Generator[Batch, None, None]:
    """Batches first, first + every … before last, made in one background thread while the network works."""
    ready: Queue[Batch | Exception] = Queue(depth)
    stopped = Event()

    def put(item: Batch | Exception) -> None:
        while not stopped.is_set():
            try:
                ready.put(item, timeout=0.2)
                return
            except Full:
                continue

    def work() -> None:
        try:
            for step in range(first, last, every):
                if stopped.is_set():
                    return
                put(sampler.batch(step))
        except Exception as error:  # handed to the loop, which raises it
            put(error)

    worker = Thread(target=work, daemon=True)
    worker.start()
    try:
        for _ in range(first, last, every):
            item = ready.get()
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        stopped.set()
        while worker.is_alive():
            try:
                ready.get_nowait()
            except Empty:
                worker.join(0.05)


def _cut(pixels: np.ndarray, top: int, left: int, side: int) -> np.ndarray:
    return pixels[top : top + side, left : left + side]


def _turned(pixels: np.ndarray, turn: int, flip: bool) -> np.ndarray:
    """The pixels mirrored if wanted, then turned to the left so many times."""
    mirrored = cv2.flip(pixels, 1) if flip else pixels
    return cv2.rotate(mirrored, TURNS[turn - 1]) if turn else mirrored


def _unit(pixels: np.ndarray) -> np.ndarray:
    return to_float(pixels) if pixels.dtype == np.uint8 else pixels
