"""A model small enough to be written by hand: three convolutions that sharpen, as ONNX bytes and a card."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import numpy as np

from afterglow.models.card import ModelCard, write_card

NAME = "tiny"


def install(folder: Path, channels: int = 8) -> str:
    """Put the model into `folder`, as AFTERGLOW_MODELS would have it; returns its name."""
    place = folder / NAME
    place.mkdir(parents=True)
    data = _model(channels)
    (place / "model.onnx").write_bytes(data)
    card = ModelCard(
        name=NAME,
        task="tests",
        quality="fast",
        summary="Sharpens a little.",
        licence="Apache-2.0",
        scale=1,
        multiple_of=2,
        context=4,
        file="model.onnx",
        sha256=hashlib.sha256(data).hexdigest(),
        bytes_per_pixel=16 * channels,
    )
    write_card(card, place)
    return NAME


def _model(channels: int) -> bytes:
    rng = np.random.default_rng(7)
    shapes = [(channels, 3, 3, 3), (channels, channels, 3, 3), (3, channels, 3, 3)]
    weights = [rng.normal(0, 0.3 / np.sqrt(np.prod(shape[1:])), shape).astype(np.float32) for shape in shapes]
    nodes, name = [], "input"
    for index in range(3):
        nodes.append(_node("Conv", [name, f"w{index}"], f"c{index}", _pads()))
        nodes.append(_node("Relu", [f"c{index}"], f"r{index}"))
        name = f"r{index}" if index < 2 else f"c{index}"
    nodes = [*nodes[:-1], _node("Add", ["input", name], "output")]
    graph = b"".join(_field(1, node) for node in nodes) + _field(2, b"tiny")
    graph += b"".join(_field(5, _tensor(f"w{index}", weight)) for index, weight in enumerate(weights))
    graph += _field(11, _picture("input")) + _field(12, _picture("output"))
    return _number(1, 8) + _field(7, graph) + _field(8, _field(1, b"") + _number(2, 17))


def _node(kind: str, inputs: list[str], output: str, attributes: bytes = b"") -> bytes:
    names = b"".join(_field(1, name.encode()) for name in inputs) + _field(2, output.encode())
    return names + _field(4, kind.encode()) + attributes


def _pads() -> bytes:
    return _field(5, _field(1, b"pads") + b"".join(_number(8, 1) for _ in range(4)) + _number(20, 7))


def _tensor(name: str, values: np.ndarray) -> bytes:
    sides = b"".join(_number(1, side) for side in values.shape)
    return sides + _number(2, 1) + _field(8, name.encode()) + _field(9, values.tobytes())


def _picture(name: str) -> bytes:
    sides = [_field(2, b"n"), _number(1, 3), _field(2, b"h"), _field(2, b"w")]
    shape = b"".join(_field(1, side) for side in sides)
    return _field(1, name.encode()) + _field(2, _field(1, _number(1, 1) + _field(2, shape)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return struct.pack(f"{len(parts) + 1}B", *parts, value)
