"""`afterglow models`: which models there are, and adding and removing them."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow.cli import exits
from afterglow.errors import AfterglowError

if TYPE_CHECKING:
    from afterglow.models.card import ModelCard

NOTES = """\
Any ONNX model that turns pictures into pictures can be added. It is looked through before anything loads
it, and tried in a process of its own: scale, sizes, how far it looks around and how much memory it needs are
found out by running it. PyTorch checkpoints (.pth, .safetensors) are converted with the lab first.

examples:
  afterglow models add denoiser.onnx --licence MIT --summary "For old scans"
  afterglow enhance scan.png --model denoiser"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "models",
        help="list, show, add, remove and verify models",
        description="List, show, add, remove and verify models.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _action(actions, "list", "list all models", list_all)
    show = _action(actions, "show", "show a model's card", show_one)
    show.add_argument("name", help="a model's name")
    add = _action(actions, "add", "add an ONNX model", add_one)
    add.add_argument("file", type=Path, help="an ONNX file")
    _add_details(add)
    remove = _action(actions, "remove", "remove a model that was added", remove_one)
    remove.add_argument("name", help="a model's name")
    verify = _action(actions, "verify", "check that models are unchanged and work here", verify_some)
    verify.add_argument("names", nargs="*", metavar="NAME", help="models' names; none means all")


def list_all(arguments: argparse.Namespace) -> int:
    from afterglow.models.store import broken_models, list_models

    cards, broken = list_models(), broken_models()
    if arguments.json:
        _print_json([_plain(card) for card in cards])
    elif not cards:
        print("There are no models yet. `afterglow models add FILE.onnx` adds one.")
    else:
        _print_table(cards)
    for folder, problem in broken:
        print(f"afterglow: {folder.name}: {problem}", file=sys.stderr)
    return exits.FINE


def show_one(arguments: argparse.Namespace) -> int:
    from afterglow.models.card import card_toml
    from afterglow.models.store import find_model

    card = find_model(arguments.name)
    if arguments.json:
        _print_json(_plain(card))
    else:
        print(card_toml(card) + f"\n# {card.path}")
    return exits.FINE


def add_one(arguments: argparse.Namespace) -> int:
    from afterglow.models.adding import Details, add_model
    from afterglow.models.told import Told

    told = Told(arguments.context, arguments.range, arguments.order)
    said = {name: getattr(arguments, name) for name in ("name", "task", "quality", "summary", "licence")}
    if not arguments.json:
        print(f"Trying {arguments.file.name}; this takes a few seconds …", file=sys.stderr)
    card = add_model(
        arguments.file, Details(**said, author=arguments.author, source=arguments.source, told=told)
    )
    if arguments.json:
        _print_json(_plain(card))
    else:
        print(
            f"{card.name} was added: ×{card.scale}, looks {card.context} pixels around, "
            f"needs {card.bytes_per_pixel} bytes per pixel."
        )
    return exits.FINE


def remove_one(arguments: argparse.Namespace) -> int:
    from afterglow.models.store import remove_model

    remove_model(arguments.name)
    if arguments.json:
        _print_json({"removed": arguments.name})
    else:
        print(f"{arguments.name} was removed.")
    return exits.FINE


def verify_some(arguments: argparse.Namespace) -> int:
    from afterglow.models.store import broken_models, find_model, list_models

    names = arguments.names or [card.name for card in list_models()]
    found = [_verified(find_model, name) for name in names]
    if not arguments.names:
        found += [_failed(folder.name, problem) for folder, problem in broken_models()]
    if arguments.json:
        _print_json(found)
    else:
        for result in found:
            print(f"{result['name']}: {result['runs'] or result['problem']}")
    return exits.FINE if all(result["runs"] for result in found) else exits.SOME_FAILED


def _verified(find_model: Any, name: str) -> dict[str, str]:
    """Open the model as an enhancement would: its hash, its contents and its test picture are checked."""
    from afterglow.models.choice import open_session

    try:
        session = open_session(find_model(name))
    except AfterglowError as error:
        return _failed(name, error)
    runs = f"{session.engine} {session.precision} on {session.device}"
    session.close()
    return {"name": name, "runs": runs, "problem": "; ".join(session.notes)}


def _failed(name: str, problem: AfterglowError) -> dict[str, str]:
    return {"name": name, "runs": "", "problem": str(problem)}


def _action(actions: Any, name: str, sense: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(
        name, help=sense, description=f"{sense[0].upper()}{sense[1:]}."
    )
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")
    parser.set_defaults(run=run)
    return parser


def _add_details(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", default="", help="what to call it (default: the file's name)")
    parser.add_argument("--task", default="other", help="what it is for, such as jpeg-photo or denoise")
    parser.add_argument("--quality", default="best", choices=("fast", "best"), help="fast or best")
    parser.add_argument("--summary", default="", help="a sentence about it")
    parser.add_argument("--licence", default="unknown", help="the licence of its weights")
    parser.add_argument("--author", default="unknown", help="who made it")
    parser.add_argument("--source", default="", help="where it comes from")
    parser.add_argument("--context", type=int, help="pixels it looks around (default: measured)")
    parser.add_argument("--range", type=float, help="its value of white, 1 or 255 (default: found out)")
    parser.add_argument("--order", default="rgb", choices=("rgb", "bgr"), help="its order of colours")


def _print_table(cards: list[ModelCard]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for column in ("name", "task", "quality", "scale", "size", "licence", "summary"):
        table.add_column(column, no_wrap=column == "name", justify="right" if column == "size" else "left")
    for card in cards:
        size = f"{card.path.stat().st_size / 1e6:.1f} MB" if card.path.exists() else "missing"
        table.add_row(card.name, card.task, card.quality, f"×{card.scale}", size, card.licence, card.summary)
    Console().print(table)


def _plain(card: ModelCard) -> dict[str, Any]:
    return {**asdict(card), "folder": str(card.folder)}


def _print_json(said: Any) -> None:
    print(json.dumps(said, indent=2))
