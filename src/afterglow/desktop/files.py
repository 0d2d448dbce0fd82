"""Files that are dragged or pasted, and how their places are shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def files_in(data: QMimeData) -> list[Path]:
    """The files and folders that were dragged or copied."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def shown(path: Path | None) -> str:
    """A place as it is read: what is in the user's own folder begins with `~`."""
    if path is None:
        return ""
    home = Path.home()
    return str(Path("~") / path.relative_to(home)) if path.is_relative_to(home) else str(path)
