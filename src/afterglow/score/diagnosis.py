"""From evidence to what is wrong with a picture."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.score.evidence import Evidence
from afterglow.score.verdict import Verdict

GOOD_ENOUGH = 92  # JPEG quality above which no damage can be seen

SURE = 0.9
LIKELY = 0.35
DIM = 0.55  # luma of the brightest places, 0 to 1, that only night photographs stay below as well
DOUBT = 0.5  # of a picture being clean, below which the likeliest damage is named

SENTENCES = {
    "noise": "it is noisy",
    "blur": "it is blurred",
    "dark": "it got too little light",
    "clean": "nothing was found wrong with it",
}


@dataclass(frozen=True)
class Diagnosis:
    """The damage that matters most, and how sure that is; `quality` is JPEG's, where that is the damage."""

    damage: str
    drawing: bool
    confidence: float
    reason: str
    quality: int | None = None


def diagnose(found: Evidence, verdict: Verdict | None = None) -> Diagnosis:
    """The damage that matters most; what leaves exact traces is asked first."""
    drawing = verdict is not None and verdict.drawn > 0.5
    if found.mosaic:
        reason = f"it is a mosaic of {found.mosaic.block}-pixel blocks"
        return Diagnosis("pixelation", drawing, min(found.mosaic.evidence, 0.99), reason)
    quality = found.quality
    worst, likely = _worst(verdict)
    if quality is not None and quality <= GOOD_ENOUGH and not (worst in ("noise", "dark") and likely > SURE):
        return Diagnosis("jpeg", drawing, 0.97, f"it is a JPEG of quality {quality}", quality)
    if worst in ("clean", "blur") and found.light.highlights < DIM:
        worst, likely = "dark", max(1 - likely, LIKELY)
        return Diagnosis(worst, drawing, likely, SENTENCES[worst])
    if worst in ("noise", "blur", "dark") and likely > LIKELY:
        return Diagnosis(worst, drawing, likely, SENTENCES[worst])
    if quality is not None and found.file_quality is not None:
        reason = f"a JPEG of quality {quality} has nothing to gain"
    else:
        reason = SENTENCES["clean"]
    return Diagnosis("clean", drawing, likely if worst == "clean" else 0.7, reason)


def _worst(verdict: Verdict | None) -> tuple[str, float]:
    """The likeliest damage of those that only the judge can see."""
    if verdict is None:
        return "", 0.0
    if verdict.damages["clean"] >= DOUBT:
        return "clean", verdict.damages["clean"]
    hurt = {name: likely for name, likely in verdict.damages.items() if name != "clean"}
    name = max(hurt, key=lambda damage: hurt[damage])
    return name, hurt[name]
