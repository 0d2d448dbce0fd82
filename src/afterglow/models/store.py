"""The models on this machine: those that came with Afterglow, and those the user added."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from afterglow.errors import AfterglowError, ModelProblem
from afterglow.models.card import FILE_NAME, ModelCard, read_card
from afterglow.models.contents import LARGEST_FILE, inspect

SHIPPED = Path(__file__).parent / "zoo"


class Broken(NamedTuple):
    """A model folder that cannot be used, and why."""

    folder: Path
    problem: AfterglowError


def user_folder() -> Path:
    """Where added models live: `AFTERGLOW_MODELS`, or the system's place for a program's data."""
    chosen = os.environ.get("AFTERGLOW_MODELS")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("afterglow", appauthor=False)) / "models"


def list_models(folder: Path | None = None) -> list[ModelCard]:
    """All models that can be used, the shipped ones first; a broken one is left out."""
    return [entry for entry in _entries(folder) if isinstance(entry, ModelCard)]


def broken_models(folder: Path | None = None) -> list[Broken]:
    """The folders among the models that cannot be used."""
    return [entry for entry in _entries(folder) if isinstance(entry, Broken)]


def find_model(name: str, folder: Path | None = None) -> ModelCard:
    """The card of the model called `name`."""
    for place in _folders(folder):
        if place.name == name:
            return read_card(place)
    known = [place.name for place in _folders(folder)]
    near = get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(known) or 'none yet'}."
    raise ModelProblem(f"There is no model {name!r}", hint)


def remove_model(name: str, folder: Path | None = None) -> None:
    """Delete a model that the user added."""
    place = next((place for place in _folders(folder) if place.name == name), None)
    if place is None:
        find_model(name, folder)
    elif place.parent == SHIPPED:
        raise ModelProblem(f"{name} comes with Afterglow", "Only models that were added can be removed.")
    else:
        try:
            shutil.rmtree(place)
        except OSError as error:
            raise ModelProblem(f"{name} cannot be removed", f"{error.strerror}: {place}.") from error


def verify_model(card: ModelCard) -> None:
    """Raise `ModelProblem` unless the model's file is the one its card was written for, and safe to load."""
    read_verified(card)


def read_verified(card: ModelCard) -> bytes:
    """The model's file, once it is known to be unchanged and safe to load."""
    path = card.path
    again = "Install Afterglow again." if path.is_relative_to(SHIPPED) else "Remove it and add it again."
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ModelProblem(
                f"The file of {card.name} has {size >> 20} MB, more than any model should", again
            )
        data = path.read_bytes()
    except OSError as error:
        raise ModelProblem(f"The file of {card.name} cannot be opened: {error.strerror}", again) from error
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise ModelProblem(f"The file of {card.name} is not the one its card was written for", again)
    # The card may have been written by whoever wrote the file.
    inspect(data, f"The file of {card.name}")
    return data


def _entries(folder: Path | None) -> Iterator[ModelCard | Broken]:
    for place in _folders(folder):
        try:
            yield read_card(place)
        except AfterglowError as error:
            yield Broken(place, error)


def _folders(folder: Path | None) -> list[Path]:
    """Folders with a card, the shipped ones first, so that an added model cannot take the place of one."""
    found: dict[str, Path] = {}
    for root in (SHIPPED, folder or user_folder()):
        for card in sorted(root.glob(f"*/{FILE_NAME}")):
            found.setdefault(card.parent.name, card.parent)
    return list(found.values())
