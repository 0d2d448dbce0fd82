"""Taking in a model that was made elsewhere: looked through, tried out, and given a card."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from afterglow.errors import ModelProblem
from afterglow.models.card import ModelCard, safe_name, write_card
from afterglow.models.contents import LARGEST_FILE, inspect
from afterglow.models.store import list_models, user_folder
from afterglow.models.told import Told
from afterglow.models.trial import in_own_process
from afterglow.models.working_memory import measure_bytes_per_pixel
from afterglow.toml import from_table


@dataclass(frozen=True)
class Details:
    """What only the user can say of a model; an empty name is made from the file's."""

    name: str = ""
    task: str = "other"
    quality: str = "best"
    summary: str = ""
    licence: str = "unknown"
    author: str = "unknown"
    source: str = ""
    told: Told = field(default_factory=Told)


def add_model(file: Path, details: Details | None = None, folder: Path | None = None) -> ModelCard:
    """Put the ONNX model `file` among the user's models; it can be used by the name on the card returned."""
    details = details or Details()
    data = _read(file)
    contents = inspect(data, file.name)
    name = safe_name(details.name or file.stem)
    root = folder or user_folder()
    if (root / name).exists() or name in {card.name for card in list_models(root)}:
        raise ModelProblem(
            f"There is a model {name} already", "Choose another with --name, or remove that one."
        )
    try:
        root.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".incoming-", dir=root) as incoming:
            place = Path(incoming) / name
            place.mkdir()
            (place / "model.onnx").write_bytes(data)
            card = _card(name, data, contents.parameters, details, place, file.name)
            write_card(card, place)
            card = replace(card, bytes_per_pixel=measure_bytes_per_pixel(card))
            write_card(card, place)
            os.replace(place, root / name)
    except OSError as error:
        raise ModelProblem(
            f"{file.name} cannot be added: {error.strerror}", f"Can {root} be written?"
        ) from error
    return replace(card, folder=root / name)


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise ModelProblem(
                f"{file.name} is too large", f"Models up to {LARGEST_FILE >> 20} MB can be used."
            )
        return file.read_bytes()
    except OSError as error:
        raise ModelProblem(f"{file.name} cannot be opened: {error.strerror}", "Check its name.") from error


def _card(name: str, data: bytes, parameters: int, details: Details, place: Path, called: str) -> ModelCard:
    found = in_own_process(
        "become acquainted", file=str(place / "model.onnx"), called=called, told=asdict(details.told)
    )
    table = {
        "name": name,
        "task": details.task,
        "quality": details.quality,
        "summary": details.summary or f"Added from {called}",
        "licence": details.licence,
        "author": details.author,
        "source": details.source,
        "file": "model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "parameters": parameters,
    }
    return replace(from_table(table | found, ModelCard, where=called), folder=place)
