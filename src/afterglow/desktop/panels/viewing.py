"""The commands of a page that compares two pictures: how they are shown, and how near."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from afterglow.desktop.widgets.comparison import MODES, STEP
from afterglow.desktop.widgets.pieces import row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout

    from afterglow.desktop.panels.panel import Panel
    from afterglow.desktop.widgets.comparison import Comparison

ZOOMS = ("zoom_out", "zoom_in", "fit", "actual")


def offer_viewing(panel: Panel, view: Comparison, show: Callable[[str], object]) -> None:
    """Offer them in the panel's menu; `show` is called with another mode."""
    offer_modes(panel, show)
    panel.divide("view")
    offer_zooms(panel, view)
    panel.divide("view")


def offer_modes(panel: Panel, show: Callable[[str], object]) -> None:
    """Offer the ways in which two pictures are shown; `show` is called with one."""
    for number, mode in enumerate(MODES, 2):
        keys = f"F{number}"
        panel.command(mode, partial(show, mode), menu="view", shortcut=keys, icon=mode, checkable=True)


def offer_zooms(panel: Panel, view: Comparison) -> None:
    """Offer to look nearer and from further away."""
    offer = partial(panel.command, menu="view")
    offer("zoom_in", lambda: view.zoom_by(STEP), shortcut="Ctrl++", icon="zoom-in")
    offer("zoom_out", lambda: view.zoom_by(1 / STEP), shortcut="Ctrl+-", icon="zoom-out")
    offer("fit", view.fit, shortcut="Ctrl+0", icon="fit")
    offer("actual", lambda: view.zoom_to(1), shortcut="Ctrl+9", icon="actual")


def offer_turning(panel: Panel, turn: Callable[[int], object]) -> None:
    """Offer to go to the next and the one before; `turn` is called with 1 or -1."""
    panel.command("next", lambda: turn(1), menu="view", shortcut="PgDown")
    panel.command("previous", lambda: turn(-1), menu="view", shortcut="PgUp")


def viewing_tools(panel: Panel) -> tuple[QHBoxLayout, QHBoxLayout]:
    """The same as small buttons: the modes, and the zooms."""
    return row(*panel.tools(*MODES), gap=2), row(*panel.tools(*ZOOMS), gap=2)


def wear_mode(panel: Panel, view: Comparison, mode: str) -> None:
    """Show the pictures so; what is no mode any more is the divided view."""
    view.set_mode(mode if mode in MODES else "split")
    for name in MODES:
        panel.commands[name].setChecked(name == view.mode)
