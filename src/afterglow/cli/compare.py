"""`afterglow compare`: which of two pictures is better, or the best of many copies."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow.cli import exits
from afterglow.errors import AfterglowError, WrongOption

if TYPE_CHECKING:
    from afterglow.score.compare import Comparison

NOTES = """\
With a reference, the better picture is the one nearer to it; without, the one that scores higher. Pictures of
different sizes are resampled, and pictures that lie aside are moved and compared where they overlap: what is
done is said. Two folders are compared pair by pair, by name.

examples:
  afterglow compare before.jpg after.png
  afterglow compare a.jpg b.jpg --reference original.png --html report.html
  afterglow compare old/ new/ --json
  afterglow compare --best copies/*.jpg"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "compare",
        help="say which of two pictures is better, and how sure that is",
        description="Say which of two pictures, or folders, is better; or find the best of many copies.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="afterglow compare [options] A B | afterglow compare --best FILE...",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE-or-FOLDER", help="what to compare")
    parser.add_argument(
        "--reference", type=Path, metavar="R", help="how both should look; a folder for folders"
    )
    parser.add_argument("--best", action="store_true", help="rank copies of one picture, the best first")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page with pictures and all numbers"
    )
    parser.add_argument("--heatmap", type=Path, metavar="FILE", help="draw where the pictures differ")
    parser.add_argument(
        "--gain", type=float, default=5.0, help="how much a difference is amplified (default 5)"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.best:
        _refuse(arguments, "reference", "html", "heatmap")
        return _best(arguments)
    if len(arguments.paths) != 2:
        raise WrongOption("Two pictures or two folders are compared", "Say --best to rank more than two.")
    if not 0 < arguments.gain <= 1000:
        raise WrongOption("The gain must lie between 0 and 1000", "5 shows what an eye could see.")
    folders = [path.is_dir() for path in arguments.paths]
    if all(folders):
        _refuse(arguments, "html", "heatmap")
        return _folders(arguments)
    if any(folders):
        raise WrongOption("A picture cannot be compared with a folder", "Name two of a kind.")
    return _pair(arguments)


def _refuse(arguments: argparse.Namespace, *words: str) -> None:
    """What would be left undone without a word."""
    for word in words:
        if getattr(arguments, word) is not None:
            raise WrongOption(f"--{word} is for two pictures", "Leave it out, or name two files.")


def _pair(arguments: argparse.Namespace) -> int:
    from afterglow.image.files import read, write
    from afterglow.image.image import Image
    from afterglow.score.alike import made_alike
    from afterglow.score.compare import compare
    from afterglow.score.heat import heat_map
    from afterglow.score.report import Named, as_object, report

    a, b = (read(path) for path in arguments.paths)
    reference = read(arguments.reference) if arguments.reference else None
    _keep_originals(arguments)
    found = compare(a, b, reference)
    if arguments.heatmap:
        alike = made_alike(a, "A", {"B": b})
        drawn = heat_map(alike.pictures["B"].pixels, alike.base.pixels, arguments.gain)
        write(Image(drawn), arguments.heatmap, overwrite=True)
    if arguments.html:
        ours, theirs = Named(arguments.paths[0].name, a), Named(arguments.paths[1].name, b)
        truth = Named(arguments.reference.name, reference) if reference else None
        _write_text(arguments.html, report(found, ours, theirs, truth, arguments.gain))
    if arguments.json:
        print(json.dumps(as_object(found)))
    else:
        print("\n".join(as_lines(found)))
    return exits.FINE


def _keep_originals(arguments: argparse.Namespace) -> None:
    """A page or a map never takes the place of a picture that is compared."""
    from afterglow.image.files import refuse_same_file

    originals = [*arguments.paths, *([arguments.reference] if arguments.reference else [])]
    for made in (arguments.html, arguments.heatmap):
        for original in originals if made else ():
            refuse_same_file(original, made)


def _folders(arguments: argparse.Namespace) -> int:
    from afterglow.cli.sentences import shown
    from afterglow.image import READABLE_SUFFIXES
    from afterglow.image.files import read
    from afterglow.metrics import METRICS
    from afterglow.score.cells import installed, open_judge
    from afterglow.score.compare import compare
    from afterglow.score.folders import pair_up, table
    from afterglow.score.report import as_object

    judge = open_judge() if installed() else None
    found, failed = {}, {}
    a, b = arguments.paths
    for pair in pair_up(a, b, tuple(READABLE_SUFFIXES), arguments.reference):
        try:
            reference = read(pair.reference) if pair.reference else None
            found[pair.name] = compare(read(pair.a), read(pair.b), reference, judge=judge)
        except AfterglowError as error:
            failed[pair.name] = str(error)
            print(f"{shown(pair.name)}: {error}", file=sys.stderr)
    rows = table([*found.values()])
    if arguments.json:
        pairs = {name: as_object(comparison) for name, comparison in found.items()}
        print(json.dumps({"pairs": pairs, "table": [asdict(row) for row in rows], "failed": failed}))
    elif rows:
        between = [name for name in METRICS if not arguments.reference]
        wins = {side: sum(comparison.better == side for comparison in found.values()) for side in "ab"}
        print(f"{len(found)} pairs: A is better in {wins['a']}, B in {wins['b']}")
        print(f"{'':14}{'A':>10}{'B':>10}{'B - A':>10}   95 % interval       B higher")
        for row in rows:
            if row.name in between:
                print(f"{row.name:14}{row.mean_a:10.4g}   between A and B")
                continue
            interval = f"{row.low:9.4g} to {row.high:9.4g}"
            means = f"{row.mean_a:10.4g}{row.mean_b:10.4g}{row.difference:10.4g}"
            print(f"{row.name:14}{means}   {interval}   {row.higher_in_b} of {row.pairs}")
    if not found:
        return exits.NOTHING_DONE
    return exits.SOME_FAILED if failed else exits.FINE


def _best(arguments: argparse.Namespace) -> int:
    from afterglow.cli.sentences import shown
    from afterglow.image.files import read
    from afterglow.score.best import rank

    named, images, failed = [], [], 0
    for path in arguments.paths:
        try:
            images.append(read(path))
            named.append(path)
        except AfterglowError as error:
            failed += 1
            print(f"{shown(str(path))}: {error}", file=sys.stderr)
    if not images:
        return exits.NOTHING_DONE
    ranked = rank(images)
    for place, copy in enumerate(ranked, 1):
        file = str(named[copy.index])
        if arguments.json:
            said = {
                "place": place,
                "file": file,
                "score": round(copy.points, 2),
                "width": copy.size.width,
                "height": copy.size.height,
                "same_picture": copy.same_picture,
            }
            print(json.dumps(said))
        else:
            doubt = "" if copy.same_picture else "  (another picture?)"
            print(f"{place:3}. {copy.points:5.1f}  {copy.size}  {shown(file)}{doubt}")
    return exits.SOME_FAILED if failed else exits.FINE


def as_lines(found: Comparison) -> list[str]:
    """A comparison for a person."""
    from afterglow.metrics import METRICS

    verdict = f"{found.better.upper()} is better" if found.better else "Neither is better"
    sure = f" ({100 * found.confidence:.0f} % sure)" if found.better else ""
    lines = [f"{verdict}: {found.reason}{sure}", *found.notes]
    for side, score in found.scores.items():
        lines.append(f"  score of {side.upper()}: {score}" + (f" ({score.note})" if score.note else ""))
    for name, values in found.metrics.items():
        told = "   ".join(
            f"{'A and B' if side == 'between' else side.upper()} {value:.4g}"
            for side, value in values.items()
        )
        lines.append(f"  {METRICS[name].title}: {told} {METRICS[name].unit}".rstrip())
    return lines


def _write_text(path: Path, text: str) -> None:
    from afterglow.image.landing import landing

    with landing(path, overwrite=True) as descriptor, os.fdopen(os.dup(descriptor), "wb") as file:
        file.write(text.encode())
