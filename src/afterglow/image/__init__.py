"""What a picture is, and how it comes from a file and goes back into one.

Codecs load on first use: a door that only asks for names of formats does not wait for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.image.animation import Animation as Animation
    from afterglow.image.animation import read_frames as read_frames
    from afterglow.image.animation import write_frames as write_frames
    from afterglow.image.files import Look as Look
    from afterglow.image.files import copy as copy
    from afterglow.image.files import probe as probe
    from afterglow.image.files import read as read
    from afterglow.image.files import refuse_same_file as refuse_same_file
    from afterglow.image.files import write as write
    from afterglow.image.files import write_bytes as write_bytes
    from afterglow.image.formats import FORMATS as FORMATS
    from afterglow.image.formats import READABLE_SUFFIXES as READABLE_SUFFIXES
    from afterglow.image.formats import Format as Format
    from afterglow.image.formats import format_to_write as format_to_write
    from afterglow.image.formats import same_format as same_format
    from afterglow.image.gain_map import GainMap as GainMap
    from afterglow.image.geometry import Box as Box
    from afterglow.image.geometry import Size as Size
    from afterglow.image.image import Image as Image
    from afterglow.image.image import Origin as Origin
    from afterglow.image.image import Pixels as Pixels
    from afterglow.image.image import from_unit as from_unit
    from afterglow.image.image import to_unit as to_unit
    from afterglow.image.limits import DESKTOP as DESKTOP
    from afterglow.image.limits import SERVER as SERVER
    from afterglow.image.limits import Limits as Limits
    from afterglow.image.resizing import KERNELS as KERNELS
    from afterglow.image.resizing import resize as resize
    from afterglow.image.scratch import bands as bands
    from afterglow.image.scratch import new_canvas as new_canvas
    from afterglow.image.scratch import on_disk as on_disk
    from afterglow.image.scratch import release as release
    from afterglow.image.thumbnails import thumbnail as thumbnail

_FILES = {
    "animation": ("Animation", "read_frames", "write_frames"),
    "files": ("Look", "copy", "probe", "read", "refuse_same_file", "write", "write_bytes"),
    "formats": ("FORMATS", "READABLE_SUFFIXES", "Format", "format_to_write", "same_format"),
    "gain_map": ("GainMap",),
    "geometry": ("Box", "Size"),
    "image": ("Image", "Origin", "Pixels", "from_unit", "to_unit"),
    "limits": ("DESKTOP", "SERVER", "Limits"),
    "resizing": ("KERNELS", "resize"),
    "scratch": ("bands", "new_canvas", "on_disk", "release"),
    "thumbnails": ("thumbnail",),
}
_HOMES = {name: file for file, names in _FILES.items() for name in names}

__all__ = [
    "DESKTOP",
    "FORMATS",
    "KERNELS",
    "READABLE_SUFFIXES",
    "SERVER",
    "Animation",
    "Box",
    "Format",
    "GainMap",
    "Image",
    "Limits",
    "Look",
    "Origin",
    "Pixels",
    "Size",
    "bands",
    "copy",
    "format_to_write",
    "from_unit",
    "new_canvas",
    "on_disk",
    "probe",
    "read",
    "read_frames",
    "refuse_same_file",
    "release",
    "resize",
    "same_format",
    "thumbnail",
    "to_unit",
    "write",
    "write_bytes",
    "write_frames",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        value = getattr(import_module(f"afterglow.image.{_HOMES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'afterglow.image' has no attribute {name!r}")
