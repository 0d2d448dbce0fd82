"""What the pages share on which files are made better: pictures and clips."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.tasks import model_names
from afterglow.desktop.widgets.pieces import column, frame
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.widgets.settings_column import SettingsColumn
    from afterglow.jobs.gather import Gathered

COLUMN = 332  # pixels


class EnhancingPanel(Panel):
    """A page with what was opened, what becomes of it, and a column in which more is asked for."""

    kept: Any  # how it is shown, as it is kept from day to day
    adjust: SettingsColumn

    @abstractmethod
    def asked(self) -> None:
        """Something else is asked for."""

    @abstractmethod
    def wear_settings(self) -> None:
        """Show it as `kept` says."""

    def look(self, **changes: Any) -> None:
        """Look at it in another way."""
        self.kept = replace(self.kept, **changes)
        self.wear_settings()
        self.draw()

    def step(self, step: Callable[[], object]) -> None:
        """Ask for something else by a step of the state, such as that back."""
        step()
        self.asked()

    def offer_models(self) -> None:
        """Have the models offered that can be asked for now."""
        offer, failed = self.adjust.offer_models, self.desk.strip.problem
        self.desk.bridge.start(lambda progress: model_names(), offer, failed, lane="models")

    def complain(self, problem: AfterglowError) -> None:
        """Say what went wrong."""
        self.desk.strip.problem(problem)
        self.draw()

    def tell_of_opened(self, found: Gathered, empty: bool) -> None:
        """Say what could not be opened, or that there is nothing to look at."""
        if found.refused:
            first = found.refused[0]
            self.desk.strip.problem(AfterglowError(first.message, first.hint))
        elif empty:
            self.desk.strip.say("warning", f"{self.name}.nothing_there")

    def right_column(self, tabs: QTabWidget, *below: QWidget) -> QFrame:
        """What is asked and the queue, one behind the other in `tabs`, and what stands below them."""
        for index, key in enumerate(("photos.tab_adjust", "photos.tab_queue")):
            self.words.bind(partial(tabs.setTabText, index), key)
        made = frame("column", column(tabs, *below, gap=0), margin=0)
        made.setFixedWidth(COLUMN)
        return made
