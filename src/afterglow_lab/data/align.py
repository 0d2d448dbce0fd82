"""Patches that two cameras took of one scene, cut so that they match pixel for pixel.

Photos are paired by their names, aligned as wholes, then patch by patch; what does not match well enough
is left out. `damaged/` holds the phone's patches and `clean/` the camera's, ready for a paired training.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from afterglow.errors import AfterglowError, UnreadableFile, WrongOption
from afterglow_lab.data import pictures
from afterglow_lab.data.alignment_report import page
from afterglow_lab.data.folders import pictures_in
from afterglow_lab.data.manifest import Manifest, Row
from afterglow_lab.data.matching import match
from afterglow_lab.data.naming import pair_name
from afterglow_lab.data.windows import Window, windows


@dataclass(frozen=True)
class Plan:
    """Patches of `patch` pixels, `stride` apart, moved by up to `reach` pixels, kept from `threshold` on."""

    patch: int = 100
    stride: int = 100
    threshold: float = 0.9
    reach: int = 5

    def __post_init__(self) -> None:
        if self.patch < 16 or self.stride < 1 or self.reach < 1 or not 0 < self.threshold < 1:
            raise WrongOption(
                "The options do not make sense",
                hint="Give patches from 16 pixels and a threshold from 0 to 1.",
            )

    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(dataclasses.asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Aligned:
    """What became of one pair of photos."""

    name: str
    matrix: tuple[tuple[float, ...], ...] = ()
    agreeing: int = 0
    tried: int = 0
    correlation: float = 0.0
    looked_at: int = 0
    patches: tuple[dict[str, Any], ...] = ()
    problem: str = ""

    def told(self) -> dict[str, Any]:
        return dataclasses.asdict(self)

    def __str__(self) -> str:
        points = f"{self.agreeing} of {self.tried} points agree"
        patches = f"{len(self.patches)} of {self.looked_at} patches match"
        return self.problem or f"{self.name}: {points}, {patches}"


def align(
    phone: Path,
    camera: Path,
    out: Path,
    plan: Plan,
    report: Callable[[Aligned], None] = lambda aligned: None,
) -> list[Aligned]:
    """Align every pair of photos that has one name in both folders; a pair done before is kept."""
    pairs, alone = _pairs(phone, camera)
    with Manifest(out) as manifest:
        manifest.refuse_other(plan.fingerprint())
        aligned = [Aligned(name, problem=f"{name}: there is but one photo of that name") for name in alone]
        for lonely in aligned:
            report(lonely)
        for name, first, second in pairs:
            done = _known(manifest, name) or _align(name, first, second, out, plan, manifest)
            aligned.append(done)
            report(done)
    told = [pair.told() for pair in aligned]
    pictures.put(json.dumps(told, ensure_ascii=False, indent=1).encode(), out / "report.json")
    pictures.put(page(told, out).encode(), out / "report.html")
    return aligned


def _pairs(phone: Path, camera: Path) -> tuple[list[tuple[str, Path, Path]], list[str]]:
    """The photos that share a name, and the names of those that stand alone."""

    def by_name(folder: Path) -> dict[str, Path]:
        return {
            item.relative.with_suffix("").as_posix().casefold(): item.path for item in pictures_in(folder)
        }

    first, second = by_name(phone), by_name(camera)
    common = sorted(set(first) & set(second))
    if not common:
        raise UnreadableFile(
            f"No picture in {phone} has the name of one in {camera}",
            hint="Name both photos of a scene alike.",
        )
    return [(name, first[name], second[name]) for name in common], sorted(set(first) ^ set(second))


def _align(name: str, first: Path, second: Path, out: Path, plan: Plan, manifest: Manifest) -> Aligned:
    try:
        phone, camera = pictures.load(first).pixels, pictures.load(second).pixels
        found = match(_grey(phone), _grey(camera))
    except AfterglowError as error:
        return Aligned(name, problem=f"{name}: {error}")
    looked_at, patches = 0, []
    for window in windows(phone, camera, found.matrix, plan.patch, plan.stride, plan.reach):
        looked_at += 1
        if window.correlation >= plan.threshold:
            patches.append(_store(name, window, out, plan, manifest))
    pictures.put(
        pictures.encoded(_woven(phone, camera, found.matrix), "jpg", 85), out / f"previews/{name}.jpg"
    )
    matrix = tuple(tuple(float(value) for value in row) for row in found.matrix)
    done = Aligned(
        name, matrix, found.agreeing, found.tried, round(found.correlation, 4), looked_at, tuple(patches)
    )
    manifest.add({"file": name, "kind": "pair", "plan": plan.fingerprint(), "told": done.told()})
    return done


def _store(name: str, window: Window, out: Path, plan: Plan, manifest: Manifest) -> dict[str, Any]:
    base = f"{name}_{window.top:05}_{window.left:05}"
    told = {
        "top": window.top,
        "left": window.left,
        "right": round(window.right, 3),
        "down": round(window.down, 3),
        "turn": round(window.turn, 3),
        "correlation": round(window.correlation, 5),
    }
    for pixels, damaged in ((window.first, True), (window.second, False)):
        file = pair_name(base, ".png", damaged=damaged)
        stored = pictures.encoded(pixels, "png")
        pictures.put(stored, out / file)
        row: Row = {
            "file": file,
            "source": name,
            "kind": "patch",
            "plan": plan.fingerprint(),
            "sha256": pictures.sha256(stored),
        }
        manifest.add(row | told)
    return {"file": f"{base}.png"} | told


def _known(manifest: Manifest, name: str) -> Aligned | None:
    row = manifest.rows.get(name)
    if row is None:
        return None
    told = dict(row["told"])
    told["matrix"] = tuple(tuple(line) for line in told["matrix"])
    return Aligned(**(told | {"patches": tuple(told["patches"])}))


def _woven(phone: np.ndarray, camera: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Squares of both photos in turn: where lines break at their edges, the alignment is off."""
    height, width = phone.shape[:2]
    flags = cv2.INTER_AREA | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(camera, matrix, (width, height), flags=flags)
    side = max(1, max(height, width) // 12)
    rows, columns = np.indices((height, width)) // side
    woven = np.where(((rows + columns) % 2 == 0)[..., None], phone, laid)
    return pictures.fitted(woven, 960, 960)


def _grey(pixels: np.ndarray) -> np.ndarray:
    grey: np.ndarray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return grey
