"""Models loaded for a batch."""

from __future__ import annotations

from afterglow.models.card import ModelCard
from afterglow.models.session import Session
from afterglow.models.sessions import Sessions
from afterglow.models.way import Wish


class BatchSessions(Sessions):
    """Sessions chosen as for endless work, so that the pixels do not depend on which picture comes first.

    A batch that was cut in two then gives the same files as one that ran through.
    """

    def open(self, card: ModelCard, wish: Wish | None = None, work_pixels: int | None = None) -> Session:
        return super().open(card, wish, None)
