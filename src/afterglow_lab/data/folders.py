"""Finding the pictures a person means."""

from pathlib import Path

from afterglow.errors import UnreadableFile
from afterglow.image import READABLE_SUFFIXES
from afterglow.jobs.gather import Picture, gather


def pictures_in(folder: Path, leave_out: Path | None = None) -> list[Picture]:
    """Every picture in a folder and below, in the order of their names."""
    if folder.is_file():
        raise UnreadableFile(f"{folder} is a file", hint="Name the folder that it lies in.")
    if not folder.is_dir():
        raise UnreadableFile(f"There is no folder {folder}", hint="Check its spelling.")
    found = list(gather([folder], READABLE_SUFFIXES, leave_out).pictures)
    if not found:
        raise UnreadableFile(
            f"{folder} holds no pictures", hint="Name a folder with JPEG, PNG or other pictures."
        )
    return found
