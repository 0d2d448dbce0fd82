"""Which controls the modes have, and how they are typed: `double=0.5`, `kinds=gaussian,motion`, `sampling=4:2:0`."""

import dataclasses
import tomllib
from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin, get_type_hints

from afterglow.errors import WrongOption
from afterglow_lab.degradations.levels import MODES
from afterglow_lab.degradations.night import NightCamera

CONTROLLED = MODES | {"night": NightCamera}


def read_controls(mode: str, typed: Sequence[str]) -> dict[str, Any]:
    """A table such as a mode is made from; whether the values make sense is for the mode to say."""
    table: dict[str, Any] = {}
    for text in typed:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (name and sign and value):
            raise WrongOption(f"{text!r} sets no control", hint="Write CONTROL=VALUE, such as double=0.5.")
        items = [_plain(item.strip()) for item in value.split(",")]
        table[name] = items if len(items) > 1 or name in _lists(mode) else items[0]
    return table


def known_controls() -> dict[str, list[dict[str, Any]]]:
    """The controls of every mode, for doors that draw them: name, kind, what is usual and what there is to choose."""
    return {
        mode: [_told(mode, field) for field in dataclasses.fields(CONTROLLED[mode])] for mode in CONTROLLED
    }


def _told(mode: str, field: dataclasses.Field[Any]) -> dict[str, Any]:
    kind = get_type_hints(CONTROLLED[mode])[field.name]
    inside = get_args(kind)[0] if get_origin(kind) is tuple else kind
    several, named = inside is not kind, get_origin(inside) is Literal
    return {
        "name": field.name,
        "kind": KINDS[several, "word" if named else inside.__name__],
        "usual": field.default,
        "choices": get_args(inside) if named else (),
    }


KINDS = {
    (False, "word"): "choice",
    (True, "word"): "choices",
    (True, "float"): "span",
    (True, "int"): "wholes",
    (False, "float"): "share",
    (False, "int"): "whole",
}
"""What a control is, by whether it holds several values, and which."""


def _lists(mode: str) -> set[str]:
    """The controls of a mode that hold several values."""
    if mode not in CONTROLLED:
        return set()
    fields = dataclasses.fields(CONTROLLED[mode])
    return {field.name for field in fields if isinstance(field.default, tuple)}


def _plain(text: str) -> Any:
    """A number where it is one, else the very words."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
