"""The colours, light and dark: neutral grays, so that nothing tints the eye, and one warm accent.

Every pair of `PAIRS` that carries text has at least the contrast that WCAG AA asks for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """A colour for each part that a colour plays."""

    name: str
    ground: str  # behind everything
    panel: str  # columns, strips and cards
    raised: str  # what can be pressed
    pressed: str
    line: str  # hairlines between panels
    edge: str  # around what can be pressed or filled in
    text: str
    muted: str  # captions
    faint: str  # what cannot be pressed now
    accent: str  # what is chosen
    accent_ground: str  # behind what is chosen
    on_accent: str
    canvas: str  # around pictures
    on_canvas: str
    good: str
    warning: str
    problem: str


DARK = Theme(
    name="dark",
    ground="#1b1b1d",
    panel="#232326",
    raised="#2e2e32",
    pressed="#3a3a3f",
    line="#333338",
    edge="#7d7d86",
    text="#ececee",
    muted="#a9a9b1",
    faint="#77777f",
    accent="#f2a957",
    accent_ground="#3d3226",
    on_accent="#1b1b1d",
    canvas="#121213",
    on_canvas="#dededf",
    good="#74c88f",
    warning="#ecc25e",
    problem="#ff938a",
)

LIGHT = Theme(
    name="light",
    ground="#efefee",
    panel="#f8f8f7",
    raised="#ffffff",
    pressed="#e3e3e1",
    line="#dadad7",
    edge="#83837f",
    text="#1d1d1f",
    muted="#5b5b60",
    faint="#8b8b90",
    accent="#974c00",
    accent_ground="#f6e7d5",
    on_accent="#ffffff",
    canvas="#d3d3d1",
    on_canvas="#242426",
    good="#1c6939",
    warning="#755200",
    problem="#b0231c",
)

THEMES = {"dark": DARK, "light": LIGHT}

PAIRS = (
    *((words, ground) for words in ("text", "muted") for ground in ("ground", "panel", "raised")),
    *((words, "panel") for words in ("accent", "good", "warning", "problem")),
    *((words, "raised") for words in ("accent", "good", "warning", "problem")),
    ("text", "pressed"),
    ("text", "accent_ground"),
    ("accent", "accent_ground"),
    ("on_accent", "accent"),
    ("on_canvas", "canvas"),
)
"""Which colours are read on which."""

SHAPES = (("edge", "raised"), ("edge", "panel"), ("accent", "panel"), ("accent", "canvas"))
"""Which colours must be told apart as shapes."""


def contrast(one: str, other: str) -> float:
    """How well two colours can be told apart, 1 to 21, as WCAG reckons it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    values = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
