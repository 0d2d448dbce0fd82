"""Reading protobuf's wire format, so that an ONNX file can be looked at without being loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5


class Malformed(ValueError):
    """These bytes are not a protobuf message."""


class Field(NamedTuple):
    """One field of a message: `number` as in the .proto file, and a number or the bytes it holds."""

    number: int
    value: int | memoryview

    @property
    def whole(self) -> int:
        """The value of a field that must be a number."""
        if isinstance(self.value, int):
            return self.value
        raise Malformed(f"field {self.number} should be a number")

    @property
    def data(self) -> memoryview:
        """The bytes of a field that must hold some."""
        if isinstance(self.value, memoryview):
            return self.value
        raise Malformed(f"field {self.number} should hold bytes")

    @property
    def text(self) -> str:
        """The text of a field that must hold some."""
        try:
            return str(self.data, "utf-8")
        except UnicodeDecodeError as error:
            raise Malformed(f"field {self.number} is no text") from error


def fields(message: memoryview) -> Iterator[Field]:
    """The fields of `message` in the file's order, nothing copied."""
    at, end = 0, len(message)
    while at < end:
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if number == 0:
            raise Malformed("a field has the number 0")
        if kind == VARINT:
            value, at = _varint(message, at)
            yield Field(number, value)
            continue
        if kind == BYTES:
            size, at = _varint(message, at)
        elif kind in (FIXED64, FIXED32):
            size = 8 if kind == FIXED64 else 4
        else:
            raise Malformed(f"field {number} has the unknown kind {kind}")
        if at + size > end:
            raise Malformed("it ends in the middle of a field")
        yield Field(number, message[at : at + size])
        at += size


def varints(message: memoryview) -> Iterator[int]:
    """The numbers of a packed field."""
    at = 0
    while at < len(message):
        value, at = _varint(message, at)
        yield value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(message):
            raise Malformed("it ends in the middle of a number")
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise Malformed("a number is longer than ten bytes")
