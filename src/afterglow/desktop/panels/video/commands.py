"""All that can be done on the page for clips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from afterglow.desktop.panels.viewing import offer_turning, offer_viewing

if TYPE_CHECKING:
    from afterglow.desktop.panels.video.panel import VideoPanel


def offer_commands(panel: VideoPanel) -> None:
    """Offer it in the panel's menus."""
    offer = panel.command
    offer("open", panel.ask_for_files, menu="file", shortcut="Ctrl+O", icon="open")
    offer("open_folder", panel.ask_for_folder, menu="file", shortcut="Ctrl+Shift+O", icon="folder")
    offer("close", panel.close_clip, menu="file", shortcut="Ctrl+W", icon="remove")
    offer("output", panel.ask_for_output, menu="file", shortcut="Ctrl+Shift+S")
    offer("beside", lambda: panel.put_results(None), menu="file")
    offer("undo", lambda: panel.step(panel.state.asked.undo), menu="edit", shortcut="Ctrl+Z", icon="undo")
    offer(
        "redo",
        lambda: panel.step(panel.state.asked.redo),
        menu="edit",
        shortcut="Ctrl+Shift+Z",
        icon="redo",
    )
    offer("reset", lambda: panel.step(panel.state.reset), menu="edit", shortcut="Ctrl+R", icon="reset")
    panel.divide("edit")
    offer("copy_command", panel.copy_command, menu="edit", shortcut="Ctrl+Shift+C", icon="command")
    offer_viewing(panel, panel.view, lambda mode: panel.look(mode=mode))
    offer_turning(panel, lambda step: panel.go_to(panel.state.index + step))
    following = lambda: panel.follow(not panel.following.on)  # noqa: E731
    offer("follow", following, menu="view", shortcut="Ctrl+F", checkable=True)
    offer("preview", panel.preview, menu="work", shortcut="Ctrl+Return", icon="spark")
    offer("make", panel.make_all, menu="work", shortcut="Ctrl+Shift+Return")
    offer("stop", panel.stop, menu="work", shortcut="Esc", icon="stop")
    offer("live", panel.set_live, menu="work", shortcut="Ctrl+Shift+L", checkable=True)
    panel.divide("work")
    offer("queue_add", panel.queue_this, menu="work", shortcut="Ctrl+B", icon="queue")
    offer("queue_all", panel.queue_all, menu="work", shortcut="Ctrl+Shift+B")
