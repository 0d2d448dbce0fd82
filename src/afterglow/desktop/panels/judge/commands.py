"""All that can be done on the page on which pictures are judged."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from afterglow.desktop.panels.judge.state import REFERENCE, SIDES, VIEWS, A, B
from afterglow.desktop.panels.viewing import offer_modes, offer_zooms

if TYPE_CHECKING:
    from afterglow.desktop.panels.judge.panel import JudgePanel

KEYS = {A: "Ctrl+O", B: "Ctrl+Shift+O", REFERENCE: "Ctrl+Alt+O"}


def offer_commands(panel: JudgePanel) -> None:
    """Offer it in the panel's menus."""
    offer = panel.command
    for side in SIDES:
        offer(f"open_{side}", partial(panel.ask_for, side), menu="file", shortcut=KEYS[side], icon="open")
    panel.divide("file")
    offer("export", panel.ask_where, menu="file", shortcut="Ctrl+S", icon="save")
    offer("copy", panel.copy, menu="edit", shortcut="Ctrl+C", icon="copy")
    offer("swap", panel.swap, menu="edit", shortcut="Ctrl+T", icon="retry")
    panel.divide("edit")
    for side in SIDES:
        offer(f"close_{side}", partial(panel.take_away, side), menu="edit", icon="close")
    offer_modes(panel, panel.set_mode)
    panel.divide("view")
    for number, view in enumerate(VIEWS, 6):
        keys = f"F{number}"
        offer(f"view_{view}", partial(panel.set_view, view), menu="view", shortcut=keys, checkable=True)
    panel.divide("view")
    offer_zooms(panel, panel.view)
    offer("again", panel.compare, menu="work", shortcut="Ctrl+Return", icon="retry")
    offer("stop", panel.stop, menu="work", shortcut="Esc", icon="stop")
