"""The window: a door beside the command line, and the one room that knows Qt.

It fills a `Recipe`, makes `Job`s and draws what their `Event`s tell. Each page is a panel:

    state.py     what the page knows, a plain object without Qt that tests use as they are
    panel.py     the widgets: a click changes the state, then `draw` shows it
    words/       what it says, in every language, under the panel's own name

Work never runs in the window's thread: it goes through the `Bridge`, which brings its outcome back.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.desktop.opening import main as main
    from afterglow.desktop.opening import open_window as open_window

__all__ = ["main", "open_window"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        value = getattr(import_module("afterglow.desktop.opening"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'afterglow.desktop' has no attribute {name!r}")
