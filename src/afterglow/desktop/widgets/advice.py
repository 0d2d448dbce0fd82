"""The card that says what is recommended, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from afterglow.desktop.widgets.pieces import PLAIN, column, label, redress, row
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.desk import Desk


class Advice(QFrame):
    """A model's name, the reason, and how sure that is; or that nothing is known yet, or can be."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._words = desk.words
        self.model = label(desk, role="title", wrap=True)
        self.reason = label(desk, role="caption", wrap=True)
        self.sure = label(desk, role="value")
        head = row(label(desk, "photos.recommended", "caption"), None, self.sure)
        self.setLayout(column(head, self.model, self.reason, margin=12))

    def say(self, key: str, reason_key: str = "") -> None:
        """Words, where nothing can be recommended yet."""
        self._show(self._words(key), self._words(reason_key) if reason_key else "")

    def complain(self, problem: AfterglowError) -> None:
        """Why nothing can be recommended."""
        self._show(self._words("photos.advice_failed"), self._words.told(problem), role="problem")

    def recommend(self, model: str | None, reason: str, confidence: float | None = None) -> None:
        """A model, or none where the picture is best left alone."""
        because = self._words("photos.advice_because", reason=self._words.told(reason))
        sure = "" if confidence is None else self._words("photos.sure", percent=round(100 * confidence))
        self._show(model or self._words("photos.advice_none"), because, sure, plain=model is not None)

    def _show(
        self, title: str, reason: str, sure: str = "", *, role: str = "caption", plain: bool = False
    ) -> None:
        self.model.setText(title)
        self.model.setProperty(PLAIN, plain)
        self.reason.setText(reason)
        redress(self.reason, role)
        self.sure.setText(sure)
