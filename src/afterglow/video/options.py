"""What can be asked of a clip besides the recipe: every option, declared once."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_type_hints

from afterglow.enhance.recipe import check_options, option
from afterglow.errors import WrongOption

SAME = "same"


@dataclass(frozen=True, kw_only=True)
class VideoOptions:
    """How a result is encoded, what is carried along, and which part of the clip is meant."""

    codec: Literal["same", "h264", "hevc", "vp9", "av1"] = option(
        SAME, "Codec", sense="how the pictures are coded; same follows the clip where it can be written"
    )
    depth: Literal["same", "8", "10"] = option(SAME, "Depth", sense="bits for each colour")
    crf: int = option(-1, "Quality", span=(-1, 63), sense="lower is better and larger; -1 is the codec's own")
    bit_rate: str = option("", "Bit rate", sense="of the pictures, such as 8M, instead of --crf")
    effort: Literal["light", "medium", "high"] = option(
        "light", "Effort", sense="how long the encoder thinks to make the file smaller"
    )
    deinterlace: bool = option(False, "Deinterlace", sense="make whole pictures out of fields")
    calm: Literal["on", "off"] = option("on", "Calm", sense="blend along with what moves, against flicker")
    every: int = option(1, "Every", span=(1, 10_000), sense="keep every N-th picture, at the same speed")
    begin: str = option("", "From", sense="where to begin, such as 12.5 or 1:02:03", name="from")
    end: str = option("", "To", sense="where to end, such as 1:30", name="to")
    audio: Literal["copy", "aac", "opus", "mp3", "vorbis", "drop"] = option(
        "copy", "Sound", sense="copy it untouched, encode it anew, or drop it"
    )
    audio_bit_rate: str = option("", "Sound bit rate", sense="of each track encoded anew, such as 160k")
    subtitles: Literal["keep", "drop"] = option("keep", "Subtitles", sense="keep or drop them")

    def __post_init__(self) -> None:
        check_options(self, KINDS)
        parse_bit_rate(self.bit_rate)
        parse_bit_rate(self.audio_bit_rate)
        begin, end = self.stretch
        if end is not None and end <= (begin or 0.0):
            raise WrongOption(
                f"The part from {begin or 0:g} to {end:g} seconds is empty", "Let --to be after --from."
            )
        if self.bit_rate and self.crf >= 0:
            raise WrongOption("Both a quality and a bit rate were given", "Give one of --crf and --bit-rate.")

    @property
    def stretch(self) -> tuple[float | None, float | None]:
        """Begin and end in seconds; None where they are the clip's."""
        return parse_time(self.begin), parse_time(self.end)

    def fingerprint(self) -> str:
        """A short hash that two sets of options share only if they ask for the same file."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


KINDS: dict[str, Any] = get_type_hints(VideoOptions)


def parse_time(text: str) -> float | None:
    """`12.5`, `1:30` or `1:02:03.5` in seconds; None for an empty text."""
    if not text:
        return None
    match = re.fullmatch(r"(?:(?:(\d+):)?(\d{1,2}):)?(\d+(?:\.\d+)?)", text.strip())
    if not match:
        raise WrongOption(f"The time {text!r} is not understood", "Write it as 12.5 or 1:02:03.")
    return int(match[1] or 0) * 3600 + int(match[2] or 0) * 60 + float(match[3])


def parse_bit_rate(text: str) -> int | None:
    """`8M`, `192k` or a number of bits a second; None for an empty text."""
    if not text:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kKmM]?)(?:bit/s|bps)?", text.strip())
    rate = float(match[1]) * {"": 1, "k": 1e3, "m": 1e6}[match[2].lower()] if match else 0.0
    if not 1000 <= rate <= 1e9:
        raise WrongOption(f"The bit rate {text!r} is not understood", "Write it as 8M or 192k.")
    return int(rate)
