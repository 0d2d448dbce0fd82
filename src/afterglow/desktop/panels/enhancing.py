"""What the pages share on which files are made better: what was opened is told of, and the column to the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from afterglow.desktop.tasks import model_names
from afterglow.desktop.widgets.pieces import column, frame
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.panels.panel import Panel
    from afterglow.desktop.widgets.settings_column import SettingsColumn
    from afterglow.jobs.gather import Gathered

COLUMN = 332  # pixels


def tell_of_opened(panel: Panel, found: Gathered, empty: bool) -> None:
    """Say what could not be opened, or that there is nothing to look at."""
    if found.refused:
        first = found.refused[0]
        panel.desk.strip.problem(AfterglowError(first.message, first.hint))
    elif empty:
        panel.desk.strip.say("warning", f"{panel.name}.nothing_there")


def offer_models(panel: Panel, adjust: SettingsColumn) -> None:
    """Have the models offered that can be asked for now."""
    offer, failed = adjust.offer_models, panel.desk.strip.problem
    panel.desk.bridge.start(lambda progress: model_names(), offer, failed, lane="models")


def right_column(panel: Panel, tabs: QTabWidget, *below: QWidget) -> QFrame:
    """What is asked and the queue, one behind the other in `tabs`, and what stands below them."""
    for index, key in enumerate(("photos.tab_adjust", "photos.tab_queue")):
        panel.words.bind(partial(tabs.setTabText, index), key)
    made = frame("column", column(tabs, *below, gap=0), margin=0)
    made.setFixedWidth(COLUMN)
    return made
