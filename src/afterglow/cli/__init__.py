"""The `afterglow` command: words in, exit code out.

A command is a file here and its line in `COMMANDS`. The file has `register(subparsers)`, which adds its
parser and sets `run=`, a function from the parsed words to an exit code. Only the file of the command asked
for is imported, so each may import what it likes inside `run`, and `afterglow --help` stays instant.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from afterglow import __version__
from afterglow.cli import exits
from afterglow.cli.parser import Parser
from afterglow.errors import AfterglowError, DeviceProblem, WrongOption

COMMANDS = {
    "enhance": "make pictures better",
    "video": "make videos better",
    "score": "say how good pictures look, 0 to 100",
    "compare": "say which of two pictures is better, and how sure that is",
    "recommend": "say what is wrong with pictures, and which model helps",
    "bench": "measure how fast this machine runs each model",
    "models": "list, show, add, remove and verify models",
    "devices": "list what can run a model here",
    "doctor": "check that everything works on this machine",
    "completion": "print the completion script for a shell",
}

LAB_COMMANDS = {
    "train": "train a network",
    "export": "turn a trained network into a model",
    "data": "prepare pictures to learn from",
    "evaluate": "measure models on data",
    "import-model": "turn a community checkpoint into a model",
    "unpaired": "turn photos of two cameras into pairs to learn from",
}
"""Commands of afterglow_lab, reached through entry points so that nothing here imports it."""

DOOR_COMMANDS = {"desktop": "open the window"}
"""Other doors, reached in the same way: no door imports another. Each comes with an extra of its name."""

EXAMPLES = """\
examples:
  afterglow enhance photo.jpg                 the result is photo.enhanced.jpg
  afterglow enhance photos/ -o better/        a folder and all below it; stop and go on at will
  afterglow enhance - -o - < in.png > out.png

`afterglow COMMAND --help` says more about each."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(words)
    except AfterglowError as error:
        if "--verbose" in words:
            raise
        print(f"afterglow: {error}", file=sys.stderr)
        return _code_of(error)
    except KeyboardInterrupt:
        return exits.STOPPED
    except BrokenPipeError:
        # Whoever read our output has gone, as in `afterglow … | head`.
        _stop_printing()
        return exits.STOPPED
    except OSError as error:
        if "--verbose" in words:
            raise
        _stop_printing()
        print(f"afterglow: {error}. Check the drive or the pipe it concerns.", file=sys.stderr)
        return exits.NOTHING_DONE


def _stop_printing() -> None:
    # What is still in Python's buffer cannot be printed either, and Python would complain about it at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    # NumPy's own threads wait for each other by spinning: on a busy machine most of the processor's time went there.
    # What we ask of it is too small to share, and it reads this once, when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if words and words[0] in (*LAB_COMMANDS, *DOOR_COMMANDS):
        from afterglow.cli.lab import forward

        return forward(words[0], words[1:], extra="lab" if words[0] in LAB_COMMANDS else words[0])
    parser = build_parser(words[:1])
    arguments = parser.parse_args(words)
    if not hasattr(arguments, "run"):
        parser.print_help()
        return exits.FINE
    code: int = arguments.run(arguments)
    return code


def build_parser(wanted: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all commands, of which only the `wanted` ones know their own options."""
    parser = Parser(
        prog="afterglow",
        description="Makes bad pictures good, on an ordinary computer, and tells what it did.",
        epilog=EXAMPLES,
        formatter_class=_Roomy,
    )
    parser.add_argument("--version", action="version", version=f"afterglow {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, sense in COMMANDS.items():
        if name in wanted:
            import_module(f"afterglow.cli.{name}").register(commands)
        else:
            commands.add_parser(name, help=sense)
    for name, sense in DOOR_COMMANDS.items():
        commands.add_parser(name, help=sense)
    for name, sense in LAB_COMMANDS.items():
        commands.add_parser(name, help=f"{sense} (lab)")
    return parser


class _Roomy(argparse.RawDescriptionHelpFormatter):
    """Help with a column wide enough for the longest command."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog)
        # argparse forgets that commands are indented, and would break the lines of the longest ones.
        self._action_max_length = max(map(len, COMMANDS)) + 4


def _code_of(error: AfterglowError) -> int:
    if isinstance(error, WrongOption):
        return exits.USAGE
    return exits.NO_DEVICE if isinstance(error, DeviceProblem) else exits.NOTHING_DONE
