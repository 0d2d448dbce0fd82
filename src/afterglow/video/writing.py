"""Encoding in a thread of its own, while the next picture is made."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, Full, Queue

import numpy as np

from afterglow.image.landing import told_of
from afterglow.progress import Cancelled, Progress
from afterglow.video.encoding import Coding, Encoder
from afterglow.video.packets import Coded
from afterglow.video.workfolder import End, WorkFolder

Picture = tuple[np.ndarray, int, int]
"""Pixels, time stamp and duration."""

AHEAD = 2  # pictures that wait for the encoder


class SegmentWriter:
    """Give it pictures, and say where a segment ends; leave it to wait for the last, or to drop what is unfinished."""

    def __init__(self, coding: Coding, folder: WorkFolder, target: Path, progress: Progress) -> None:
        self._coding, self._folder, self._target, self._progress = coding, folder, target, progress
        self._queue: Queue[Picture | End | None] = Queue(maxsize=AHEAD)
        self._error: BaseException | None = None
        self._given_up = threading.Event()
        self._keeping = threading.Lock()
        self._thread = threading.Thread(target=self._write, name="clip writer", daemon=True)
        self._thread.start()

    def put(self, pixels: np.ndarray, pts: int, duration: int) -> None:
        """Have a picture encoded."""
        self._put((pixels, pts, duration))

    def end_segment(self, end: End) -> None:
        """Have what was put since the last end kept as a segment."""
        self._put(end)

    def finish(self) -> None:
        """Wait until all is on the disk."""
        self._put(None)
        while self._thread.is_alive():
            self._thread.join(0.1)
            if self._progress.stopped():
                raise Cancelled
        self._complain()

    def close(self) -> None:
        """Let go of the thread; a picture being encoded is not waited for longer than a second.

        From here on the folder is left alone, since another run may take it up.
        """
        with self._keeping:
            self._given_up.set()
        with suppress(Full):
            self._queue.put_nowait(None)
        self._thread.join(1.0)

    def _put(self, item: Picture | End | None) -> None:
        while True:
            self._complain()
            if self._progress.stopped():
                raise Cancelled
            with suppress(Full):
                self._queue.put(item, timeout=0.1)
                return

    def _complain(self) -> None:
        if self._error is not None:
            raise self._error

    def _write(self) -> None:
        try:
            with told_of(self._target):
                self._encode_all()
        except BaseException as error:
            self._error = error

    def _encode_all(self) -> None:
        encoder: Encoder | None = None
        coded: list[Coded] = []
        while (item := self._taken()) is not None:
            if not isinstance(item, End):
                encoder = encoder or Encoder(self._coding)
                coded += encoder.encode(*item)
            elif encoder is not None:
                coded += encoder.finish()
                self._keep(coded, item)
                encoder, coded = None, []

    def _keep(self, coded: list[Coded], end: End) -> None:
        with self._keeping:
            if not self._given_up.is_set():
                self._folder.add(coded, end)

    def _taken(self) -> Picture | End | None:
        while not self._given_up.is_set():
            with suppress(Empty):
                return self._queue.get(timeout=0.2)
        return None
