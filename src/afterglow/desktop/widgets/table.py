"""A table of lines, without a grid: Qt's own would copy one cell, this asks the panel to copy whole lines."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
)

AROUND = 12  # pixels above and below the words of a line, together
BESIDE = 16  # pixels to the left and right of them, together
ICON = 28  # pixels for an icon and the gap after it


class Table(QTreeWidget):
    """Lines of columns; the last column takes the room that is left. Emits `copied` when it is asked to copy."""

    copied = Signal()

    def __init__(self, widths: list[int]) -> None:
        super().__init__()
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(False)
        self.setIconSize(QSize(18, 18))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setColumnCount(len(widths) + 1)
        for index, width in enumerate(widths):
            self.setColumnWidth(index, width)
        self.header().setStretchLastSection(True)
        self.header().setSectionsMovable(False)
        self.header().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setItemDelegate(_Lines(self))
        self.setWordWrap(True)
        self.header().sectionResized.connect(self.scheduleDelayedItemsLayout)

    def lines(self) -> list[QTreeWidgetItem]:
        """All lines, from the top."""
        return [line for index in range(self.topLevelItemCount()) if (line := self.topLevelItem(index))]

    def chosen(self) -> list[QTreeWidgetItem]:
        """The lines that are selected, from the top; all of them if none is."""
        return sorted(self.selectedItems(), key=self.indexOfTopLevelItem) or self.lines()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        else:
            super().keyPressEvent(event)


class _Lines(QStyledItemDelegate):
    """Makes lines as high as their longest words need; Qt's own would cut them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        table = self.parent()
        assert isinstance(table, Table)
        beside = BESIDE + (ICON if index.data(Qt.ItemDataRole.DecorationRole) else 0)
        spanned = table.isFirstColumnSpanned(index.row(), index.parent())
        wide = table.viewport().width() if spanned else table.columnWidth(index.column())
        room = QRect(0, 0, max(wide - beside, 40), 10_000)
        text = str(index.data() or "")
        needed = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(needed.width() + beside, needed.height() + AROUND)
