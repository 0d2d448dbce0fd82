"""`afterglow bench`: what this machine can do with each model."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow.cli import exits
from afterglow.errors import CannotWrite, WrongOption

if TYPE_CHECKING:
    from afterglow.score.bench import Speed

NOTES = """\
Each model runs in each way that this machine has. Seconds are for whole pictures, their tiles' overlap counted in.
"Sakura" is the score of Nagato-Sakura Image Charm's benchmark for the same time, to compare with its tables.

examples:
  afterglow bench
  afterglow bench --model jpeg-photo-fast --seconds 60 --save here.json"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "bench",
        help="measure how fast this machine runs each model",
        description="Measure how fast this machine runs each model.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--model", action="append", metavar="NAME", help="only this model; may be repeated")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="how long to measure, in all (default 20)"
    )
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the result as JSON")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if not 1 <= arguments.seconds <= 3600:
        raise WrongOption("Measuring takes between 1 and 3600 seconds", "Say --seconds 20.")
    from afterglow.models.store import find_model, list_models
    from afterglow.score.bench import bench

    names = arguments.model
    cards = [find_model(name) for name in names] if names else list_models()
    if not cards:
        print("There are no models yet. `afterglow models add FILE.onnx` adds one.")
        return exits.NOTHING_DONE
    found = bench(cards, arguments.seconds)
    text = json.dumps(asdict(found), indent=1)
    if arguments.save:
        try:
            arguments.save.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CannotWrite(f"{arguments.save.name} cannot be written", f"{error.strerror}.") from error
    if arguments.json:
        print(text)
        return exits.FINE
    print(f"{found.processor}, {found.cores} cores, {found.memory / 1024**3:.0f} GiB")
    print(f"{'model':24}{'way':28}{'MP/s':>7}{'720p':>9}{'1080p':>9}{'12 MP':>9}{'MB':>7}{'Sakura':>9}")
    for speed in found.speeds:
        print(line(speed))
    return exits.FINE


def line(speed: Speed) -> str:
    """One row of the table."""
    way = f"{speed.engine} {speed.precision} {speed.device}"
    if speed.problem:
        return f"{speed.model:24}{way:28}{speed.problem}"
    times = "".join(f"{speed.seconds[size]:8.2f}s" for size in ("720p", "1080p", "12MP"))
    memory = f"{speed.memory / 1e6:7.0f}"
    return (
        f"{speed.model:24}{way:28}{speed.megapixels_per_second:7.2f}{times}{memory}{speed.sakura_points:9.0f}"
    )
