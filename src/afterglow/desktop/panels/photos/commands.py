"""All that can be done on the page for pictures."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from afterglow.desktop.panels.viewing import offer_turning, offer_viewing

if TYPE_CHECKING:
    from afterglow.desktop.panels.photos.panel import PhotosPanel


def offer_commands(panel: PhotosPanel) -> None:
    """Offer it in the panel's menus."""
    offer = panel.command
    offer("open", panel.ask_for_files, menu="file", shortcut="Ctrl+O", icon="open")
    offer("open_folder", panel.ask_for_folder, menu="file", shortcut="Ctrl+Shift+O")
    offer("paste", panel.paste, menu="file", shortcut="Ctrl+V", icon="paste")
    offer("close", panel.close_photo, menu="file", shortcut="Ctrl+W")
    panel.divide("file")
    offer("save", panel.saving.save, menu="file", shortcut="Ctrl+S", icon="save")
    offer("save_as", panel.saving.ask_where, menu="file", shortcut="Ctrl+Shift+S")
    offer("copy", panel.saving.copy, menu="file", shortcut="Ctrl+C", icon="copy")
    offer("undo", lambda: panel.step(panel.state.undo), menu="edit", shortcut="Ctrl+Z", icon="undo")
    offer("redo", lambda: panel.step(panel.state.redo), menu="edit", shortcut="Ctrl+Shift+Z", icon="redo")
    offer("reset", lambda: panel.step(panel.state.reset), menu="edit", shortcut="Ctrl+R", icon="reset")
    offer("to_all", lambda: panel.step(panel.state.to_all), menu="edit", shortcut="Ctrl+Shift+A")
    panel.divide("edit")
    offer("copy_command", panel.saving.copy_command, menu="edit", shortcut="Ctrl+Shift+C", icon="command")
    offer_viewing(panel, panel.view, lambda mode: panel.look(mode=mode))
    for name, keys, icon in (("linked", "Ctrl+L", "link"), ("same_size", "Ctrl+E", "same")):
        offer(name, partial(panel.turn, name), menu="view", shortcut=keys, icon=icon, checkable=True)
    panel.divide("view")
    offer_turning(panel, lambda step: panel.go_to(panel.state.index + step))
    offer("enhance", panel.enhance, menu="work", shortcut="Ctrl+Return", icon="spark")
    offer("stop", panel.stop, menu="work", shortcut="Esc", icon="stop")
    offer("live", panel.set_live, menu="work", shortcut="Ctrl+Shift+L", checkable=True)
    panel.divide("work")
    offer("queue_add", panel.queue_this, menu="work", shortcut="Ctrl+B", icon="queue")
    offer("queue_all", lambda: panel.queue.add(panel.state.photos), menu="work", shortcut="Ctrl+Shift+B")
