"""What the window remembers from one day to the next: a small TOML file with a table for each room.

A table is a frozen dataclass of plain values. What is missing, damaged or of another version is as if it had
never been set.
"""

from __future__ import annotations

import json
import os
import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from afterglow.errors import CannotWrite

FILE = "desktop.toml"

Table = TypeVar("Table")


@dataclass(frozen=True)
class WindowSettings:
    """The window's own table."""

    language: str = ""  # "" is the system's
    theme: str = "system"
    screen: str = "system"  # or "srgb", or the file of a profile
    panel: str = "photos"
    geometry: str = ""  # where the window stood, as Qt writes it, in Base64
    folder: str = ""  # where a file was last chosen


def config_folder() -> Path:
    """What AFTERGLOW_CONFIG says, else the place this system has for settings."""
    asked = os.environ.get("AFTERGLOW_CONFIG")
    if asked:
        return Path(asked)
    import platformdirs

    return platformdirs.user_config_path("afterglow", appauthor=False)


class Settings:
    """The file of settings. Two windows may share it: each writes only the tables it changes."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or config_folder()) / FILE

    def read(self, room: str, kind: type[Table]) -> Table:
        """The table of a room."""
        stored = _read(self.path).get(room)
        stored = stored if isinstance(stored, dict) else {}
        plain = kind()
        known = {field.name: getattr(plain, field.name) for field in fields(kind)}  # type: ignore[arg-type]
        fitting = {name: stored.get(name) for name in known if type(stored.get(name)) is type(known[name])}
        return kind(**fitting)

    def keep(self, room: str, table: Any) -> None:
        """Write the table of a room beside and renamed; raises `CannotWrite` where there is no place for it."""
        tables = _read(self.path) | {room: asdict(table)}
        beside = self.path.with_name(f".{FILE}.{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text("\n".join(_toml(name, tables[name]) for name in tables), encoding="utf-8")
            os.replace(beside, self.path)
        except OSError as error:
            said = (error.strerror or str(error)).lower()
            hint = f"Can {self.path.parent} be written?"
            raise CannotWrite(f"The settings cannot be kept: {said}", hint) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _toml(name: str, table: Any) -> str:
    # JSON's strings, numbers and booleans are TOML's, but for the one control character that JSON leaves as it is.
    values = {key: json.dumps(value, ensure_ascii=False) for key, value in dict(table).items()}
    lines = [f"{key} = {value}".replace("\x7f", "\\u007f") for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])
