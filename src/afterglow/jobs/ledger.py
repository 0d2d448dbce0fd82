"""What was done before, kept in SQLite so that a batch killed at any point goes on where it was.

A row is one piece of work: these bytes, with this recipe, to this target. It is `started` before the target
can appear, `done` after the target was read again, `failed` when the picture itself is at fault.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple

NAME = "ledger.sqlite3"

STEPS = (
    """
    CREATE TABLE work (
        source BLOB NOT NULL,     -- sha256 of the input
        recipe TEXT NOT NULL,     -- Recipe.fingerprint()
        target BLOB NOT NULL,     -- absolute path, in the bytes the system uses
        state TEXT NOT NULL,      -- started, done or failed
        result BLOB NOT NULL,     -- sha256 of the target when done
        size INTEGER NOT NULL,    -- its bytes
        changed INTEGER NOT NULL, -- its time of last change, in nanoseconds
        model TEXT NOT NULL,      -- what made it, by name; empty when left alone
        weights TEXT NOT NULL,    -- and by hash
        kind TEXT NOT NULL,       -- of the error, when failed
        message TEXT NOT NULL,
        hint TEXT NOT NULL,
        at REAL NOT NULL,         -- when the row was written, in seconds since 1970
        PRIMARY KEY (source, recipe, target)
    ) WITHOUT ROWID
    """,
)
"""Step n brings a ledger of version n to n + 1. Add steps at the end; never change one that was released."""


class Key(NamedTuple):
    """One piece of work."""

    source: bytes
    recipe: str
    target: bytes


@dataclass(frozen=True)
class Entry:
    """What is known of a piece of work."""

    state: Literal["started", "done", "failed"]
    result: bytes = b""
    size: int = 0
    changed: int = 0
    model: str = ""
    weights: str = ""
    kind: str = ""
    message: str = ""
    hint: str = ""


class Ledger:
    """Open it with `open_ledger`. Safe to use from several threads, and beside other processes."""

    def __init__(self, connection: sqlite3.Connection, note: str = "") -> None:
        self.note = note  # what the user should know about the ledger itself; "" when all is well
        self._connection = connection
        self._lock = threading.Lock()

    def find(self, key: Key) -> Entry | None:
        """What is known of this piece of work."""
        rows = self._do(f"SELECT {_ENTRY} FROM work WHERE {_SAME_KEY}", key)
        return Entry(*rows[0]) if rows else None

    def put(self, key: Key, entry: Entry) -> None:
        """Remember, surviving a power cut from here on."""
        values = (*key, *(getattr(entry, field.name) for field in fields(Entry)), time.time())
        self._do(f"INSERT OR REPLACE INTO work VALUES ({', '.join('?' * len(values))})", values)

    def forget(self, key: Key) -> None:
        self._do(f"DELETE FROM work WHERE {_SAME_KEY}", key)

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _do(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            # A full disk or a torn ledger must not cost anyone a picture: go on without a memory, and say so.
            self.note = f"Some of this work could not be remembered: {error}. A later run may do it again."
            return []


_SAME_KEY = "source = ? AND recipe = ? AND target = ?"
_ENTRY = ", ".join(field.name for field in fields(Entry))


def open_ledger(folder: Path) -> Ledger:
    """The ledger kept in `folder`; a damaged or too new one is set aside, and having none is no failure."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            return Ledger(_ready(path))
        except _Unusable as error:
            aside = _set_aside(path)
            return Ledger(
                _ready(path), f"The record of earlier work {error}. It was set aside as {aside.name}."
            )
    except (OSError, sqlite3.Error, _Unusable) as error:
        note = f"Earlier work cannot be remembered in {folder}: {error}. This run works without."
        return Ledger(_ready(":memory:"), note)


DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


class _Unusable(Exception):
    pass


def _ready(path: Path | str) -> sqlite3.Connection:
    # Python's own transactions are off: every statement is its own, on disk when the call returns.
    connection = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _Unusable("is damaged")
        _migrate(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in DAMAGE:
            raise _Unusable("is damaged") from error
        raise
    except _Unusable:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    with _transaction(connection):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise _Unusable("was written by a newer Afterglow")
        for step in STEPS[version:]:
            connection.execute(step)
        connection.execute(f"PRAGMA user_version = {len(STEPS)}")


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}.aside")
    os.replace(path, aside)
    for tail in ("-wal", "-shm"):
        path.with_name(path.name + tail).unlink(missing_ok=True)
    return aside
