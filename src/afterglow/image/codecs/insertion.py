"""Putting bytes into a file while an encoder writes it."""

from __future__ import annotations

from collections.abc import Callable


def inserting(extra: bytes, at: int, write: Callable[[bytes], object]) -> Callable[[bytes], None]:
    """A `write` that puts `extra` behind the first `at` bytes of what passes through."""
    passed = 0

    def pass_on(piece: bytes) -> None:
        nonlocal passed
        if passed < at <= passed + len(piece):
            start = at - passed
            piece, before = piece[:start] + extra + piece[start:], len(piece)
        else:
            before = len(piece)
        write(piece)
        passed += before

    return pass_on
