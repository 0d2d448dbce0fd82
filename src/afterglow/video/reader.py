"""Reading clips through a guarded process, which may crash or hang without harm."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue
from types import TracebackType
from typing import Any

import numpy as np

from afterglow import errors
from afterglow.errors import AfterglowError, UnreadableFile
from afterglow.image.image import Image
from afterglow.progress import SILENT, Cancelled, Progress
from afterglow.toml import from_table
from afterglow.video.clip import Clip, Faults, Frame, Stretch, as_table
from afterglow.video.layout import pixels_of
from afterglow.video.opening import check_file, need_pyav

PATIENCE = 60.0  # seconds without a sign of life after which the process is given up
TURN = 0.1  # seconds between two looks at whether to stop
NEAR = 2.0  # seconds from a clip's end in which its last picture mostly is
LAST_WORDS = 5.0  # seconds in which the end of a process is surely heard
AHEAD = 2  # pictures that wait here while the process makes the next

START = "import sys; sys.path[:] = {path!r}; from afterglow.video.child import main; main()"

Message = tuple[dict[str, Any], np.ndarray]


WHOLE = Stretch()


class Reader:
    """A clip's file, open in a process of its own; leave it to end the process."""

    def __init__(
        self, path: str | os.PathLike[str], progress: Progress = SILENT, patience: float = PATIENCE
    ) -> None:
        need_pyav()
        self.path = Path(path)
        check_file(self.path)
        self.patience = patience
        self._begin()
        try:
            answer = list(self._ask({"do": "look"}, progress))[-1][0]
            self.clip = from_table(answer["clip"], Clip, self.path.name)
        except BaseException:
            self.close()
            raise

    def frames(self, stretch: Stretch = WHOLE, progress: Progress = SILENT) -> Iterator[Frame]:
        """The pictures of a stretch, in order; `faults` then says all that was wrong with it."""
        self.faults = Faults()
        request = {"do": "frames", "clip": as_table(self.clip), "stretch": as_table(stretch)}
        pixels = np.empty(0)
        for message, data in self._ask(request, progress):
            if "end" in message:
                self.faults = Faults(**message["faults"])
                return
            if not message["same"]:
                pixels = self._pixels(message, data)
            yield Frame(
                message["number"],
                message["pts"],
                message["duration"],
                pixels,
                message["same"],
                Faults(**message["faults"]),
            )

    def frame_at(self, seconds: float, progress: Progress = SILENT) -> Image:
        """The picture shown at that many seconds from the clip's start; the last one beyond its end."""
        found = self.samples([seconds], progress)
        return found[0] if found else self._last(progress)

    def samples(self, times: list[float], progress: Progress = SILENT) -> list[Image]:
        """The pictures at those times; there are fewer where the clip ends before."""
        request = {"do": "samples", "clip": as_table(self.clip), "times": times}
        answers = self._ask(request, progress)
        return [
            Image(np.ascontiguousarray(self._pixels(message, data)))
            for message, data in answers
            if "end" not in message
        ]

    def assemble(
        self, assembly: dict[str, Any], progress: Progress = SILENT, beat: Callable[[float], object] = id
    ) -> dict[str, Any]:
        """Have the process put a result together from what was made and what is copied; what it says of it."""
        for message, _ in self._ask({"do": "assemble", "assembly": assembly}, progress):
            if "end" in message:
                return message
            beat(message["done"])
        raise self._died()

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._gone.set()
        self._process.kill()
        with suppress(subprocess.TimeoutExpired):  # one that waits for a drive that is gone cannot even die
            self._process.wait(LAST_WORDS)
        with suppress(OSError):
            self._process.stdin and self._process.stdin.close()
        self._listener.join(LAST_WORDS)

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self) -> None:
        self._process = _started()
        self._messages: Queue[Message | None] = Queue(maxsize=AHEAD)
        self._gone = threading.Event()
        self._busy = False
        self._listener = threading.Thread(
            target=_listen,
            args=(self._process.stdout, self._messages, self._gone),
            name="clip reader",
            daemon=True,
        )
        self._listener.start()

    def _last(self, progress: Progress) -> Image:
        """The last picture: near the end of the clip, or wherever it is."""
        for begin in (max(self.clip.seconds - NEAR, 0.0), 0.0):
            last = deque(self.frames(Stretch(begin=begin), progress), maxlen=1)
            if last:
                return Image(np.ascontiguousarray(last[0].pixels))
        raise UnreadableFile(f"{self.path.name} shows nothing", "Is it complete?")

    def _pixels(self, message: dict[str, Any], data: np.ndarray) -> np.ndarray:
        depth = np.uint16 if message["deep"] else np.uint8
        return pixels_of(data.view(depth).reshape(3, self.clip.height, self.clip.width))

    def _ask(self, request: dict[str, Any], progress: Progress) -> Iterator[Message]:
        if self._busy:  # the last answer was not heard to its end
            self.close()
            self._begin()
        self._busy = True
        line = json.dumps({"path": str(self.path), **request}).encode() + b"\n"
        try:
            _write(self._process.stdin, line)
        except OSError as error:
            raise self._died() from error
        while True:
            message = self._next(progress)
            self._busy = not ("error" in message[0] or "end" in message[0])
            if "error" in message[0]:
                raise _error(message[0])
            if "alive" not in message[0]:
                yield message
            if "end" in message[0]:
                return

    def _next(self, progress: Progress) -> Message:
        # Turns are counted and not the clock, which goes on while this process is halted or gets no processor.
        for _ in range(math.ceil(self.patience / TURN)):
            if progress.stopped():
                raise Cancelled
            with suppress(Empty):
                message = self._messages.get(timeout=TURN)
                if message is None:
                    raise self._died()
                return message
        self.close()
        raise UnreadableFile(
            f"{self.path.name} could not be decoded: nothing came for {self.patience:.0f} seconds",
            "It is probably damaged.",
        )

    def _died(self) -> AfterglowError:
        self.close()
        return UnreadableFile(
            f"{self.path.name} brought its decoder down", "It is probably damaged; copy it again."
        )


def probe(path: str | os.PathLike[str]) -> Clip:
    """What a file holds."""
    with Reader(path) as reader:
        return reader.clip


def _started() -> subprocess.Popen[bytes]:
    # Threads of a numerical library, or arenas of the allocator, would only eat the address space it may have.
    few = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
    process = subprocess.Popen(
        [sys.executable, "-c", START.format(path=sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **few},
        bufsize=0,
        # A Ctrl-C in the terminal is for the one who asked; that one ends this process.
        start_new_session=True,
    )
    _widen(process.stdout)
    return process


def _widen(pipe: Any) -> None:
    """Let a picture through in three pieces, not in forty, where the system can."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _write(pipe: Any, line: bytes) -> None:
    """All of a line: a signal may end a write halfway."""
    view = memoryview(line)
    while view:
        view = view[pipe.write(view) :]


def _listen(answers: Any, heard: Queue[Message | None], gone: threading.Event) -> None:
    """Put what a process says into a queue, and None when it has gone.

    Only this thread closes the pipe: closed under it, the pipe's number may be the next clip's before it reads on,
    and it would take words away that are for another.
    """

    def put(message: Message | None) -> None:
        while not gone.is_set():
            with suppress(Full):
                heard.put(message, timeout=0.2)
                return

    with answers:
        try:
            # Cut short, or not what the process says when it is well.
            with suppress(OSError, EOFError, ValueError, LookupError, TypeError, MemoryError):
                for message in _messages(answers):
                    put(message)
        finally:
            put(None)


def _messages(answers: Any) -> Iterator[Message]:
    while True:
        head = _exactly(answers, 4).tobytes()
        message = json.loads(_exactly(answers, int.from_bytes(head, "big")).tobytes())
        yield message, _exactly(answers, message["bytes"])


def _exactly(answers: Any, count: int) -> np.ndarray:
    data = np.empty(count, np.uint8)
    view = data.data
    while view:
        got = answers.readinto(view)
        if not got:
            raise EOFError
        view = view[got:]
    return data


def _error(message: dict[str, Any]) -> AfterglowError:
    kind = getattr(errors, message["error"], AfterglowError)
    made: AfterglowError = kind(message["message"], message["hint"])
    return made
