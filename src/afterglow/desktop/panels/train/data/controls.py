"""The controls that a mode of damage has, as the lab declares them, and what is asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Asked = Mapping[str, Any]
"""A control's name, and a number, a word, or a list of either."""


@dataclass(frozen=True)
class Control:
    """`kind` is choice, choices, span, wholes, share or whole; `choices` are the words to choose from."""

    name: str
    kind: str
    usual: Any
    choices: tuple[str, ...] = ()


def declared(answer: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, tuple[Control, ...]]:
    """The lab's answer: the controls of each mode."""
    return {
        mode: tuple(
            Control(one["name"], one["kind"], one["usual"], tuple(one["choices"])) for one in controls
        )
        for mode, controls in answer.items()
    }


def typed(asked: Asked) -> list[str]:
    """What is asked as `--set` has it: `iso=100,800`."""
    return [f"{name}={_text(value)}" for name, value in asked.items()]


def changed(asked: Asked, control: Control, value: Any) -> dict[str, Any]:
    """What is asked with another value; what is usual is not asked for."""
    others = {name: kept for name, kept in asked.items() if name != control.name}
    return others if value == control.usual else {**others, control.name: value}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return f"{value:g}" if isinstance(value, int | float) else str(value)
