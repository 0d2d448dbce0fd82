"""What a whole run came to."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field

from afterglow.cli import exits
from afterglow.jobs.job import Event, Failed, Finished, Planned, Skipped, Stopped


@dataclass
class Tally:
    """Counts how jobs end."""

    began: float = field(default_factory=time.monotonic)
    ends: Counter[type] = field(default_factory=Counter)
    pixels: int = 0
    kinds: Counter[str] = field(default_factory=Counter)  # of failures, by the class of the error

    def count(self, event: Event) -> None:
        if isinstance(event, Finished | Planned | Skipped | Stopped | Failed):
            self.ends[type(event)] += 1
        if isinstance(event, Finished) and not event.job.video:  # a clip has more than the one picture
            self.pixels += event.width * event.height
        if isinstance(event, Failed):
            self.kinds[event.kind] += 1

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    @property
    def megapixels(self) -> float:
        return self.pixels / 1e6

    @property
    def speed(self) -> str:
        """How fast the pictures got done, for a person; empty before the first."""
        if not self.pixels:
            return ""
        speed = self.megapixels / max(self.seconds, 1e-3)
        return f"{speed:.1f} MP/s" if speed >= 1 else f"{speed:.2g} MP/s"

    def code(self, stopped: bool, *, found: bool = True) -> int:
        """The exit code; `found` says whether there was any file to work on."""
        fine = self.ends[Finished] + self.ends[Planned] + self.ends[Skipped]
        if stopped:
            return exits.STOPPED
        if self.ends[Failed] == 0:
            return exits.FINE if found else exits.NOTHING_DONE
        if fine:
            return exits.SOME_FAILED
        # What all pictures failed of was hardly the pictures' fault.
        same_for_all = next(iter(self.kinds)) if len(self.kinds) == 1 else ""
        return {"DeviceProblem": exits.NO_DEVICE, "WrongOption": exits.USAGE}.get(
            same_for_all, exits.NOTHING_DONE
        )

    def sentence(self) -> str:
        """One line for the end of a run."""
        counts = [
            (self.ends[Finished], "done"),
            (self.ends[Planned], "would be done"),
            (self.ends[Skipped], "left out"),
            (self.ends[Failed], "failed"),
            (self.ends[Stopped], "stopped"),
        ]
        said = ", ".join(f"{count} {what}" for count, what in counts if count) or "Nothing to do"
        speed = f" ({self.speed})" if self.speed else ""
        return f"{said} in {self.seconds:.1f} s{speed}"
