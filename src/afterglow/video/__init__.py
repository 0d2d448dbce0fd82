"""Moving pictures: what a clip is, how it is read, made better and written again.

A door needs `probe`, `Reader` for pictures out of a clip, `enhance_clip` and `preview_frame`. They load when they are
first asked for, and PyAV with them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.video.clip import Clip as Clip
    from afterglow.video.clip import Stretch as Stretch
    from afterglow.video.enhancing import MadeClip as MadeClip
    from afterglow.video.enhancing import enhance_clip as enhance_clip
    from afterglow.video.opening import SUFFIXES as SUFFIXES
    from afterglow.video.options import VideoOptions as VideoOptions
    from afterglow.video.previewing import preview_frame as preview_frame
    from afterglow.video.reader import Reader as Reader
    from afterglow.video.reader import probe as probe

_HOMES = {
    "SUFFIXES": "opening",
    "Clip": "clip",
    "MadeClip": "enhancing",
    "Reader": "reader",
    "Stretch": "clip",
    "VideoOptions": "options",
    "enhance_clip": "enhancing",
    "preview_frame": "previewing",
    "probe": "reader",
}

__all__ = [
    "SUFFIXES",
    "Clip",
    "MadeClip",
    "Reader",
    "Stretch",
    "VideoOptions",
    "enhance_clip",
    "preview_frame",
    "probe",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"afterglow.video.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'afterglow.video' has no attribute {name!r}")
