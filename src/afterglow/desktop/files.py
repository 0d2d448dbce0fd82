"""Files that are dragged or pasted, and how their places are shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl


def files_in(data: QMimeData | None) -> list[Path]:
    """The files and folders that were dragged or copied; an empty clipboard has no data at all."""
    if data is None:
        return []
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] or _written_in(data.text())


def on_the_web(data: QMimeData | None) -> bool:
    """Was the address of a page or a picture copied, and no file?"""
    return data is not None and data.text().strip().startswith(("http://", "https://"))


def _written_in(text: str) -> list[Path]:
    """The whole places that a text names, one on each line; no other text names any."""
    lines = [line.strip().strip("\"'") for line in text.strip().splitlines()]
    places = [
        Path(QUrl(line).toLocalFile() if line.startswith("file:") else line).expanduser() for line in lines
    ]
    return places if all(place.is_absolute() for place in places) else []


def shown(path: Path | None) -> str:
    """A place as it is read: what is in the user's own folder begins with `~`."""
    if path is None:
        return ""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
