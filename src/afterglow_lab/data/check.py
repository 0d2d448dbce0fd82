"""Pictures of a folder that are not worth learning from, and why."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from afterglow.errors import AfterglowError
from afterglow.image import from_unit, read, to_unit
from afterglow_lab.data import pictures
from afterglow_lab.data.folders import pictures_in
from afterglow_lab.data.likeness import Album, impression
from afterglow_lab.data.worth import is_blank, sharpness

Kind = Literal["unreadable", "small", "again", "blank", "blurred", "compressed"]


@dataclass(frozen=True)
class Bar:
    """What a picture must reach; `smallest` is its shorter side in pixels."""

    smallest: int = 144
    min_sharpness: float = 15.0
    min_quality: int = 85
    similarity: float = 0.95


@dataclass(frozen=True)
class Fault:
    """One thing to look at, as a kind and as a sentence."""

    file: str
    kind: Kind
    says: str


@dataclass(frozen=True)
class Report:
    pictures: int
    faults: tuple[Fault, ...]


def check(folder: Path, bar: Bar) -> Report:
    """Every picture in a folder and below, looked at once."""
    found = pictures_in(folder)
    album = Album()
    seen: dict[str, str] = {}
    faults = [
        Fault(picture.relative.as_posix(), kind, says)
        for picture in found
        for kind, says in _faults(picture.path, picture.relative.as_posix(), bar, album, seen)
    ]
    return Report(len(found), tuple(faults))


def _faults(path: Path, name: str, bar: Bar, album: Album, seen: dict[str, str]) -> list[tuple[Kind, str]]:
    try:
        picture = read(path)
        sha256 = pictures.sha256(path.read_bytes())
    except AfterglowError as error:
        return [("unreadable", str(error))]
    faults: list[tuple[Kind, str]] = []
    pixels = from_unit(to_unit(picture.pixels[:]), np.dtype(np.uint8))
    if min(picture.size) < bar.smallest:
        faults.append(("small", f"it is {picture.size} pixels, and {bar.smallest} are asked"))
    quality = picture.origin.quality
    if picture.origin.format == "jpeg" and quality is not None and quality < bar.min_quality:
        faults.append(("compressed", f"its JPEG quality is about {quality}, and {bar.min_quality} is asked"))
    if is_blank(pixels):
        faults.append(("blank", "it is of one colour, or nearly so"))
    elif (sharp := sharpness(pixels)) < bar.min_sharpness:
        faults.append(("blurred", f"its sharpness is {sharp:.1f}, and {bar.min_sharpness:g} is asked"))
    look = impression(pixels)
    if sha256 in seen:
        faults.append(("again", f"it is {seen[sha256]} again, byte for byte"))
    elif (twin := album.again(look, bar.similarity)) is not None:
        faults.append(("again", f"it looks like {twin}"))
    seen.setdefault(sha256, name)
    album.add(name, look)
    return faults
