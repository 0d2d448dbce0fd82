"""Argument parsing that refuses in one sentence."""

from __future__ import annotations

import argparse
import sys
from typing import Any, NoReturn

from afterglow.cli import exits


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence without the usage in front."""

    def __init__(self, **settings: Any) -> None:
        # An abbreviation that works today is ambiguous after the next option, and breaks somebody's script.
        super().__init__(**{"allow_abbrev": False, **settings})

    def error(self, message: str) -> NoReturn:
        said = message[:1].upper() + message[1:].rstrip(".")
        print(f"{self.prog}: {said}. `{self.prog} --help` lists what can be said.", file=sys.stderr)
        raise SystemExit(exits.USAGE)
