"""`afterglow recommend`: what is wrong with pictures, and what would help."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.image.image import Image

NOTES = """\
This is what `afterglow enhance` does when no model is named. A picture that no model helps is left alone.

examples:
  afterglow recommend old.jpg
  afterglow recommend album/ --json"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "recommend",
        help="say what is wrong with pictures, and which model helps",
        description="Say what is wrong with pictures, and which model helps.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="FILE-or-FOLDER", help="pictures to look at")
    parser.add_argument("--json", action="store_true", help="one JSON object per line, with all findings")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from afterglow.cli.each import each_picture
    from afterglow.cli.sentences import shown
    from afterglow.score.cells import installed, open_judge
    from afterglow.score.recommend import recommend

    judge = open_judge() if installed() else None

    def look(path: Path, image: Image) -> None:
        advice = recommend(image, judge=judge)
        if arguments.json:
            said = {
                "file": str(path),
                "damage": advice.damage,
                "drawing": advice.drawing,
                "task": advice.task,
                "model": advice.model,
                "strength": advice.strength,
                "confidence": round(advice.confidence, 3),
                "reason": advice.reason,
                "findings": advice.findings,
            }
            print(json.dumps(said), flush=True)
        else:
            what = f"{advice.model}, strength {advice.strength:g}" if advice.model else "leave it alone"
            sure = f"{100 * advice.confidence:.0f} % sure"
            print(f"{shown(str(path))}: {what}, because {advice.reason} ({sure})", flush=True)

    return each_picture(arguments.paths, look)
