"""What a clip is, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

import numpy as np

from afterglow.image.geometry import Size

Ratio = tuple[int, int]
"""A fraction that survives being written as text: time bases, rates, shapes of pixels."""

UNSAID = 2  # "unspecified", in the tables of ITU-T H.273
PQ, HLG = 16, 18
LIMITED, FULL = 1, 2


@dataclass(frozen=True)
class Colour:
    """What the numbers mean: `primaries`, `transfer` and `matrix` as ITU-T H.273 counts them; `range` 0 is unsaid."""

    range: int = 0
    primaries: int = UNSAID
    transfer: int = UNSAID
    matrix: int = UNSAID

    @property
    def hdr(self) -> str:
        """HDR10, HLG, or nothing."""
        return {PQ: "HDR10", HLG: "HLG"}.get(self.transfer, "")


@dataclass(frozen=True)
class Light:
    """How an HDR master was graded: as players are told of it.

    `primaries` are x and y of red, green, blue and white; `luminance` is the darkest and the brightest in
    candela per square metre; `most` the brightest pixel and the brightest picture. Empty where unsaid.
    """

    primaries: tuple[float, ...] = ()
    luminance: tuple[float, ...] = ()
    most: tuple[int, ...] = ()


@dataclass(frozen=True)
class Track:
    """One stream of a clip other than the moving pictures."""

    index: int
    kind: Literal["video", "audio", "subtitle", "data", "attachment", "unknown"]
    codec: str = ""
    language: str = ""
    name: str = ""
    disposition: int = 0
    channels: int = 0
    rate: int = 0

    def __str__(self) -> str:
        said = [part for part in (self.language, self.name) if part]
        return f"{self.kind} track {self.index} ({', '.join([self.codec or 'unknown', *said])})"


@dataclass(frozen=True)
class Chapter:
    """A named stretch, in seconds from the clip's start."""

    start: float
    end: float
    title: str = ""


@dataclass(frozen=True)
class Clip:
    """A video file: its pictures, upright, and what else it holds."""

    name: str
    container: str
    width: int
    height: int
    seconds: float  # 0 where it is not known
    zero: Ratio  # what its clock says at its start, in seconds
    index: int  # of the stream of pictures
    time_base: Ratio
    rate: Ratio
    frames: int  # as the file says; 0 where it does not
    codec: str
    bits: int
    chroma: Literal["4:2:0", "4:2:2", "4:4:4"]
    colour: Colour = Colour()
    light: Light | None = None
    pixel_shape: Ratio = (1, 1)
    orientation: int = 1  # how it is stored, as EXIF counts it; sizes here are upright
    fields: Literal["", "top", "bottom"] = ""  # which comes first where it is interlaced
    alpha: bool = False
    extras: tuple[str, ...] = ()  # what rides in the pictures' data and cannot be carried along
    tracks: tuple[Track, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def size(self) -> Size:
        """Of its pictures as they are shown upright, in pixels."""
        return Size(self.width, self.height)

    @property
    def fps(self) -> Fraction:
        """Pictures per second, on average."""
        return Fraction(*self.rate)

    @property
    def tick(self) -> Fraction:
        """The seconds that its time stamps count in."""
        return Fraction(*self.time_base)

    @property
    def deep(self) -> bool:
        """Does it have more than eight bits?"""
        return self.bits > 8

    def of(self, kind: str) -> tuple[Track, ...]:
        """Its tracks of one kind."""
        return tuple(track for track in self.tracks if track.kind == kind)

    def seconds_at(self, pts: int) -> float:
        """A time stamp as seconds from the clip's start."""
        return float(pts * self.tick - Fraction(*self.zero))


@dataclass(frozen=True)
class Faults:
    """What was wrong with a clip so far: how many places were damaged, for how many seconds pictures are missing there,
    and how many pictures had another size than the first.
    """

    places: int = 0
    missing: float = 0.0
    resized: int = 0

    def __add__(self, more: Faults) -> Faults:
        return Faults(self.places + more.places, self.missing + more.missing, self.resized + more.resized)


@dataclass(frozen=True)
class Stretch:
    """Which pictures of a clip: those from `begin` to before `end` (seconds), of these every so-manieth.

    To go on where an earlier reading ended, `first` is the time stamp of the picture to go on from and `number` its
    place among those from `begin`; with `seek` the way there may be shortened. `faults` were found up to `known`, the
    time stamp of the last picture that needs no second look.
    """

    begin: float | None = None
    end: float | None = None
    every: int = 1
    first: int | None = None
    number: int = 0
    seek: bool = True
    known: int | None = None
    faults: Faults = Faults()
    deinterlace: bool = False


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture, upright; `number` is its place in the stretch that was asked for, before every so-manieth was taken.

    `pixels` lie plane by plane in memory. `same` says that it shows exactly what the picture before it showed, `faults`
    what was found wrong in the stretch up to here.
    """

    number: int
    pts: int
    duration: int
    pixels: np.ndarray
    same: bool = False
    faults: Faults = Faults()


def as_table(value: Any) -> dict[str, Any]:
    """A dataclass as `afterglow.toml.from_table` takes it back; what is None is left out."""
    return asdict(value, dict_factory=lambda items: {key: item for key, item in items if item is not None})
