"""The guarded process: it alone touches what others made, and it may die of it.

It takes requests as JSON lines on standard input and answers with messages: four bytes that say how long the JSON
is, the JSON, and as many raw bytes as that announces. The last message of an answer has `end` or `error`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from afterglow.errors import AfterglowError, OutOfMemory, UnreadableFile
from afterglow.toml import from_table
from afterglow.video.alive import signs
from afterglow.video.clip import Clip, Frame, Stretch, as_table
from afterglow.video.layout import planes_of
from afterglow.video.sealing import leave_the_network

if TYPE_CHECKING:
    from afterglow.video.frames import Decoding

Send = Callable[..., None]

ADDRESS_SPACE = 6 * 1024**3  # bytes; 8K with ten bits decodes in three
LIMITS_OF_READING = {"FSIZE": 0, "NOFILE": 256, "CORE": 0}


def main() -> None:
    """Answer requests until there are none."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no library's chatter gets between the answers
    largest = _largest_file()
    _limit(AS=ADDRESS_SPACE, **LIMITS_OF_READING)
    leave_the_network()
    with suppress(BrokenPipeError, KeyboardInterrupt):
        for line in sys.stdin.buffer:
            request = json.loads(line)
            if request["do"] == "assemble":  # the one request that writes
                _limit(FSIZE=largest)
            _answer(request, answers)
            _limit(FSIZE=0)


def _answer(request: dict[str, Any], answers: BinaryIO) -> None:
    def send(message: dict[str, Any], payload: np.ndarray | None = None) -> None:
        data = b"" if payload is None else planes_of(payload).data.cast("B")
        text = json.dumps({**message, "bytes": len(data)}).encode()
        _write(answers, len(text).to_bytes(4, "big") + text)
        _write(answers, data)

    try:
        last = WORKS[request.pop("do")](request, send)
        send({"end": True, **last})
    except AfterglowError as error:
        send({"error": type(error).__name__, "message": error.message, "hint": error.hint})
    except MemoryError:
        said = f"{Path(request['path']).name} needs too much memory to decode"
        send({"error": OutOfMemory.__name__, "message": said, "hint": "Is it damaged?"})
    except BrokenPipeError:
        raise
    except Exception as error:
        said = f"{Path(request['path']).name} cannot be read as a video ({type(error).__name__}: {error})"
        send({"error": UnreadableFile.__name__, "message": said[:300], "hint": "Is it complete?"})


def _write(answers: BinaryIO, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[answers.write(view) :]


def _look(request: dict[str, Any], send: Send) -> dict[str, Any]:
    from afterglow.video.looking import look_at
    from afterglow.video.opening import opened

    path = Path(request["path"])
    with opened(path) as container:
        return {"clip": as_table(look_at(container, path))}


def _frames(request: dict[str, Any], send: Send) -> dict[str, Any]:
    decoding = _decoding(request, from_table(request["stretch"], Stretch, "stretch"), send)
    for frame in decoding:
        send(_head(frame), None if frame.same else frame.pixels)
    return {"faults": as_table(decoding.faults)}


def _samples(request: dict[str, Any], send: Send) -> dict[str, Any]:
    """One picture at or after each of the times asked for."""
    for seconds in request["times"]:
        frame = next(iter(_decoding(request, Stretch(begin=seconds), send)), None)
        if frame is not None:
            send(_head(frame), frame.pixels)
    return {}


def _decoding(request: dict[str, Any], stretch: Stretch, send: Send) -> Decoding:
    from afterglow.video.frames import Decoding

    return Decoding(Path(request["path"]), from_table(request["clip"], Clip, "clip"), stretch, signs(send))


def _head(frame: Frame) -> dict[str, Any]:
    return {
        "number": frame.number,
        "pts": frame.pts,
        "duration": frame.duration,
        "same": frame.same,
        "faults": as_table(frame.faults),
        "deep": frame.pixels.dtype == np.uint16,
    }


def _assemble(request: dict[str, Any], send: Send) -> dict[str, Any]:
    from afterglow.video.assembling import Assembly, assemble

    return assemble(from_table(request["assembly"], Assembly, "assembly"), send)


WORKS: dict[str, Callable[[dict[str, Any], Send], dict[str, Any]]] = {
    "look": _look,
    "frames": _frames,
    "samples": _samples,
    "assemble": _assemble,
}


def _largest_file() -> int:
    """How large a file this process may write."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrlimit(resource.RLIMIT_FSIZE)[0]


def _limit(**limits: int) -> None:
    """Set what the system lets this process have, as far as it may be had. Windows has no such limits."""
    try:
        import resource
    except ImportError:
        return
    for name, limit in limits.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        with suppress(OSError, ValueError):  # what is above the hard limit is not to be had
            resource.setrlimit(kind, (limit, hard))


if __name__ == "__main__":
    main()
