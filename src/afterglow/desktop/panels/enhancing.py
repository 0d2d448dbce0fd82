"""What the pages share on which files are made better: pictures and clips."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from afterglow.desktop.finding import Finding
from afterglow.desktop.panels.panel import Panel
from afterglow.desktop.tasks import model_names
from afterglow.desktop.widgets.finding_line import FindingLine
from afterglow.desktop.widgets.pieces import column, frame
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.desktop.widgets.settings_column import SettingsColumn
    from afterglow.jobs.gather import Refused

COLUMN = 332  # pixels


class EnhancingPanel(Panel):
    """A page with what was opened, what becomes of it, and a column in which more is asked for."""

    kept: Any  # how it is shown, as it is kept from day to day
    adjust: SettingsColumn
    finding: Finding

    def take(self, files: Sequence[Path]) -> None:
        self.finding.look(files)

    def look_beside(self, suffixes: Callable[[], Collection[str]]) -> FindingLine:
        """What is opened is looked through beside the window; returns the line that says so."""
        self.finding = Finding(self.desk.bridge, f"find {self.name}", suffixes)
        self.finding.found.connect(self.open_found)
        self.finding.over.connect(self._tell_of_refused)
        self.finding.failed.connect(self.complain)
        return FindingLine(self.desk, self.finding)

    @abstractmethod
    def open_found(self, paths: Sequence[Path], first: bool) -> None:
        """Open some of what was named; the `first` of it is what to look at."""

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

    def _tell_of_refused(self, refused: Sequence[Refused]) -> None:
        """Say what could not be opened, or that there is nothing to look at."""
        for other in refused[1:]:
            self.desk.log.failed(AfterglowError(other.message, other.hint))
        if refused:
            self.desk.strip.problem(AfterglowError(refused[0].message, refused[0].hint))
        elif not self.finding.count:
            self.desk.strip.say("warning", f"{self.name}.nothing_there")

    def right_column(self, tabs: QTabWidget, *below: QWidget) -> QFrame:
        """What is asked and the queue, one behind the other in `tabs`, and what stands below them."""
        for index, key in enumerate(("photos.tab_adjust", "photos.tab_queue")):
            self.words.bind(partial(tabs.setTabText, index), key)
        made = frame("column", column(tabs, *below, gap=0), margin=0)
        made.setFixedWidth(COLUMN)
        return made
