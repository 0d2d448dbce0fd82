"""Profiles of screens that nobody has, made up for tests."""

from __future__ import annotations


def swapped() -> bytes:
    """Of a screen whose red is sRGB's green, and the other way round."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColorSpace

    white, red, green, blue = ((0.3127, 0.329), (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
    points = (QPointF(*point) for point in (white, green, red, blue))
    return QColorSpace(*points, QColorSpace.TransferFunction.SRgb, 0.0).iccProfile().data()


def of_gray() -> bytes:
    """Of a screen without colours."""
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QColorSpace

    return QColorSpace(QPointF(0.3127, 0.329), QColorSpace.TransferFunction.SRgb, 0.0).iccProfile().data()
