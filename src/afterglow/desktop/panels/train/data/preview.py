"""The preview of a damage: one picture as it is, and as the set would have it."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.panels.train.data.controls import Control, declared
from afterglow.desktop.panels.train.data.state import Look
from afterglow.desktop.panels.train.lab import Answers
from afterglow.progress import SILENT, Progress

if TYPE_CHECKING:
    from afterglow.desktop.widgets.raster import Raster

MODULE = "afterglow_lab.data.preview"


@dataclass(frozen=True, eq=False)
class Seen:
    """Both pictures, and how much the damage took; `psnr` is None where nothing was taken."""

    clean: Raster
    damaged: Raster
    psnr: float | None
    ssim: float
    bytes: int


class Preview:
    """Asks the lab, which stays ready for the next question until this is closed."""

    def __init__(self) -> None:
        self._lab = Answers(MODULE)
        self._folder = tempfile.TemporaryDirectory(prefix="afterglow-", ignore_cleanup_errors=True)

    def see(self, look: Look, screen: bytes | None, progress: Progress = SILENT) -> Seen:
        """Work for a thread, one look at a time."""
        answer = self._lab.ask(look.asked(Path(self._folder.name)))
        return Seen(
            raster(Path(answer["clean"]), screen),
            raster(Path(answer["damaged"]), screen),
            answer["psnr"],
            answer["ssim"],
            answer["bytes"],
        )

    def controls(self, progress: Progress = SILENT) -> dict[str, tuple[Control, ...]]:
        """The controls of each mode; work for the same thread."""
        return declared(self._lab.ask("controls"))

    def close(self) -> None:
        self._lab.close()
        self._folder.cleanup()


def raster(path: Path, screen: bytes | None) -> Raster:
    """A picture for the screen."""
    from afterglow.desktop.widgets.raster import raster_of
    from afterglow.image import read

    return raster_of(read(path), screen)
