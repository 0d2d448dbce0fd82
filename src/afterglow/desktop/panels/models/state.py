"""What the page knows: the models there are, the one looked at, what was found of them, and the one being added.

Nothing here knows Qt. What reads or changes models is work, and is done in a thread.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from afterglow.desktop.words import Words
from afterglow.errors import AfterglowError
from afterglow.models import (
    Details,
    ModelCard,
    add_model,
    find_model,
    list_models,
    open_session,
    remove_model,
)
from afterglow.models.store import SHIPPED, broken_models
from afterglow.progress import SILENT, Progress

TASKS = ("jpeg-photo", "jpeg-art", "mosaic-art", "night", "phone", "denoise", "deblur", "upscale", "other")
"""What models are for, as far as there are words for it."""


@dataclass(frozen=True)
class Model:
    """A model on this machine: its card, or why it has none that can be used."""

    name: str
    card: ModelCard | None
    own: bool  # added by the user, who may remove it
    weight: int | None = None  # bytes of its file; None where that is missing
    problem: AfterglowError | None = None


@dataclass(frozen=True)
class Found:
    """What verifying found: the way in which it runs here, or what is wrong."""

    runs: str = ""
    problem: AfterglowError | None = None


@dataclass(frozen=True)
class Draft:
    """A model to be added: its file, and what the user says of it."""

    file: Path
    details: Details = field(default_factory=Details)


class Shelf:
    """The models as they are looked through."""

    def __init__(self) -> None:
        self.models: list[Model] = []
        self.chosen = ""
        self.found: dict[str, Found] = {}
        self.verifying: set[str] = set()
        self.removing = ""  # what is asked about before it is removed
        self.draft: Draft | None = None
        self.trying = False
        self.draft_problem: AfterglowError | None = None

    @property
    def model(self) -> Model | None:
        """The one looked at."""
        return next((model for model in self.models if model.name == self.chosen), None)

    def show(self, models: list[Model]) -> list[str]:
        """Take what is there now; returns the names of those that have gone since."""
        gone = [model.name for model in self.models if model.name not in {one.name for one in models}]
        self.models = models
        for name in gone:
            self.found.pop(name, None)
        if self.model is None:
            self.chosen = models[0].name if models else ""
        if self.removing in gone:
            self.removing = ""
        return gone

    def begin(self, file: Path) -> None:
        """Ask about a model that is to be added."""
        self.draft, self.draft_problem = Draft(file), None

    def leave(self) -> None:
        """Add nothing."""
        self.draft, self.draft_problem = None, None

    def say(self, **details: object) -> None:
        """What the user says of the model to be added."""
        if self.draft:
            told = replace(self.draft.details, **details)  # type: ignore[arg-type]
            self.draft = replace(self.draft, details=told)


def look(progress: Progress = SILENT) -> list[Model]:
    """The models that are there now, the shipped ones first."""
    good = [_model(card) for card in list_models()]
    broken = [
        Model(folder.name, None, folder.parent != SHIPPED, problem=problem)
        for folder, problem in broken_models()
    ]
    return good + broken


def verify(name: str, progress: Progress = SILENT) -> Found:
    """Open a model as an enhancement would: its hash, its contents and its test picture are checked."""
    try:
        session = open_session(find_model(name))
    except AfterglowError as problem:
        return Found(problem=problem)
    runs = f"{session.engine} {session.precision}, {session.device}"
    session.close()
    return Found(runs)


def add(draft: Draft, progress: Progress = SILENT) -> ModelCard:
    """Try the model and put it among the others."""
    return add_model(draft.file, draft.details)


def remove(name: str, progress: Progress = SILENT) -> None:
    """Delete a model that was added."""
    remove_model(name)


def facts(model: Model, words: Words) -> list[tuple[str, str]]:
    """What its card says, as pairs of what and how much; what is not known is left out."""
    card = model.card
    if card is None:
        return []
    trained = card.trained
    told = [
        ("task", task(card.task, words)),
        (
            "quality",
            words(f"models.quality_{card.quality}") if card.quality in ("fast", "best") else card.quality,
        ),
        ("scale", f"×{card.scale}"),
        ("licence", card.licence),
        ("author", card.author),
        ("source", card.source),
        ("weight", _megabytes(model.weight) if model.weight is not None else words("models.missing")),
        ("parameters", f"{card.parameters:,}".replace(",", " ") if card.parameters else ""),
        ("effort", words("models.effort_told", count=f"{card.kmacs:.1f}") if card.kmacs else ""),
        ("context", words("models.pixels", count=card.context)),
        ("memory", words("models.bytes", count=card.bytes_per_pixel) if card.bytes_per_pixel else ""),
        ("run", trained.run),
        (
            "steps",
            words("models.steps_told", steps=trained.steps, minutes=round(trained.minutes))
            if trained.steps
            else "",
        ),
        ("date", trained.date),
        ("data", trained.data[:16]),
        ("sha256", card.sha256[:16]),
    ]
    return [(name, text) for name, text in told if text]


def numbers(card: ModelCard) -> list[tuple[str, str, str]]:
    """What was measured: the name, the value, and what was gained where that is known."""
    rows = []
    for name, value in card.numbers.items():
        base = name.removesuffix("_gain")
        if base != name and base in card.numbers:
            continue
        gain = card.numbers.get(f"{name}_gain")
        rows.append((name.replace("_", " "), f"{value:.4g}", f"{gain:+.2f}" if gain is not None else ""))
    return rows


def task(name: str, words: Words) -> str:
    """What a model is for; a name that we do not know stays as it is."""
    return words(f"models.task_{name.replace('-', '_')}") if name in TASKS else name


def _model(card: ModelCard) -> Model:
    try:
        weight: int | None = card.path.stat().st_size
    except OSError:
        weight = None
    return Model(card.name, card, not card.path.is_relative_to(SHIPPED), weight)


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
