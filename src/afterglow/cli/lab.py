"""Commands of the lab and of other doors, found by name: the product knows that they may exist, and nothing more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import entry_points

from afterglow.cli import exits

GROUP = "afterglow.commands"


def forward(command: str, words: list[str], extra: str = "lab") -> int:
    """Run a command that comes with an extra, or say how to get that."""
    offered = entry_points(group=GROUP, name=command)
    try:
        if not offered:
            raise ImportError("nothing offers it")
        run: Callable[[list[str]], int] = next(iter(offered)).load()
    except ImportError as error:
        print(
            f"afterglow: `{command}` comes with the extra {extra}, which is not installed here ({error}). "
            f"Install it with: pip install 'afterglow[{extra}]'",
            file=sys.stderr,
        )
        return exits.NOTHING_DONE
    return run(words)
