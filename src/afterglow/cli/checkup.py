"""Everything that must work for a picture to be enhanced, tried one after the other."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np

from afterglow import __version__, memory
from afterglow.errors import AfterglowError
from afterglow.image import FORMATS, Format, Image, read, write_bytes
from afterglow.image.scratch import scratch_folder
from afterglow.jobs.folders import state_folder
from afterglow.models.devices import this_machine
from afterglow.models.store import broken_models, list_models, user_folder, verify_model

LITTLE_MEMORY = 1024**3
LITTLE_SPACE = 2 * 1024**3
READ_BY = {"heic": "pillow_heif", "raw": "rawpy"}
"""The libraries behind formats that are only read; the others come with libvips and Pillow."""


@dataclass(frozen=True)
class Finding:
    """How one thing is: fine, worth knowing, or at fault, and then what to do."""

    topic: str
    state: Literal["fine", "note", "fault"]
    message: str
    hint: str = ""


def findings() -> Iterator[Finding]:
    """What is found, in the order in which a picture meets it."""
    yield Finding("Afterglow", "fine", f"{__version__} on Python {platform.python_version()}")
    yield from _formats()
    yield from _engines()
    yield from _models()
    yield _memory()
    yield _folder("record of earlier work", state_folder(), "Set AFTERGLOW_STATE to another folder.")
    yield _folder("added models", user_folder(), "Set AFTERGLOW_MODELS to another folder.")
    yield _folder("scratch space", scratch_folder(), "Set TMPDIR to another folder.")
    yield _scratch_space()


def _formats() -> Iterator[Finding]:
    picture = Image(np.arange(16 * 16 * 3, dtype=np.uint8).reshape(16, 16, 3))
    working = []
    for known in FORMATS.values():
        problem = _problem_with(known, picture)
        if problem is None:
            working.append(known.label)
        elif known.name == "raw":
            yield Finding(
                known.label, "note", "not read, an extra is missing", "pip install 'afterglow[raw]' adds it."
            )
        else:
            yield Finding(known.label, "fault", problem, "Install Afterglow again.")
    yield Finding("formats", "fine", f"{', '.join(working)} work")


def _problem_with(known: Format, picture: Image) -> str | None:
    if not known.writes:
        library = READ_BY.get(known.name)
        return f"the library {library} is missing" if library and find_spec(library) is None else None
    try:
        content, _ = write_bytes(picture, known.name)
        back = read(content).size
    except (AfterglowError, ImportError, OSError) as error:
        return str(error).rstrip(".")
    return None if back == picture.size else f"a picture of {picture.size} came back as {back}"


def _engines() -> Iterator[Finding]:
    machine = this_machine()
    for engine in machine.engines:
        if engine.problem:
            yield Finding(
                engine.name, "note", f"cannot be used: {engine.problem}", "Others will do the work."
            )
        else:
            ways = ", ".join(f"{way.device} {way.precision}" for way in engine.ways)
            yield Finding(engine.name, "fine", f"{engine.version} runs on {ways}")
    if all(engine.problem for engine in machine.engines):
        yield Finding("engines", "fault", "nothing can run a model", "pip install onnxruntime adds one.")


def _models() -> Iterator[Finding]:
    cards = list_models()
    for card in cards:
        try:
            verify_model(card)
        except AfterglowError as error:
            yield Finding(f"model {card.name}", "fault", error.message, error.hint)
        else:
            yield Finding(f"model {card.name}", "fine", "complete and unchanged")
    for folder, problem in broken_models():
        yield Finding(f"model {folder.name}", "fault", problem.message, problem.hint)
    if not cards:
        yield Finding("models", "note", "there are none", "`afterglow models add FILE.onnx` adds one.")


def _memory() -> Finding:
    free = memory.available()
    if free < LITTLE_MEMORY:
        said = f"only {free >> 20} MB are free, so large pictures take longer"
        return Finding("memory", "note", said, "Close other programs.")
    return Finding("memory", "fine", f"{free / 1024**3:.1f} GiB are free")


def _folder(topic: str, folder: Path, hint: str) -> Finding:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"afterglow")
            os.fsync(file.fileno())
    except OSError as error:
        return Finding(topic, "fault", f"{folder} cannot be written: {(error.strerror or '').lower()}", hint)
    return Finding(topic, "fine", f"{folder} can be written")


def _scratch_space() -> Finding:
    folder = scratch_folder()
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = 0
    if free < LITTLE_SPACE:
        said = f"only {free >> 20} MB are free in {folder}, too little for very large pictures"
        return Finding("room on disk", "note", said, "Free some, or set TMPDIR to another folder.")
    return Finding("room on disk", "fine", f"{free / 1024**3:.0f} GiB are free in {folder}")
