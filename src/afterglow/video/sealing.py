"""Taking the network away from the guarded process: what a clip does to its decoder, it cannot tell anybody."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import sys
from typing import NamedTuple

NO_NEW_PRIVILEGES, SECCOMP, FILTER = 38, 22, 2  # for prctl(2)
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # of the kernel's filter language
NUMBER, MACHINE = 0, 4  # where a call's number and its machine lie
IO_URING_SETUP = 425  # would open sockets without asking for them
OTHER_NUMBERS = 0x40000000  # from here on the same calls have other numbers


class Machine(NamedTuple):
    """How the kernel calls a processor, and the number of its call that makes sockets."""

    mark: int
    socket: int


MACHINES = {"x86_64": Machine(0xC000003E, 41), "aarch64": Machine(0xC00000B7, 198)}


def leave_the_network() -> bool:
    """Have the kernel refuse this process every socket from now on, for good; whether it does. Only Linux can."""
    machine = MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    program = _program(machine)
    code = ctypes.create_string_buffer(b"".join(program))
    described = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    if prctl(NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return not prctl(SECCOMP, ctypes.c_ulong(FILTER), described)


def _program(machine: Machine) -> list[bytes]:
    """What the kernel asks of each call; the two counts say how many lines to leave out if so, and if not."""
    return [
        struct.pack("HBBI", *line)
        for line in (
            (LOAD, 0, 0, MACHINE),
            (EQUAL, 0, 5, machine.mark),
            (LOAD, 0, 0, NUMBER),
            (AT_LEAST, 3, 0, OTHER_NUMBERS),
            (EQUAL, 2, 0, machine.socket),
            (EQUAL, 1, 0, IO_URING_SETUP),
            (RETURN, 0, 0, ALLOW),
            (RETURN, 0, 0, REFUSE),
        )
    ]
