"""The strip below every panel: what there is to say is said there, in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton

from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.look import Look
    from afterglow.desktop.words import Words

LASTING = 8000  # milliseconds that good news stays


@dataclass(frozen=True)
class Message:
    """Words by key, or an error in its own words; `offer` is a key and what pressing it does."""

    kind: str  # "info", "good", "warning" or "problem"
    key: str = ""
    values: dict[str, object] = field(default_factory=dict)
    error: AfterglowError | None = None
    offer: tuple[str, Callable[[], object]] | None = None


class Strip(QFrame):
    """Shows the last message until it is closed, or good news for a while."""

    def __init__(self, words: Words, look: Look) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.message: Message | None = None
        self.said: list[Callable[[Message], object]] = []  # told of each message
        self._words, self._look = words, look
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._offer = QPushButton()
        self._offer.clicked.connect(self._accept)
        self._close = QToolButton()
        self._close.setIconSize(QSize(16, 16))
        self._close.clicked.connect(self.clear)
        look.bind(self._close.setIcon, "close")
        for show in (self._close.setToolTip, self._close.setAccessibleName):
            words.bind(show, "shell.close_message")
        self._timer = QTimer(self, singleShot=True, interval=LASTING)
        self._timer.timeout.connect(self.clear)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 8, 8, 8)
        inside.setSpacing(10)
        for widget in (self._icon, self._text, self._offer, self._close):
            inside.addWidget(widget)
        words.changed.append(self.draw)
        look.changed.append(self.draw)
        self.hide()

    def say(
        self, kind: str, key: str, offer: tuple[str, Callable[[], object]] | None = None, **values: object
    ) -> None:
        """Say a key's words; `kind` is "info", "good", "warning" or "problem"."""
        self._take(Message(kind, key, values, offer=offer))

    def problem(self, error: AfterglowError, offer: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what went wrong and what to do about it."""
        self._take(Message("problem", error=error, offer=offer))

    def clear(self) -> None:
        """Say nothing."""
        self.message = None
        self.hide()

    def draw(self) -> None:
        """Show the message in the words and colours of now."""
        if self.message is None:
            return
        text = self.text()
        self._icon.setPixmap(self._look.icon(self.message.kind, self._role()).pixmap(QSize(20, 20)))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._offer.setVisible(self.message.offer is not None)
        if self.message.offer:
            self._offer.setText(self._words(self.message.offer[0]))
        self.show()

    def text(self) -> str:
        """The message as it reads now."""
        if self.message is None:
            return ""
        if self.message.error is not None:
            return self._words.told(self.message.error)
        return self._words(self.message.key, **self.message.values)

    def _take(self, message: Message) -> None:
        self.message = message
        self._timer.start() if message.kind in ("info", "good") and not message.offer else self._timer.stop()
        self.draw()
        for hear in list(self.said):
            hear(message)

    def _role(self) -> str:
        kind = self.message.kind if self.message else "info"
        return "muted" if kind == "info" else kind

    def _accept(self) -> None:
        if self.message and self.message.offer:
            do = self.message.offer[1]
            self.clear()
            do()
