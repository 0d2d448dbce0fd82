"""Which model suits a picture, if any, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from afterglow.image.image import Image
from afterglow.models.card import ModelCard
from afterglow.models.session import Session
from afterglow.models.store import list_models
from afterglow.score.cells import installed, open_judge
from afterglow.score.diagnosis import Diagnosis, diagnose
from afterglow.score.evidence import look
from afterglow.score.remedy import remedy
from afterglow.score.score import nothing_to_judge
from afterglow.score.verdict import verdict


@dataclass(frozen=True)
class Recommendation:
    """A task and the model for it, or None for a picture best left alone, with the evidence."""

    task: str | None
    model: str | None
    strength: float
    confidence: float
    reason: str
    damage: str  # "clean", "jpeg", "noise", "pixelation", "blur" or "dark"
    drawing: bool
    findings: dict[str, float | str] = field(default_factory=dict)


def recommend(
    image: Image,
    *,
    cards: Sequence[ModelCard] | None = None,
    judge: Session | None = None,
    quality: str = "fast",
) -> Recommendation:
    """What to do with a picture, by a model of the quality asked for where there is one.

    The file speaks first, then its pixels, then the judge.
    """
    cards = list_models() if cards is None else cards
    judge = judge or (open_judge() if installed() else None)
    evidence = look(image, judge)
    nothing = nothing_to_judge(image) if evidence.quality is None else ""
    found = diagnose(evidence, verdict(evidence) if evidence.says else None)
    if nothing:
        found = Diagnosis("clean", 1.0, nothing, drawn=found.drawn)
    chosen = remedy(found, cards, quality)
    return Recommendation(
        task=chosen.task,
        model=chosen.model,
        strength=chosen.strength,
        confidence=found.confidence,
        reason=chosen.reason,
        damage=found.damage,
        drawing=found.drawing,
        findings=evidence.told(),
    )
