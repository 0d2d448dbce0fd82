"""What the window shows and says, gathered from its widgets."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QSlider,
    QTabBar,
    QWidget,
)

from afterglow.desktop.widgets.pieces import PLAIN


def shown_texts(widget):
    """All words that a window shows now or on asking: labels, buttons, tips, menus, choices."""
    texts = [widget.windowTitle()] if widget.windowTitle() != "Afterglow" else []
    for one in [widget, *widget.findChildren(QWidget)]:
        if one.property(PLAIN) or isinstance(one.parent(), QTabBar):  # its arrows are Qt's own
            continue
        texts += [one.toolTip(), one.accessibleName(), one.statusTip()]
        if isinstance(one, QLabel | QAbstractButton):
            texts.append(one.text())
        if isinstance(one, QLineEdit):
            texts.append(one.placeholderText())
        if isinstance(one, QAbstractSpinBox) and hasattr(one, "suffix"):
            texts += [one.suffix(), one.prefix(), one.specialValueText()]
        if isinstance(one, QComboBox):
            texts += [one.itemText(index) for index in range(one.count())]
        if isinstance(one, QTabBar):
            texts += [one.tabText(index) for index in range(one.count())]
        if isinstance(one, QGroupBox | QMenu):
            texts.append(one.title())
    for action in widget.findChildren(QAction):
        if not action.property(PLAIN):
            texts.append(action.text())
    return [text for text in texts if text]


def pressable(widget):
    """What a person can press, move or fill in."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, QSlider)
    inner = ("qt_spinbox_lineedit", "qt_menubar_ext_button")
    return [one for kind in kinds for one in widget.findChildren(kind) if one.objectName() not in inner]


def spoken_name(widget):
    """What a screen reader calls it."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()
