"""From evidence to what is wrong with a picture."""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.score.evidence import Evidence
from afterglow.score.verdict import Verdict

GOOD_ENOUGH = 92  # JPEG quality above which no damage can be seen

SURE = 0.9
LIKELY = 0.35
DIM = 0.78  # of what could be shown: all but a night's own darkness has something brighter
DOUBT = 0.5  # of a picture being clean, below which the likeliest damage is named

SENTENCES = {
    "noise": "it is noisy",
    "blur": "it is blurred",
    "dark": "it got too little light",
    "clean": "nothing was found wrong with it",
}


@dataclass(frozen=True)
class Diagnosis:
    """The damage that matters most, and how sure that is, with what a remedy must know beside it.

    `quality` is JPEG's, where that can be seen, whatever else is wrong; `drawn` is how likely this is a
    drawing; `noise` how strong the judge finds it, 0 for none to 1 for ruined.
    """

    damage: str
    confidence: float
    reason: str
    quality: int | None = None
    drawn: float = 0.0
    noise: float = 0.0

    @property
    def drawing(self) -> bool:
        return self.drawn > 0.5


def diagnose(found: Evidence, verdict: Verdict | None = None) -> Diagnosis:
    """The damage that matters most; what leaves exact traces is asked first."""
    quality = found.quality
    damaged = quality if quality is not None and quality <= GOOD_ENOUGH else None
    damage, confidence, reason = _named(found, damaged, verdict)
    return Diagnosis(damage, confidence, reason, damaged, found.drawn, found.says.get("noise", 0.0))


def _named(found: Evidence, quality: int | None, verdict: Verdict | None) -> tuple[str, float, str]:
    if found.mosaic:
        reason = f"it is a mosaic of {found.mosaic.block}-pixel blocks"
        return "pixelation", min(found.mosaic.evidence, 0.99), reason
    worst, likely = _worst(verdict)
    if quality is not None and not (worst in ("noise", "dark") and likely > SURE):
        return "jpeg", 0.97, jpeg_reason(quality)
    if worst in ("clean", "blur") and found.light.peak < DIM:
        return "dark", max(1 - likely, LIKELY), SENTENCES["dark"]
    if worst in ("noise", "blur", "dark") and likely > LIKELY:
        return worst, likely, SENTENCES[worst]
    confidence = likely if worst == "clean" else 0.7
    if found.file_quality is not None:
        return "clean", confidence, f"a JPEG of quality {found.quality} has nothing to gain"
    return "clean", confidence, SENTENCES["clean"]


def jpeg_reason(quality: int) -> str:
    return f"it is a JPEG of quality {quality}"


def _worst(verdict: Verdict | None) -> tuple[str, float]:
    """The likeliest damage of those that only the judge can see."""
    if verdict is None:
        return "", 0.0
    if verdict.damages["clean"] >= DOUBT:
        return "clean", verdict.damages["clean"]
    hurt = {name: likely for name, likely in verdict.damages.items() if name != "clean"}
    name = max(hurt, key=lambda damage: hurt[damage])
    return name, hurt[name]
