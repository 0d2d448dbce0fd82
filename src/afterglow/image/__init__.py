"""What a picture is, and how it comes from a file and goes back into one."""

from afterglow.image.animation import Animation, read_frames, write_frames
from afterglow.image.files import Look, probe, read, refuse_same_file, write, write_bytes
from afterglow.image.formats import FORMATS, READABLE_SUFFIXES, Format, format_to_write, same_format
from afterglow.image.geometry import Box, Size
from afterglow.image.image import Image, Origin, Pixels, from_unit, to_unit
from afterglow.image.limits import DESKTOP, SERVER, Limits
from afterglow.image.resizing import KERNELS, resize
from afterglow.image.scratch import bands, new_canvas, on_disk, release

__all__ = [
    "DESKTOP",
    "FORMATS",
    "KERNELS",
    "READABLE_SUFFIXES",
    "SERVER",
    "Animation",
    "Box",
    "Format",
    "Image",
    "Limits",
    "Look",
    "Origin",
    "Pixels",
    "Size",
    "bands",
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
    "to_unit",
    "write",
    "write_bytes",
    "write_frames",
]
