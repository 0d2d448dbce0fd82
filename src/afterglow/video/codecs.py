"""The codecs that pictures are written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from afterglow.video.clip import Light

Chroma = Literal["4:2:0", "4:2:2", "4:4:4"]


@dataclass(frozen=True)
class Codec:
    """An encoder: what it can hold, and what it takes to make it work well.

    `formats` names the pixel format for bits and chroma. `crf` is where the eye sees no loss, `worst` the end of the
    scale. `efforts` are the settings for light, medium and high.
    """

    name: str
    label: str
    encoder: str
    formats: dict[tuple[int, Chroma], str]
    crf: int
    worst: int
    efforts: dict[str, dict[str, str]]
    settings: dict[str, str] = field(default_factory=dict)
    parameters: str = ""  # the name of the setting that holds the encoder's own parameters
    quiet: tuple[str, ...] = ()  # own parameters that keep it from printing
    steady: tuple[str, ...] = ()  # own parameters that give pictures shown for a moment no less quality
    slim: tuple[str, ...] = ()  # own parameters that save memory where only the header is wanted
    interlaced: bool = False
    tag: str = ""  # in MP4 and MOV, where the usual one does not play everywhere


def _planar(*pairs: tuple[int, Chroma]) -> dict[tuple[int, Chroma], str]:
    return {
        (bits, chroma): f"yuv{chroma.replace(':', '')}p" + ("" if bits == 8 else f"{bits}le")
        for bits, chroma in pairs
    }


ALL = _planar((8, "4:2:0"), (8, "4:2:2"), (8, "4:4:4"), (10, "4:2:0"), (10, "4:2:2"), (10, "4:4:4"))

CODECS = {
    "h264": Codec(
        "h264", "H.264", "libx264", ALL, 18, 51,
        {"light": {"preset": "veryfast"}, "medium": {"preset": "medium"}, "high": {"preset": "slow"}},
        parameters="x264-params", steady=("force-cfr=1",), interlaced=True,
    ),
    "hevc": Codec(
        "hevc", "HEVC", "libx265", ALL, 20, 51,
        {"light": {"preset": "superfast"}, "medium": {"preset": "medium"}, "high": {"preset": "slow"}},
        parameters="x265-params", quiet=("log-level=none",), tag="hvc1",
    ),
    "vp9": Codec(
        "vp9", "VP9", "libvpx-vp9", _planar((8, "4:2:0"), (8, "4:2:2"), (8, "4:4:4")), 24, 63,
        {"light": {"cpu-used": "6"}, "medium": {"cpu-used": "3"}, "high": {"cpu-used": "1"}},
        settings={"deadline": "good", "row-mt": "1", "b": "0"},
    ),
    "av1": Codec(
        "av1", "AV1", "libsvtav1", _planar((8, "4:2:0"), (10, "4:2:0")), 24, 63,
        {"light": {"preset": "10"}, "medium": {"preset": "7"}, "high": {"preset": "4"}},
        parameters="svtav1-params", slim=("lp=1",),  # on eight cores it reserves 7 GB for 4K, on one 2
    ),
}  # fmt: skip


def grading(codec: Codec, light: Light | None) -> list[str]:
    """The encoder's own parameters that tell players how an HDR master was graded."""
    if light is None or not codec.parameters:
        return []
    own = {
        "h264": ("mastering-display", "cll", 50_000, 10_000),
        "hevc": ("master-display", "max-cll", 50_000, 10_000),
        "av1": ("mastering-display", "content-light", 1, 1),
    }
    graded, most, per_unit, per_candela = own[codec.name]
    said = []
    if light.primaries and light.luminance:
        red_x, red_y, green_x, green_y, blue_x, blue_y, white_x, white_y = (
            _number(value * per_unit, per_unit) for value in light.primaries
        )
        dark, bright = (_number(value * per_candela, per_candela) for value in light.luminance)
        said.append(
            f"{graded}=G({green_x},{green_y})B({blue_x},{blue_y})R({red_x},{red_y})"
            f"WP({white_x},{white_y})L({bright},{dark})"
        )
    if light.most:
        said.append(f"{most}={light.most[0]},{light.most[1]}")
    return said


def _number(value: float, steps: int) -> str:
    return str(round(value)) if steps > 1 else f"{value:.4f}"
