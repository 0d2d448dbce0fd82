"""`afterglow completion`: scripts that let a shell complete our commands and options."""

from __future__ import annotations

import argparse
from typing import Any

from afterglow.cli import exits
from afterglow.errors import AfterglowError

SHELLS = ("bash", "zsh", "fish")

HOW_TO = """\
to use it:
  bash   afterglow completion bash > ~/.local/share/bash-completion/completions/afterglow
  zsh    afterglow completion zsh > "${fpath[1]}/_afterglow"
  fish   afterglow completion fish > ~/.config/fish/completions/afterglow.fish"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "completion",
        help="print the completion script for a shell",
        description="Print a script that lets your shell complete commands, options and file names.",
        epilog=HOW_TO,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("shell", choices=SHELLS, help="which shell")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from afterglow.cli import COMMANDS, build_parser

    try:
        import shtab
    except ImportError as error:
        raise AfterglowError(
            "Completion scripts need the package shtab", "pip install shtab adds it."
        ) from error
    print(shtab.complete(build_parser(list(COMMANDS)), shell=arguments.shell))
    return exits.FINE
