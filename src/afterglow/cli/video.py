"""`afterglow video`: videos made better."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from afterglow.cli import exits
from afterglow.cli.address_space import check_address_space
from afterglow.cli.recipe_flags import add_recipe_flags, add_video_flags, recipe_from, video_options_from
from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from afterglow.video.options import VideoOptions

NOTES = """\
Results go beside their videos as NAME.enhanced.EXT, or to OUT: a file's name for one video, a folder for more.
MP4, MOV, MKV and WebM are written; sound, subtitles, chapters and what else the container holds come along, and
what it cannot hold is said. A run that was stopped or killed goes on with the same command: its work waits in a
hidden folder beside the result.

examples:
  afterglow video holiday.mp4
  afterglow video old.avi -o new.mkv --model jpeg-photo --codec av1
  afterglow video film.mkv --preview-frame 1:02:03 look.png
  afterglow video film.mkv --preview 1:02:03 -o look.mp4

exit codes: 0 fine, 1 nothing could be done, 2 wrong usage, 3 some failed, 4 the device asked for is not
there, 130 stopped"""

OF_PICTURES = ("format", "output_quality")


def register(commands: Any) -> None:
    parser = commands.add_parser(
        "video",
        help="make videos better",
        description="Make videos better, picture by picture, with their sound and time as they were.",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="afterglow video [options] FILE-or-FOLDER... [-o OUT]",
    )
    parser.add_argument("paths", nargs="+", metavar="FILE-or-FOLDER", help="which videos")
    parser.add_argument("-o", "--output", metavar="OUT", help="where to")
    parser.add_argument("--overwrite", action="store_true", help="replace files that are there already")
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done, and why")
    look = parser.add_mutually_exclusive_group()
    look.add_argument("--preview", metavar="TIME", help="make only the second from there")
    look.add_argument(
        "--preview-frame", nargs=2, metavar=("TIME", "PICTURE"), help="make only that picture, into a file"
    )
    parser.add_argument("--retry-failed", action="store_true", help="try again what failed in an earlier run")
    parser.add_argument("--force", action="store_true", help="do again what was done before")
    parser.add_argument("--json", action="store_true", help="one JSON object per line on standard output")
    loudness = parser.add_mutually_exclusive_group()
    loudness.add_argument("--quiet", action="store_true", help="say nothing but what failed")
    loudness.add_argument("--verbose", action="store_true", help="say more, with tracebacks of failures")
    add_video_flags(parser)
    add_recipe_flags(parser, leave_out=OF_PICTURES)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from afterglow.video.opening import need_pyav

    recipe, options = recipe_from(arguments), video_options_from(arguments)
    check_address_space()
    need_pyav()
    if arguments.preview_frame:
        return _preview_frame(arguments, recipe, options)
    if arguments.preview:
        options = _one_second(arguments, options)
    return _run_all(arguments, recipe, options)


def _run_all(arguments: argparse.Namespace, recipe: Recipe, options: VideoOptions) -> int:
    from afterglow.cli.batch import not_worked_on
    from afterglow.cli.interrupt import stop_on_signals
    from afterglow.cli.tally import Tally
    from afterglow.jobs.batch_sessions import BatchSessions
    from afterglow.jobs.engines.local import run_all
    from afterglow.jobs.enhance_video import enhance_videos, plan_video
    from afterglow.jobs.folders import state_folder
    from afterglow.jobs.gather import gather
    from afterglow.jobs.job import Event
    from afterglow.jobs.ledger import open_ledger
    from afterglow.jobs.leftovers import run_under_way
    from afterglow.jobs.remember import Again, recalled, remembered, weights_of
    from afterglow.jobs.targets import jobs_for
    from afterglow.models.store import list_models
    from afterglow.video.opening import SUFFIXES

    named = [Path(path) for path in arguments.paths]
    place = _place(arguments.output, named)
    found = gather(named, SUFFIXES, leave_out=place.folder)
    jobs, clashes = jobs_for(found.pictures, place, recipe, arguments.overwrite, options)
    if arguments.preview:
        jobs = [replace(job, target=_preview_target(job.target, arguments.output)) for job in jobs]
    report, tally, state = _report(arguments, len(jobs)), Tally(), state_folder()

    def emit(event: Event) -> None:
        tally.count(event)
        report(event)

    nothing = not (jobs or clashes or found.results or found.refused)
    with (
        stop_on_signals() as stop,
        run_under_way(state, (job.target for job in jobs)),
        closing(open_ledger(state)) as ledger,
        BatchSessions() as sessions,
    ):
        again = Again(force=arguments.force, failed=arguments.retry_failed)
        weights = weights_of(list_models())
        if arguments.dry_run:
            work = recalled(plan_video, ledger, weights, again)
        else:
            work = remembered(enhance_videos(sessions), ledger, weights, again)
        for event in not_worked_on(found, clashes, recipe):
            emit(event)
        try:
            run_all(jobs, work, emit, stop.is_set, workers=1)
        finally:
            notes = ("No videos were found there." if nothing else "", ledger.note)
            code = tally.code(stop.is_set(), found=not nothing)
            report.end(tally, code, tuple(filter(None, notes)))
    return code


def _place(output: str | None, named: Sequence[Path]) -> Any:
    """Beside the videos without OUT; one file where one video meets a video's name; else a folder."""
    from afterglow.image import READABLE_SUFFIXES
    from afterglow.jobs.targets import Place
    from afterglow.video.containers import container_named
    from afterglow.video.opening import SUFFIXES

    if output is None:
        return Place()
    out = Path(output)
    known = (*SUFFIXES, *READABLE_SUFFIXES)
    looks_like_file = out.suffix.lower() in known and not output.endswith(("/", os.sep))
    if os.path.isdir(out) or not (looks_like_file or os.path.isfile(out)):
        return Place(folder=out)
    if len(named) > 1 or os.path.isdir(named[0]):
        raise WrongOption(f"{out} names one file, and there may be several results", "Give a folder with -o.")
    container_named(out)
    return Place(file=out)


def _report(arguments: argparse.Namespace, count: int) -> Any:
    import sys

    from afterglow.cli.report import report_for

    if count and not (arguments.json or arguments.quiet) and sys.stderr.isatty():
        from afterglow.cli.video_bar import VideoBar

        return VideoBar(verbose=arguments.verbose)
    # Without a bar for a number of files: a clip counts by its time.
    return report_for(None, json=arguments.json, quiet=arguments.quiet, verbose=arguments.verbose)


def _one_second(arguments: argparse.Namespace, options: VideoOptions) -> VideoOptions:
    from afterglow.video.options import parse_time

    if options.begin or options.end:
        raise WrongOption(
            "Both a preview and a part of the video were asked for", "Leave --from and --to out."
        )
    begin = parse_time(arguments.preview) or 0.0
    return replace(options, begin=f"{begin:.6f}", end=f"{begin + 1:.6f}")


def _preview_target(target: str, output: str | None) -> str:
    path = Path(target)
    return target if output else str(path.with_name(path.name.replace(".enhanced", ".preview")))


def _preview_frame(arguments: argparse.Namespace, recipe: Recipe, options: VideoOptions) -> int:
    from afterglow.cli.interrupt import stop_on_signals
    from afterglow.image import write
    from afterglow.progress import Cancelled, Progress
    from afterglow.video.options import parse_time
    from afterglow.video.planning import over_by_then
    from afterglow.video.previewing import preview_frame
    from afterglow.video.reader import Reader

    if len(arguments.paths) > 1:
        raise WrongOption("One picture comes from one video", "Name one.")
    time, target = arguments.preview_frame
    seconds = parse_time(time) or 0.0
    with stop_on_signals() as stop:
        progress = Progress(stopped=stop.is_set)
        try:
            with Reader(arguments.paths[0], progress) as reader:
                if 0 < reader.clip.seconds <= seconds:
                    raise over_by_then(reader.clip)
                _, after = preview_frame(reader, seconds, recipe, options, progress)
        except Cancelled:
            return exits.STOPPED
        write(after, Path(target), overwrite=arguments.overwrite)
    return exits.FINE
