"""Work of one page, each under a name: what is begun under a name takes the place of what ran under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from afterglow.desktop.bridge import Bridge, Task
from afterglow.errors import AfterglowError
from afterglow.progress import Progress

if TYPE_CHECKING:
    from afterglow.models.sessions import Sessions


class Tasks:
    """Hands work to the bridge, and holds the models that were loaded for it."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._sessions: Sessions | None = None
        self._running: dict[str, Task[Any]] = {}

    def start(
        self,
        name: str,
        work: Callable[[Progress], Any],
        done: Callable[[Any], object],
        failed: Callable[[AfterglowError], object],
        *,
        lane: str,
        advanced: Callable[[float], object] | None = None,
    ) -> None:
        """Have `work` done in its lane, and nothing else under its name."""
        self.stop(name)
        self._running[name] = self._bridge.start(work, done, failed, advanced=advanced, lane=lane)

    def stop(self, *names: str) -> None:
        """Stop what runs under these names; without names, everything."""
        for name in names or tuple(self._running):
            if name in self._running:
                self._running[name].stop()

    def models(self) -> Sessions:
        """The models loaded for this page; to be asked for in the one lane that runs them."""
        from afterglow.models.sessions import Sessions

        self._sessions = self._sessions or Sessions()
        return self._sessions


def model_names() -> tuple[str, ...]:
    """The models that can be asked for."""
    from afterglow.models.store import list_models

    return tuple(card.name for card in list_models())
