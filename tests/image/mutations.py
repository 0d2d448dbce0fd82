"""Damaging files on purpose. Run as a program, it reads damaged files and says on which one it is.

python -m tests.image.mutations SEED_NAME FIRST COUNT
"""

from __future__ import annotations

import random
import sys
import traceback
from pathlib import Path

from tests.image.samples import seeds

TELLING = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
WIDE = (0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF0)


def damaged(seed: bytes, others: list[bytes], number: int) -> bytes:
    """The `number`th way to spoil a file: the same every time."""
    chance = random.Random(number)
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 12))):
        at = chance.randrange(max(1, len(data)))
        if chance.random() < 0.3:  # headers matter more than their share of bytes
            at = chance.randrange(min(len(data), 256) or 1)
        kind = chance.randrange(9)
        if kind == 0 and data:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1 and data:
            data[at] = chance.choice(TELLING)
        elif kind == 2:
            value = chance.choice(WIDE)
            width = chance.choice((2, 4))
            data[at : at + width] = (value & (256**width - 1)).to_bytes(
                width, chance.choice(("big", "little"))
            )
        elif kind == 3:
            del data[at:]
        elif kind == 4:
            del data[at : at + chance.randrange(1, 64)]
        elif kind == 5:
            data[at:at] = data[at : at + chance.randrange(1, 256)]
        elif kind == 6:
            data[at:at] = chance.randbytes(chance.randrange(1, 64))
        elif kind == 7:
            data[at : at + 32] = chance.randbytes(32)
        else:
            other = chance.choice(others)
            start = chance.randrange(len(other))
            data[at : at + 128] = other[start : start + chance.randrange(1, 512)]
    return bytes(data)


def main(name: str, first: int, count: int) -> int:
    from afterglow.errors import AfterglowError
    from afterglow.image import DESKTOP, probe, read, read_frames, write_bytes

    known = seeds()
    seed, others = known[name], list(known.values())
    for number in range(first, first + count):
        print(number, flush=True)
        file = damaged(seed, others, number)
        for look in (probe, read, read_frames):
            try:
                found = look(file, limits=DESKTOP)
                if look is read and number % 4 == 0:
                    write_bytes(found, "png" if number % 8 else "tiff")
                    write_bytes(found, "jpeg", strip_gps=True)
            except AfterglowError as error:
                if not (error.message and error.hint):
                    print("no sentence", number, look.__name__, repr(error), flush=True)
                    return 1
            except BaseException:
                traceback.print_exc()
                print("foreign", number, look.__name__, flush=True)
                return 1
    print("most memory", most_memory(), flush=True)
    return 0


def most_memory() -> int:
    """The most this process ever had, in MB; getrusage would tell the peak of the one that started it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
