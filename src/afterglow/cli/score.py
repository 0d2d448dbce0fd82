"""`afterglow score`: how good pictures look."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afterglow.errors import WrongOption

if TYPE_CHECKING:
    from afterglow.image.image import Image

NOTES = """\
The score is 0 to 100, with the points by which it may be wrong. It is judged at the picture's own size, without
knowing how the picture should look. What shows nothing, such as a black frame, gets 0 and a note.

examples:
  afterglow score photo.jpg
  afterglow score album/ --json
  afterglow score photo.jpg --map where.png"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "score",
        help="say how good pictures look, 0 to 100",
        description="Say how good pictures look, 0 to 100.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="FILE-or-FOLDER", help="pictures to judge")
    parser.add_argument("--json", action="store_true", help="one JSON object per line")
    parser.add_argument("--map", metavar="FILE", type=Path, help="draw where one picture is bad (bright)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.map and (len(arguments.paths) > 1 or Path(arguments.paths[0]).is_dir()):
        raise WrongOption("--map is drawn of one picture", "Name one file.")
    from afterglow.cli.each import each_picture
    from afterglow.cli.sentences import shown
    from afterglow.image.files import write
    from afterglow.image.image import Image
    from afterglow.score.cells import CELL, open_judge
    from afterglow.score.heat import score_map
    from afterglow.score.score import score

    judge = open_judge()

    def look(path: Path, image: Image) -> None:
        found = score(image, judge)
        if arguments.json:
            said = {
                "file": str(path),
                "value": round(found.value, 2),
                "uncertainty": round(found.uncertainty, 2),
                "note": found.note,
                "damages": {name: round(likely, 3) for name, likely in found.damages.items()},
            }
            print(json.dumps(said), flush=True)
        else:
            note = f"  ({found.note})" if found.note else ""
            print(f"{found.value:5.1f} ± {found.uncertainty:4.1f}  {shown(str(path))}{note}", flush=True)
        if arguments.map:
            size = image.size
            drawn = score_map(found.map, size.height, size.width, CELL)
            write(Image(drawn), arguments.map, overwrite=True, source=path)

    return each_picture(arguments.paths, look)
