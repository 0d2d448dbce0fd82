"""What `afterglow train` and `afterglow unpaired` have in common: their options, and how they end."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from afterglow.cli import exits
from afterglow.errors import AfterglowError
from afterglow_lab.run import Budget, check_budget


def training_parser(command: str, says: str | None) -> argparse.ArgumentParser:
    """A parser with the options that every training has."""
    parser = argparse.ArgumentParser(prog=f"afterglow {command}", description=says)
    parser.add_argument("run", type=Path, help="the run file")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    parser.add_argument("--out", type=Path, default=Path("runs-out"), help="where checkpoints go")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="finish the schedule within so many minutes")
    length.add_argument("--steps", type=int, help="finish the schedule within so many steps")
    parser.add_argument("--tensorboard", action="store_true", help="also write curves for TensorBoard")
    return parser


def budget_asked(options: argparse.Namespace, otherwise: Budget) -> Budget:
    """The budget on the command line, or that of the run file."""
    if options.minutes is None and options.steps is None:
        return otherwise
    asked = Budget(steps=options.steps or 0, minutes=options.minutes or 0.0)
    check_budget(asked, "the command line")
    return asked


def ended(command: str, work: Callable[[], object]) -> int:
    """Do the work and return its exit code; what goes wrong is said in one sentence."""
    try:
        work()
    except AfterglowError as error:
        print(f"afterglow {command}: {error}", file=sys.stderr)
        return exits.NOTHING_DONE
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from the last checkpoint.", file=sys.stderr)
        return exits.STOPPED
    return exits.FINE
