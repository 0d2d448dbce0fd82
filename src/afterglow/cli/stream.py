"""Enhancing one picture through pipes: `-` is standard input, `-o -` standard output."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from afterglow.cli.interrupt import stop_on_signals
from afterglow.cli.place import place_of
from afterglow.cli.report import report_for
from afterglow.cli.tally import Tally
from afterglow.enhance.recipe import Recipe
from afterglow.errors import CannotWrite, WrongOption
from afterglow.jobs.engines.local import run_all
from afterglow.jobs.enhance_file import enhance_files
from afterglow.jobs.job import Event, Finished, Job
from afterglow.jobs.plan_file import plan_file
from afterglow.jobs.targets import suffix_for
from afterglow.models.sessions import Sessions

STDIN, STDOUT = "standard input", "standard output"


def run_stream(arguments: argparse.Namespace, recipe: Recipe) -> int:
    """Enhance one picture from or to a pipe and return the exit code."""
    _check(arguments)
    with tempfile.TemporaryDirectory(prefix="afterglow-") as folder:
        source, target = _ends_of_the_pipe(arguments, recipe, Path(folder))
        code, finished = _enhance(Job("1", str(source), str(target), recipe, arguments.overwrite), arguments)
        if finished and arguments.output == "-":
            _pour(target)
    return code


def _enhance(job: Job, arguments: argparse.Namespace) -> tuple[int, bool]:
    """The exit code, and whether there is a result."""
    report = report_for(1, json=arguments.json, quiet=arguments.quiet, verbose=arguments.verbose)
    tally = Tally()
    spoken_of = replace(
        job,
        source="-" if arguments.paths == ["-"] else job.source,
        target="-" if arguments.output == "-" else job.target,
    )

    def emit(event: Event) -> None:
        tally.count(event)
        report(replace(event, job=spoken_of))

    with stop_on_signals() as stop, Sessions() as sessions:
        work = plan_file if arguments.dry_run else enhance_files(sessions)
        try:
            run_all([job], work, emit, stop.is_set, workers=1)
        finally:
            code = tally.code(stop.is_set())
            report.end(tally, code, ())
    return code, tally.ends[Finished] > 0


def _pour(result: Path) -> None:
    try:
        with result.open("rb") as file, open(sys.stdout.fileno(), "wb", closefd=False) as out:
            shutil.copyfileobj(file, out)
    except BrokenPipeError:
        raise
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise CannotWrite(f"The picture did not fit into standard output: {said}", "Use -o FILE.") from error


def _check(arguments: argparse.Namespace) -> None:
    if len(arguments.paths) > 1:
        raise WrongOption("Only one picture fits through a pipe", "Name one file, or give a folder with -o.")
    if arguments.watch:
        raise WrongOption("A pipe cannot be watched", "Name a folder with --watch.")
    if arguments.paths == ["-"] and arguments.output is None:
        raise WrongOption(
            "A picture from standard input has no name to go by", "Say where to with -o FILE or -o -."
        )
    if arguments.paths == ["-"] and sys.stdin.isatty():
        raise WrongOption("Nothing is piped in", "For example: afterglow enhance - -o out.png < in.png")
    if arguments.output == "-" and arguments.json:
        raise WrongOption("Both the picture and --json want standard output", "Give a file with -o.")
    if arguments.output == "-" and sys.stdout.isatty():
        raise WrongOption("A picture would only be noise on the screen", "Send it to a file with -o FILE.")
    if arguments.paths != ["-"] and Path(arguments.paths[0]).is_dir():
        raise WrongOption("A folder does not fit through a pipe", "Give a folder with -o.")


def _ends_of_the_pipe(arguments: argparse.Namespace, recipe: Recipe, folder: Path) -> tuple[Path, Path]:
    """Files that stand in for the pipe's ends, because decoders jump back and forth and a pipe cannot."""
    source = Path(arguments.paths[0])
    if arguments.paths == ["-"]:
        source = folder / STDIN
        with source.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
    if arguments.output == "-":
        return source, folder / (STDOUT + suffix_for(source, recipe.format))
    place = place_of(arguments.output, [source], recipe)
    if place.file is None:
        raise WrongOption(
            f"{arguments.output} is not the name of a picture", "Say one, such as -o better.png."
        )
    return source, place.file
