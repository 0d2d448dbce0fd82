"""Who works where: a file is held by one run at a time, and let go with it however it ends."""

from __future__ import annotations

from typing import IO

try:
    import fcntl
except ImportError:
    import msvcrt

    def hold_alone(file: IO[str]) -> bool:
        """Hold an open file until it is closed; False where another run holds it."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True

    def hold_together(file: IO[str]) -> None:
        """Hold it together with others. Windows knows no such thing: who came first holds it."""

else:

    def hold_alone(file: IO[str]) -> bool:
        """Hold an open file until it is closed; False where another run holds it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def hold_together(file: IO[str]) -> None:
        """Hold it together with others."""
        fcntl.flock(file, fcntl.LOCK_SH)
