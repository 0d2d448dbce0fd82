"""The flags of a recipe, drawn from its fields: an option is declared there and nowhere else.

The options of clips are drawn in the same way.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Collection
from typing import Any, Literal, get_args, get_origin

from afterglow.enhance.recipe import KINDS, Recipe
from afterglow.video import options as clips
from afterglow.video.options import VideoOptions

GROUPS = {"picture": "the picture", "file": "the file", "machine": "the machine"}


def add_recipe_flags(parser: argparse.ArgumentParser, leave_out: Collection[str] = ()) -> None:
    """One flag for each field of `Recipe`, under the heading of its group."""
    groups = {name: parser.add_argument_group(title) for name, title in GROUPS.items()}
    for field in dataclasses.fields(Recipe):
        if field.name not in leave_out:
            _add(groups[field.metadata["group"]], field, KINDS)


def add_video_flags(parser: argparse.ArgumentParser) -> None:
    """One flag for each field of `VideoOptions`."""
    group = parser.add_argument_group("the clip")
    for field in dataclasses.fields(VideoOptions):
        _add(group, field, clips.KINDS)


def video_options_from(arguments: argparse.Namespace) -> VideoOptions:
    """The options of clips that the given flags describe."""
    names = [field.name for field in dataclasses.fields(VideoOptions)]
    return VideoOptions(**{name: getattr(arguments, name) for name in names if hasattr(arguments, name)})


def recipe_from(arguments: argparse.Namespace) -> Recipe:
    """The recipe that the given flags describe; what was not given keeps the recipe's own default."""
    names = [field.name for field in dataclasses.fields(Recipe)]
    return Recipe(**{name: getattr(arguments, name) for name in names if hasattr(arguments, name)})


def _add(group: Any, field: dataclasses.Field[Any], kinds: dict[str, Any]) -> None:
    name = field.metadata["name"] or field.name.replace("_", "-")
    group.add_argument(f"--{name}", dest=field.name, help=_help(field), **_shape(field, kinds[field.name]))


def _shape(field: dataclasses.Field[Any], kind: Any) -> dict[str, Any]:
    if kind is bool:
        return {"action": "store_true", "default": argparse.SUPPRESS}
    if get_origin(kind) is Literal:
        return {"choices": get_args(kind), "default": argparse.SUPPRESS}
    return {
        "type": kind,
        "metavar": (field.metadata["name"] or field.name).rpartition("_")[2].upper(),
        "default": argparse.SUPPRESS,
    }


def _help(field: dataclasses.Field[Any]) -> str:
    span = field.metadata["span"]
    asides = [f"{span[0]} to {span[1]}"] if span else []
    if field.default and field.default is not True:
        asides.append(
            f"default {field.default:g}" if isinstance(field.default, float) else f"default {field.default}"
        )
    text = field.metadata["sense"] + (f" ({', '.join(asides)})" if asides else "")
    return text.replace("%", "%%")
