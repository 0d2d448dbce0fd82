"""The lab's commands, found by name: the product knows that they may exist, and nothing more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import entry_points

from afterglow.cli import exits

GROUP = "afterglow.commands"


def forward(command: str, words: list[str]) -> int:
    """Run a command of the lab with these words, or say how to get the lab."""
    offered = entry_points(group=GROUP, name=command)
    try:
        if not offered:
            raise ImportError("nothing offers it")
        run: Callable[[list[str]], int] = next(iter(offered)).load()
    except ImportError as error:
        print(
            f"afterglow: `{command}` is a command of the lab, which is not installed here ({error}). "
            "Install it with: pip install 'afterglow[lab]'",
            file=sys.stderr,
        )
        return exits.NOTHING_DONE
    return run(words)
