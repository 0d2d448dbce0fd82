"""How much memory a picture's damage takes, and how many pictures may be damaged at once."""

from collections.abc import Iterable
from pathlib import Path

from afterglow.errors import AfterglowError, OutOfMemory
from afterglow.image import probe

# A process with the libraries it needs, and what the hungriest mode, night, holds of each pixel: 135 bytes, and some.
PROCESS = 300 * 1024**2
PIXEL = 160


def need(path: Path) -> int:
    """The bytes that a process needs for the picture in a file."""
    try:
        width, height = probe(path).size
    except AfterglowError:
        return PROCESS  # whoever reads it will say what is wrong with it
    return PROCESS + PIXEL * width * height


def check_room(path: Path, memory: int | None) -> None:
    """Refuse a picture that needs more than `memory` bytes, if there is such a limit."""
    if memory is not None and (needed := need(path)) > memory:
        raise OutOfMemory(
            f"{path.name} needs about {needed / 1024**2:.0f} MB of memory, and {memory / 1024**2:.0f} are allowed",
            hint="Allow more, or make it smaller.",
        )


def workers_in(memory: int | None, paths: Iterable[Path], wanted: int) -> int:
    """As many of the wanted workers as fit into `memory` bytes with the largest of the pictures that fit at all."""
    if memory is None or wanted == 1:
        return wanted
    largest = max((needed for path in paths if (needed := need(path)) <= memory), default=PROCESS)
    return max(1, min(wanted, memory // largest))
