"""A file appears whole under its name, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from afterglow.errors import CannotWrite, WouldOverwrite

HALF_MADE = (".afterglow-", ".part")
"""How the names of files still being written begin and end."""

REASONS = {
    errno.ENOSPC: ("the drive is full", "Free some space, or choose another folder."),
    errno.EDQUOT: ("your quota on the drive is used up", "Free some space, or choose another folder."),
    errno.EFBIG: (
        "the file would be larger than the drive allows",
        "Choose another drive or a smaller format.",
    ),
    errno.EROFS: ("the drive is read-only", "Choose another folder."),
    errno.EACCES: ("the folder does not allow it", "Choose another folder, or change its permissions."),
    errno.EPERM: ("the folder does not allow it", "Choose another folder, or change its permissions."),
    errno.ENOENT: ("the folder does not exist", "Create it, or choose another folder."),
    errno.ENOTDIR: ("part of the path is a file, not a folder", "Choose another folder."),
    errno.EISDIR: ("a folder has that name", "Choose another name."),
    errno.ENAMETOOLONG: ("the name is too long", "Give the result a shorter name."),
    errno.EILSEQ: ("the drive does not allow such a name", "Give the result a plainer name."),
    errno.EINVAL: ("the drive does not allow such a name", "Give the result a plainer name."),
    errno.ELOOP: ("its links lead in a circle", "Choose another folder."),
    errno.EIO: ("the drive reported a fault", "Check the drive, and choose another meanwhile."),
    errno.ENODEV: ("the drive is gone", "Is it still connected?"),
    errno.ESTALE: ("the network drive is gone", "Is it still connected?"),
}


@contextlib.contextmanager
def landing(target: Path, *, overwrite: bool) -> Iterator[int]:
    """An open file to write to, which takes the target's name at the end if nothing went wrong."""
    with told_of(target):
        refuse_taken(target, overwrite)
        half_made = target.with_name(HALF_MADE[0] + secrets.token_hex(6) + HALF_MADE[1])
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(half_made, flags, 0o666)
        try:
            try:
                yield descriptor
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            _take_name(half_made, target, overwrite)
        except BaseException:
            with contextlib.suppress(OSError):
                half_made.unlink()
            raise
        sync_folder(target.parent)


def settle(half_made: Path, target: Path, *, overwrite: bool) -> None:
    """Give a file that is whole and synced its name; both are on one drive."""
    with told_of(target):
        refuse_taken(target, overwrite)
        _take_name(half_made, target, overwrite)
        sync_folder(target.parent)


def make_folder_for(target: Path) -> None:
    """Make the folder that a target goes into, and those above it, where they are not there."""
    with told_of(target):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:  # by another name than if it lay higher up
            raise NotADirectoryError(errno.ENOTDIR, "is a file") from error


@contextlib.contextmanager
def told_of(target: Path) -> Iterator[None]:
    """Turn what the system says about a target into a sentence about it."""
    try:
        yield
    except FileExistsError as error:
        raise _taken(target) from error
    except OSError as error:
        reason, hint = REASONS.get(
            error.errno or 0, (error.strerror or str(error), "Choose another folder or name.")
        )
        raise CannotWrite(f"{_short(target.name)} cannot be written: {reason}", hint=hint) from error
    except ValueError as error:  # a NUL in the name
        raise CannotWrite(
            f"{_short(target.name)!r} cannot be a file name", hint="Give the result a plainer name."
        ) from error


def refuse_taken(target: Path, overwrite: bool) -> None:
    try:
        there = target.lstat()
    except FileNotFoundError:
        if not target.name:
            raise IsADirectoryError(errno.EISDIR, "no name") from None
        target.parent.stat()
        return
    if target.is_dir() and not (there.st_mode & 0o170000) == 0o120000:
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not overwrite:
        raise _taken(target)


def _take_name(half_made: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        os.replace(half_made, target)
        return
    try:
        # A hard link fails if the name was taken meanwhile; a rename would silently replace.
        os.link(half_made, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except (
        OSError,
        NotImplementedError,
    ):  # a drive without hard links: claim the name, then replace the claim
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        try:
            os.replace(half_made, target)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    else:
        half_made.unlink()


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the drive: a power cut can lose a new one though the file itself is safe."""
    with contextlib.suppress(OSError):  # not every system can
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _taken(target: Path) -> WouldOverwrite:
    return WouldOverwrite(
        f"{_short(target.name)} is already there", hint="Choose another name, or ask to overwrite it."
    )


def _short(name: str) -> str:
    return name if len(name) <= 80 else f"{name[:60]}…{name[-16:]}"
