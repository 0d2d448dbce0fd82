"""The colours of the screen, in which pictures are painted: the system's, sRGB's, or those of a profile in a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from afterglow.desktop.profiles import profile_in, profile_of

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

SYSTEM, SRGB = "system", "srgb"
CHOICES = (SYSTEM, SRGB)
"""And the name of any file that holds a profile."""


class Screen:
    """Whoever makes pictures for the screen asks for its `profile`, and adds to `changed` what makes them anew."""

    def __init__(self) -> None:
        self.choice = SYSTEM
        self.profile: bytes | None = None  # None is sRGB
        self.changed: list[Callable[[], object]] = []
        self._of_system: bytes | None = None

    @property
    def file(self) -> Path | None:
        """The file chosen."""
        return None if self.choice in CHOICES else Path(self.choice)

    def choose(self, choice: str) -> None:
        """Show pictures in these colours; raises `UnreadableFile`, and changes nothing, where a file has none."""
        profiles = {SYSTEM: self._of_system, SRGB: None}
        profile = profiles[choice] if choice in profiles else profile_in(Path(choice))
        self.choice = choice
        self._wear(profile)

    def stand_on(self, window: QWindow) -> None:
        """The window is on this screen from now on, or on another one."""
        self._of_system = profile_of(window)
        if self.choice == SYSTEM:
            self._wear(self._of_system)

    def _wear(self, profile: bytes | None) -> None:
        if profile != self.profile:
            self.profile = profile
            for show in list(self.changed):
                show()
