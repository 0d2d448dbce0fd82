"""Colour profiles, built from their primaries."""

from __future__ import annotations

import struct

import numpy as np

D50 = np.array((0.9642, 1.0, 0.8249))
D65 = np.array((0.95047, 1.0, 1.08883))
BRADFORD = np.array(((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296)))


def rgb_profile(
    primaries: tuple[tuple[float, float], ...], gamma: float, version: int = 2, padding: int = 0
) -> bytes:
    """A matrix profile with these corners, white like daylight, and a power curve."""
    corners = np.array([(x / y, 1, (1 - x - y) / y) for x, y in primaries]).T
    matrix = corners * np.linalg.solve(corners, D65)
    cones = BRADFORD @ D50 / (BRADFORD @ D65)
    adapted = np.linalg.inv(BRADFORD) @ np.diag(cones) @ BRADFORD @ matrix
    curve = _curve(gamma)
    tags = {b"wtpt": _xyz(D50), b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    tags |= {name: _xyz(adapted[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    return _profile(b"RGB ", tags, version, padding)


def gray_profile(gamma: float) -> bytes:
    return _profile(b"GRAY", {b"wtpt": _xyz(D50), b"kTRC": _curve(gamma)}, 2, 0)


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(float(value) * 65536))


def _xyz(values: np.ndarray) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(_fixed(value) for value in values)


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def _profile(space: bytes, tags: dict[bytes, bytes], version: int, padding: int) -> bytes:
    name = b"Afterglow test"
    if version == 4:
        text = (
            b"mluc" + bytes(4) + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(name) * 2, 28)
        )
        text += name.decode().encode("utf-16-be")
    else:
        text = b"desc" + bytes(4) + struct.pack(">I", len(name) + 1) + name + b"\0" + bytes(78)
    tags = {b"desc": text, **tags, b"cprt": text if version == 4 else b"text" + bytes(4) + b"free\0"}
    if padding:
        tags[b"padd"] = b"data" + bytes(8) + bytes(range(256)) * (padding // 256)
    at = 128 + 4 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for tag, value in tags.items():
        table += tag + struct.pack(">II", at + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    head = struct.pack(">I4sI4s4s4s", at + len(data), b"none", version << 24, b"mntr", space, b"XYZ ")
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + b"".join(_fixed(v) for v in D50)
    return head.ljust(128, b"\0") + table + data
