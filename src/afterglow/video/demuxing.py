"""The packets of a clip's tracks, in the order of the clip, from where what is kept begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from av.stream import Discard

from afterglow.video.alive import Sign
from afterglow.video.opening import opened

if TYPE_CHECKING:
    from av.container import InputContainer

Packet = Any

APART = 60  # seconds by which what plays together may lie apart in a file
BEFORE = Fraction(-(10**9))  # when a packet without any time is due


def packets_from(
    path: Path,
    source: InputContainer,
    begin: Fraction | None,
    sounds: Sequence[int],
    others: Sequence[int],
    alive: Sign,
) -> Iterator[Packet]:
    """All packets that may belong to what plays from `begin` on, by the clip's clock; None is the clip's start.

    Sound plays for moments, and for it the file is opened once more and entered shortly before. What is shown of other
    tracks may have begun an hour ago: they are walked through.
    """
    if begin is None or not sounds:
        return _walked(source, [*sounds, *others], alive)
    late = _entered(path, sounds, begin - APART, alive)
    return merge(late, _walked(source, others, alive), key=due) if others else late


def due(packet: Packet) -> Fraction:
    """When a packet's turn is, by the clip's clock."""
    stamp = packet.dts if packet.dts is not None else packet.pts
    return BEFORE if stamp is None else stamp * packet.time_base


def _entered(path: Path, indices: Sequence[int], begin: Fraction, alive: Sign) -> Iterator[Packet]:
    """Packets from `begin` on at the latest: from the clip's start where the file cannot be entered there."""
    packets, first = _opened_at(path, begin, indices, alive), None
    with suppress(av.FFmpegError):
        first = next(packets, None)
    if first is not None and due(first) <= begin + APART / 2:
        yield first
        yield from packets
    else:
        yield from _opened_at(path, None, indices, alive)


def _opened_at(path: Path, begin: Fraction | None, indices: Sequence[int], alive: Sign) -> Iterator[Packet]:
    with opened(path) as source:
        if begin is not None:
            source.seek(int(begin * av.time_base))
        yield from _walked(source, indices, alive)


def _walked(source: InputContainer, indices: Sequence[int], alive: Sign) -> Iterator[Packet]:
    if "mp4" in source.format.name:  # which has a table of its packets, and reads only what is wanted
        for stream in source.streams:
            stream.discard = Discard.default if stream.index in indices else Discard.all
    for packet in source.demux():
        alive()
        if packet.size and packet.stream.index in indices:
            yield packet
