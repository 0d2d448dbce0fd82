"""Which model suits a picture, if any, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from afterglow.image.image import Image
from afterglow.score.blocks import blockiness

GOOD_ENOUGH = 95  # JPEG quality above which nothing is left to gain
VISIBLE = 2.6  # blockiness no clean picture was seen to have


@dataclass(frozen=True)
class Recommendation:
    """A task for a model to do, or None for a picture best left alone, with the evidence."""

    task: str | None
    strength: float
    confidence: float
    reason: str
    findings: dict[str, float | str] = field(default_factory=dict)


def recommend(image: Image) -> Recommendation:
    """What to do with a picture: its file speaks first, then its pixels."""
    blocks = blockiness(image.pixels)
    quality = image.origin.quality if image.origin.format == "jpeg" else None
    findings: dict[str, float | str] = {"format": image.origin.format, "blockiness": round(blocks, 3)}
    if quality is not None:
        findings["jpeg_quality"] = quality
    if quality is not None and quality <= GOOD_ENOUGH:
        return Recommendation("jpeg-photo", 1.0, 0.95, f"it is a JPEG of quality {quality}", findings)
    if blocks > VISIBLE:
        return Recommendation("jpeg-photo", 1.0, 0.8, "it shows the blocks of an earlier JPEG", findings)
    if quality is not None:
        return Recommendation(None, 0.0, 0.8, f"a JPEG of quality {quality} has nothing to gain", findings)
    return Recommendation(None, 0.0, 0.6, "no trace of JPEG damage was found", findings)
