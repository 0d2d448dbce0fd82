"""`afterglow devices`: what can run a model here."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from afterglow.cli import exits

if TYPE_CHECKING:
    from afterglow.models.devices import EngineFound, Machine


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "devices",
        help="list what can run a model here",
        description="List the processor, the engines and the devices that can run a model here.",
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from afterglow.models.devices import this_machine

    machine = this_machine()
    if arguments.json:
        print(json.dumps(_plain(machine), indent=2))
    else:
        print("\n".join(_lines(machine)))
    return exits.FINE


def _plain(machine: Machine) -> dict[str, Any]:
    table = asdict(machine)
    for engine, found in zip(table["engines"], machine.engines, strict=True):
        engine["ways"] = [way._asdict() for way in found.ways]
    return table


def _lines(machine: Machine) -> list[str]:
    abilities = f" with {', '.join(machine.abilities)}" if machine.abilities else ""
    lines = [
        f"{machine.processor}, {machine.cores} cores{abilities}",
        f"{machine.memory / 1024**3:.1f} GiB of memory, {machine.system}",
        "",
    ]
    for engine in machine.engines:
        lines += _engine_lines(engine)
    return [*lines, "", "--engine, --device and --precision choose among these; auto takes the fastest."]


def _engine_lines(engine: EngineFound) -> list[str]:
    if engine.problem:
        return [f"{engine.name}: cannot be used: {engine.problem}"]
    devices = list(dict.fromkeys(way.device for way in engine.ways))
    lines = [f"{engine.name} {engine.version}"]
    for device in devices:
        precisions = ", ".join(way.precision for way in engine.ways if way.device == device)
        maker = engine.names.get(device.upper(), "")
        lines.append(f"  --device {device:<10} --precision {precisions}" + (f"   {maker}" if maker else ""))
    return lines
