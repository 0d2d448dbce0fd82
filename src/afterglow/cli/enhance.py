"""`afterglow enhance`: pictures in files and folders made better."""

from __future__ import annotations

import argparse
from typing import Any

from afterglow.cli.address_space import check_address_space
from afterglow.cli.recipe_flags import add_recipe_flags, recipe_from
from afterglow.errors import WrongOption

NOTES = """\
Results go beside their pictures as NAME.enhanced.EXT, or to OUT: a file's name for one picture, a folder
for more, with the same tree below it. Pictures are never changed, and other files never overwritten unless
you say so. A run that was stopped or killed goes on with the same command.

exit codes: 0 fine, 1 nothing could be done, 2 wrong usage, 3 some failed, 4 the device asked for is not
there, 130 stopped"""


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "enhance",
        help="make pictures better",
        description="Make pictures better: files, and all pictures in folders and below.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="afterglow enhance [options] FILE-or-FOLDER... [-o OUT]",
    )
    parser.add_argument(
        "paths", nargs="+", metavar="FILE-or-FOLDER", help="what to enhance; - is standard input"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="where to; - is standard output")
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done, and why")
    parser.add_argument("--watch", action="store_true", help="stay, and enhance what is put into the folders")
    parser.add_argument("--retry-failed", action="store_true", help="try again what failed in an earlier run")
    parser.add_argument("--force", action="store_true", help="do again what was done before")
    parser.add_argument("--workers", type=int, metavar="N", help="pictures under way at a time (default 2)")
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="say nothing but what failed")
    loudness.add_argument("--verbose", action="store_true", help="say more, with tracebacks of failures")
    add_recipe_flags(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    recipe = recipe_from(arguments)
    if arguments.workers is not None and arguments.workers < 1:
        raise WrongOption("There must be at least one worker", "Say --workers 1, or leave it out.")
    check_address_space()
    if "-" in (*arguments.paths, arguments.output):
        from afterglow.cli.stream import run_stream

        return run_stream(arguments, recipe)
    if arguments.watch:
        from afterglow.cli.watch import run_watch

        return run_watch(arguments, recipe)
    from afterglow.cli.batch import run_batch

    return run_batch(arguments, recipe)
