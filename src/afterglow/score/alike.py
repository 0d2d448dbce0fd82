"""Making pictures comparable: one size, one place, no alpha; what was done for it is said, never hidden."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from afterglow.image import Size, resize
from afterglow.image.geometry import Box
from afterglow.image.image import Image, from_unit, to_unit
from afterglow.score.registration import Place, overlap, placed, unmoved
from afterglow.score.shifting import shifted

SHAPES_DIFFER = 0.01  # of the ratio of width to height
BEHIND = np.float32(0.5)  # the gray that transparent pictures are laid on
ASIDE = 0.08  # pixels by which pictures may lie apart and still be compared as they are
ALIKE = 0.3  # correlation of fine structure from which a place can be believed
LESS_UNLIKE = 0.85  # a place counts if it leaves no more than this share of what was unlike
MUCH_MORE_ALIKE = 0.1  # correlation that another scale must win to be taken


@dataclass(frozen=True, eq=False)
class Alike:
    """Pictures of one size that can be compared pixel by pixel, with notes on what was done to them."""

    base: Image
    pictures: dict[str, Image]
    notes: tuple[str, ...]
    places: dict[str, Place]  # of those that lay aside, in the base's pixels


def made_alike(base: Image, base_name: str, pictures: dict[str, Image]) -> Alike:
    """Pictures as they can be laid over `base`; all of them are cut to what everyone shows."""
    flat, notes = opaque(base, base_name)
    seen = Box(0, 0, flat.size.width, flat.size.height)
    laid, places = {}, {}
    for name, picture in pictures.items():
        ours, more = opaque(picture, name)
        fitted, place, said = _fitted(ours, flat, name, base_name)
        notes += (*more, *said)
        laid[name] = (fitted, place)
        if place:
            places[name] = place
            part = overlap(fitted.size, flat.size, place.right, place.down)
            seen = Box(*(max(seen[n], part[n]) for n in (0, 1)), *(min(seen[n], part[n]) for n in (2, 3)))
    if seen.right <= seen.left or seen.bottom <= seen.top:
        return Alike(flat, {name: _stretched(ours, flat.size) for name, (ours, _) in laid.items()}, notes, {})
    if places:
        share = 100 * seen.size.pixels / flat.size.pixels
        notes += (f"they were compared where they overlap, {share:.3g} % of {base_name}",)
    cut = {name: _cut(fitted, place, seen) for name, (fitted, place) in laid.items()}
    return Alike(flat.cut(seen) if places else flat, cut, notes, places)


def opaque(picture: Image, name: str) -> tuple[Image, tuple[str, ...]]:
    """The picture on middle gray where it is transparent."""
    if picture.alpha is None or (picture.alpha == picture.full_scale).all():
        return replace(picture, alpha=None), ()
    cover = to_unit(picture.alpha)[:, :, None]
    laid = to_unit(picture.pixels) * cover + BEHIND * (1 - cover)
    flat = replace(picture, pixels=from_unit(laid, picture.pixels.dtype), alpha=None)
    return flat, (f"{name} is partly transparent: it was laid on gray",)


def _fitted(
    picture: Image, base: Image, name: str, base_name: str
) -> tuple[Image, Place | None, tuple[str, ...]]:
    """The picture in the scale in which it is most like the base, its place if it lies aside, and notes."""
    whole = _stretched(picture, base.size)
    place = _aside(whole, base)
    if picture.size == base.size:
        return whole, place, _said_of(place, name, base_name)
    sizes = f"{name} has {picture.size} pixels and {base_name} {base.size}"
    stretched = ", and stretched, for their shapes differ" * _shape_differs(picture.size, base.size)
    said = (f"{sizes}: it was resampled{stretched}", *_said_of(place, name, base_name))
    found = place.alike if place else unmoved(whole.pixels, base.pixels)
    # A picture that was cut has another size, or another shape, but not another scale.
    for scaled, how in _unstretched(picture, base.size):
        cut_place = placed(scaled.pixels, base.pixels)
        if cut_place.alike > max(found + MUCH_MORE_ALIKE, ALIKE):
            found, whole, place = cut_place.alike, scaled, cut_place
            said = (f"{sizes}{how}", *_said_of(place, name, base_name))
    return whole, place, said


def _unstretched(picture: Image, size: Size) -> list[tuple[Image, str]]:
    """The picture in its own scale, and where shapes differ as wide or as high as the other."""
    made = [(picture, "")]
    if _shape_differs(picture.size, size):
        for factor in (size.width / picture.size.width, size.height / picture.size.height):
            if factor != 1:
                made.append((resize(picture, picture.size.scaled(factor)), ": it was resampled"))
    return made


def _aside(picture: Image, base: Image) -> Place | None:
    """Where a picture of the base's size lies, if not upon it."""
    place = placed(picture.pixels, base.pixels)
    if max(abs(place.right), abs(place.down)) < ASIDE or place.alike < ALIKE:
        return None
    before = unmoved(picture.pixels, base.pixels)
    moved = _cut(picture, place, part := overlap(picture.size, base.size, place.right, place.down))
    after = unmoved(moved.pixels, base.cut(part).pixels)
    return place if 1 - after < LESS_UNLIKE * (1 - before) else None


def _said_of(place: Place | None, name: str, base_name: str) -> tuple[str, ...]:
    if place is None:
        return ()
    across = f"{abs(place.right):.2f} pixels to the {'right' if place.right > 0 else 'left'}"
    along = f"{abs(place.down):.2f} {'below' if place.down > 0 else 'above'}"
    return (f"{name} was moved to lie over {base_name}: {across} and {along}",)


def _cut(picture: Image, place: Place | None, box: Box) -> Image:
    """The part of a picture that lies over `box` of the base."""
    if place is None:
        return picture if picture.size == box.size else picture.cut(box)
    return picture.with_pixels(shifted(picture.pixels, box, place.right, place.down))


def _stretched(picture: Image, size: Size) -> Image:
    return resize(picture, size)


def _shape_differs(size: Size, other: Size) -> bool:
    return abs(size.width * other.height / (size.height * other.width) - 1) > SHAPES_DIFFER
