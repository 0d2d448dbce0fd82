"""What the user asks for: every option, declared once."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin, get_type_hints

from afterglow.errors import WrongOption

AUTO = "auto"


def option(
    default: Any,
    label: str,
    *,
    span: tuple[float, float] | None = None,
    sense: str = "",
    group: str = "picture",
    name: str = "",
) -> Any:
    """A recipe field with what a door needs to draw it: its label, its range, and one sentence of sense.

    `name` is what doors call it where the field's own name would not do.
    """
    return dataclasses.field(
        default=default, metadata={"label": label, "span": span, "sense": sense, "group": group, "name": name}
    )


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """All that can be asked of an enhancement. Doors draw their flags and controls from these fields."""

    model: str = option(AUTO, "Model", sense="a model's name, “auto” to let the picture decide, or “none”")
    quality: Literal["fast", "best"] = option("fast", "Quality", sense="fast for laptops, best for patience")
    strength: float = option(1.0, "Strength", span=(0, 1), sense="0 leaves every pixel as it was")
    sharpen: float = option(0.0, "Sharpen", span=(0, 1), sense="unsharp mask after the model")
    scale: float = option(1.0, "Scale", span=(1, 4), sense="enlarge by this factor")
    size: str = option("", "Size", sense="exact output size, such as 1920x1080")
    fit: Literal["pad", "crop", "stretch"] = option(
        "pad", "Fit", sense="how to reach --size when shapes differ"
    )
    format: Literal["same", "jpeg", "png", "webp", "tiff", "avif"] = option(
        "same", "Format", sense="file format of the result", group="file"
    )
    output_quality: int = option(
        0,
        "Output quality",
        span=(0, 100),
        sense="for lossy formats; 0 keeps at least the input's",
        group="file",
    )
    strip_gps: bool = option(False, "Strip GPS", sense="leave the place out of the result", group="file")
    strip_all: bool = option(
        False, "Strip all", sense="leave all metadata out, keep the colours", group="file"
    )
    engine: Literal["auto", "onnxruntime", "openvino"] = option(
        AUTO, "Engine", sense="what runs the network", group="machine"
    )
    device: str = option(
        AUTO, "Device", sense="auto, cpu, or one that `afterglow devices` lists", group="machine"
    )
    precision: Literal["auto", "f32", "bf16", "f16"] = option(
        AUTO,
        "Precision",
        sense="f32 is the same everywhere; bf16 and f16 are faster where supported",
        group="machine",
    )
    require_gpu: bool = option(
        False, "Require GPU", sense="fail rather than fall back to the CPU", group="machine"
    )
    memory: str = option(
        AUTO, "Memory", sense="the most to use, such as 2G; auto looks at the machine", group="machine"
    )
    tile: int = option(
        0, "Tile", span=(0, 16384), sense="tile side in pixels; 0 plans it from memory", group="machine"
    )

    def __post_init__(self) -> None:
        check_options(self, KINDS)
        parse_size(self.size)
        parse_memory(self.memory)
        if self.size and self.scale != 1:
            raise WrongOption("Both a scale and a size were given", hint="Give one of them.")

    def fingerprint(self) -> str:
        """A short hash that two recipes share only if they ask for the same pixels and file.

        What was left as it is does not count, so that an option which is yet to come changes no hash.
        """
        asked = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name not in MEANS and getattr(self, field.name) != field.default
        }
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


MEANS = ("engine", "device", "require_gpu", "memory", "tile")
"""Options that say how the machine gets there, not where: what they change is at most a rounding."""

KINDS: dict[str, Any] = get_type_hints(Recipe)


def check_options(options: Any, kinds: dict[str, Any]) -> None:
    """Raise `WrongOption` unless each field of a dataclass of options has a value of its kind and in its span."""
    for field in dataclasses.fields(options):
        _check(field, kinds[field.name], getattr(options, field.name))


def _check(field: dataclasses.Field[Any], kind: Any, value: Any) -> None:
    label, span = field.metadata["label"], field.metadata["span"]
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise WrongOption(
                f"{label} cannot be {value!r}", hint=f"Choose one of {', '.join(get_args(kind))}."
            )
        return
    fits = isinstance(value, (int, float) if kind is float else kind)
    if not fits or (isinstance(value, bool) and kind is not bool):
        raise WrongOption(f"{label} cannot be {value!r}", hint=f"Give a {kind.__name__}.")
    if span and not span[0] <= value <= span[1]:
        raise WrongOption(f"{label} cannot be {value}", hint=f"Give a value from {span[0]} to {span[1]}.")


def parse_size(text: str) -> tuple[int, int] | None:
    """`1920x1080` as numbers; None for an empty text."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,6})[x×X](\d{1,6})", text.strip())
    if not match or "0" in (match[1].lstrip("0") or "0", match[2].lstrip("0") or "0"):
        raise WrongOption(f"The size {text!r} is not understood", hint="Write it as 1920x1080.")
    return int(match[1]), int(match[2])


def parse_memory(text: str) -> int | None:
    """`2G`, `800M` or a number of bytes; None for auto."""
    if text == AUTO:
        return None
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)i?B?", text.strip(), re.IGNORECASE)
    amount = float(match[1]) * 1024 ** "KMGT".find(match[2].upper()) * 1024 if match and match[2] else 0
    amount = amount or (float(match[1]) if match else 0)
    if amount < 64 * 1024**2:
        raise WrongOption(
            f"{text!r} is not enough memory to work with", hint="Give at least 200M, such as 2G, or auto."
        )
    return int(amount)
