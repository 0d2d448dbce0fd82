"""`afterglow doctor`: does everything work on this machine, and if not, what to do."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import Any

from afterglow.cli import exits

SIGNS = {"fine": "✓", "note": "–", "fault": "✗"}


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "doctor",
        help="check that everything works on this machine",
        description="Check formats, engines, models, memory and folders, and say what to do where one fails.",
        epilog="exit codes: 0 all is well, 1 something is wrong",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object per finding")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from afterglow.cli.checkup import findings

    found = []
    for finding in findings():
        found.append(finding)
        if arguments.json:
            print(json.dumps(asdict(finding)), flush=True)
        else:
            told = f"{finding.message}. {finding.hint}" if finding.hint else f"{finding.message}."
            print(f"{SIGNS[finding.state]} {finding.topic}: {told}", flush=True)
    faults = sum(finding.state == "fault" for finding in found)
    if not arguments.json:
        print(f"\n{faults} thing{'s' * (faults > 1)} to mend." if faults else "\nAll is well.")
    return exits.NOTHING_DONE if faults else exits.FINE
