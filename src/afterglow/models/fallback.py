"""Going on with the next best way when a device fails."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from afterglow.errors import AfterglowError, DeviceProblem, OutOfMemory
from afterglow.models.session import Session
from afterglow.models.way import CPU, Way


class FallbackSession:
    """A session that takes the next of its `ways` when one fails or gives nonsense, and says so.

    Running out of memory in the middle is no fault of the device: that is answered with smaller tiles.
    """

    def __init__(
        self,
        ways: Sequence[Way],
        load: Callable[[Way], Session],
        reason: str = "",
        notes: tuple[str, ...] = (),
    ) -> None:
        self._ways = list(ways)
        self._load = load
        self._lock = Lock()
        self.reason = reason
        self.notes = notes
        self._adopt(self._next())

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        session = self._session
        try:
            return _trusted(session.run(batch, thumbnail), batch, session)
        except DeviceProblem as problem:
            with self._lock:
                # Another thread may have replaced it already.
                if session is self._session:
                    self._replace(problem)
        return self.run(batch, thumbnail)

    def close(self) -> None:
        self._session.close()

    def _replace(self, problem: AfterglowError) -> None:
        if not self._ways:
            raise problem
        self._session.close()
        self._adopt(self._next(problem))

    def _next(self, problem: AfterglowError | None = None) -> Session:
        """Load the first way that works; what did not is noted."""
        while self._ways:
            way = self._ways.pop(0)
            if problem:
                self.notes += (f"{problem.message}; going on with {way}",)
                self.reason = ""
            try:
                return self._load(way)
            except (DeviceProblem, OutOfMemory) as error:
                problem = error
        assert problem is not None, "a session needs at least one way"
        raise problem

    def _adopt(self, session: Session) -> None:
        self._session = session
        self.card = session.card
        self.engine, self.device, self.precision = session.engine, session.device, session.precision


def _trusted(output: np.ndarray, batch: np.ndarray, session: Session) -> np.ndarray:
    way = Way(session.engine, session.device, session.precision)
    # One sum is a fiftieth of the work of a network, and no NaN or infinity hides in it.
    if not np.isfinite(output.sum(dtype=np.float64)):
        raise DeviceProblem(f"{way} gave values that are no numbers", "Try --device cpu --precision f32.")
    # Graphics drivers that run out of memory give black; on a processor it is what the model wants.
    if session.device != CPU and not output.any() and batch.max() > 0.1:
        raise DeviceProblem(f"{way} gave a black picture", "Try --device cpu, or smaller tiles with --tile.")
    return output
