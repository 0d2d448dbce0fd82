"""Prints how long the command line takes to start, as multiples of `python -c pass`."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from tests.cli.product import COMMAND, environment

STARTS = 15
CASES = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import argparse": [sys.executable, "-c", "import argparse"],
    "import rich.progress": [sys.executable, "-c", "import rich.progress"],
    "afterglow --version": [*COMMAND, "--version"],
    "afterglow --help": [*COMMAND, "--help"],
    "afterglow enhance --help": [*COMMAND, "enhance", "--help"],
}


def seconds(command: list[str]) -> float:
    """How long one start takes."""
    began = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, env=environment(), check=True)
    return time.perf_counter() - began


def main() -> None:
    # In turns, so that whatever else the machine does falls on all alike.
    rounds = [{name: seconds(command) for name, command in CASES.items()} for _ in range(STARTS)]
    medians = {name: statistics.median(one[name] for one in rounds) for name in CASES}
    for name, median in medians.items():
        print(f"{median * 1000:7.1f} ms  {median / medians['python -c pass']:5.1f} ×  {name}")


if __name__ == "__main__":
    main()
