"""The command line of `afterglow data`: makes, finds and checks pictures to learn from."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from afterglow.cli import exits
from afterglow.errors import AfterglowError, WrongOption


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(argv)
    try:
        code: int = options.run(options)
        return code
    except AfterglowError as error:
        print(f"afterglow data {options.command}: {error}", file=sys.stderr)
        return exits.NOTHING_DONE
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return exits.STOPPED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="afterglow data", description="Make, find and check pictures to learn from."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (says, describe, run) in COMMANDS.items():
        command = commands.add_parser(name, help=says, description=says)
        describe(command)
        command.set_defaults(run=run)
    return parser


def _degrade_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="the folder with good pictures")
    parser.add_argument("out", type=Path, help="the folder for the copies")
    parser.add_argument(
        "--mode", required=True, help="jpeg, noise, pixelation, blur, colour, mixed or custom"
    )
    parser.add_argument("--min-quality", type=int, default=10, metavar="Q", help="the worst copy (10)")
    parser.add_argument(
        "--max-quality", type=int, default=100, metavar="Q", help="100 is the untouched picture (100)"
    )
    parser.add_argument("--step", type=int, default=10, help="from one copy to the next (10)")
    parser.add_argument("--pipeline", type=Path, metavar="FILE", help="the TOML file of mode custom")
    _control_option(parser, "a control of the mode, such as sampling=4:2:0 or kinds=gaussian,motion")
    _set_options(parser)


def _night_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, help="the folder with clean pictures")
    parser.add_argument("out", type=Path, help="the folder for the pairs: damaged/ and clean/")
    _control_option(parser, "a control of the camera, such as iso=800,6400 or stops=0,1")
    _set_options(parser)


def _control_option(parser: argparse.ArgumentParser, says: str) -> None:
    metavar = "CONTROL=VALUE"
    parser.add_argument(
        "--set", action="append", default=[], metavar=metavar, help=f"{says}; may be repeated"
    )


def _set_options(parser: argparse.ArgumentParser) -> None:
    """What every command that makes copies of a folder has."""
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same files (1)")
    parser.add_argument("--format", choices=("png", "jpg", "webp", "tiff"), default="png")
    parser.add_argument("--stored-quality", type=int, metavar="Q", help="for jpg (95) and webp (lossless)")
    parser.add_argument("--resize", metavar="WxH", default="", help="make larger pictures fit this size")
    parser.add_argument("--workers", type=int, default=1, help="processes at work (1)")
    parser.add_argument(
        "--memory",
        default="auto",
        metavar="SIZE",
        help="what they may use together, such as 2G (all there is)",
    )
    parser.add_argument(
        "--skip-existing", action="store_true", help="leave files alone that are not in the manifest"
    )
    parser.add_argument("--overwrite", action="store_true", help="make everything anew")
    parser.add_argument(
        "--previews", type=int, default=0, metavar="N", help="contact sheets of the first N pictures"
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be made")
    parser.add_argument("--json", action="store_true", help="the report as JSON")


def _degrade(options: argparse.Namespace) -> int:
    from afterglow_lab.data.controls import read_controls
    from afterglow_lab.data.degrade import Plan, qualities
    from afterglow_lab.data.pipeline import read_pipeline

    mode = SPELLINGS.get(options.mode, options.mode)
    plan = Plan(
        mode=mode,
        seed=options.seed,
        qualities=qualities(options.min_quality, options.max_quality, options.step),
        format=options.format,
        stored_quality=options.stored_quality,
        fit=_size(options.resize),
        pipeline=read_pipeline(options.pipeline) if options.pipeline else None,
        controls=read_controls(mode, options.set),
    )
    return _make_set(options, plan)


def _night(options: argparse.Namespace) -> int:
    from afterglow_lab.data.controls import read_controls
    from afterglow_lab.data.degrade import NIGHT, PAIR, Plan

    plan = Plan(
        mode=NIGHT,
        seed=options.seed,
        qualities=PAIR,
        format=options.format,
        stored_quality=options.stored_quality,
        fit=_size(options.resize),
        controls=read_controls(NIGHT, options.set),
    )
    return _make_set(options, plan)


def _frames_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "videos", type=Path, nargs="+", metavar="VIDEO", help="videos, or folders with videos"
    )
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--every", type=int, default=72, metavar="N", help="look at every Nth frame (72)")
    parser.add_argument("--max", type=int, default=0, metavar="N", help="at most N pictures of a video")
    parser.add_argument("--min-sharpness", type=float, default=15.0, help="refuse what is blurred (15)")
    parser.add_argument("--similarity", type=float, default=0.85, help="refuse what was seen before (0.85)")
    parser.add_argument("--format", choices=("png", "jpg", "webp", "tiff"), default="png")
    parser.add_argument("--stored-quality", type=int, metavar="Q", help="for jpg (95) and webp (lossless)")
    parser.add_argument("--resize", metavar="WxH", default="", help="make larger frames fit this size")
    parser.add_argument("--workers", type=int, default=1, help="videos at a time (1)")
    parser.add_argument("--overwrite", action="store_true", help="make everything anew")
    parser.add_argument("--json", action="store_true", help="the report as JSON")


def _frames(options: argparse.Namespace) -> int:
    from afterglow_lab.data.frames import Plan, extract

    plan = Plan(
        every=options.every,
        most=options.max,
        format=options.format,
        stored_quality=options.stored_quality,
        min_sharpness=options.min_sharpness,
        similarity=options.similarity,
        fit=_size(options.resize),
    )
    outcomes = extract(
        options.videos, options.out, plan, options.overwrite, lambda done: _say(str(done)), _workers(options)
    )
    if options.json:
        print(json.dumps([vars(outcome) for outcome in outcomes], ensure_ascii=False, indent=1))
    else:
        print(f"{sum(outcome.kept for outcome in outcomes)} pictures of {len(outcomes)} videos.")
    return _code([outcome.problem for outcome in outcomes])


def _align_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("phone", type=Path, help="the folder with the phone's pictures")
    parser.add_argument("camera", type=Path, help="the folder with the camera's, under the same names")
    parser.add_argument("out", type=Path, help="the folder for the patches and the report")
    parser.add_argument("--patch", type=int, default=100, help="side of the patches in pixels (100; also 96)")
    parser.add_argument("--stride", type=int, help="from one patch to the next (the patch's side)")
    parser.add_argument("--threshold", type=float, default=0.9, help="the correlation that is asked (0.9)")
    parser.add_argument("--reach", type=int, default=5, help="how far a patch is moved, in pixels (5)")
    parser.add_argument("--json", action="store_true", help="the report as JSON")


def _align(options: argparse.Namespace) -> int:
    from afterglow_lab.data.align import Plan, align

    plan = Plan(options.patch, options.stride or options.patch, options.threshold, options.reach)
    aligned = align(options.phone, options.camera, options.out, plan, lambda done: _say(str(done)))
    if options.json:
        print(json.dumps([pair.told() for pair in aligned], ensure_ascii=False, indent=1))
    else:
        kept = sum(len(pair.patches) for pair in aligned)
        pairs = sum(not pair.problem for pair in aligned)
        print(f"{kept} patches of {pairs} pairs; see {options.out / 'report.html'}.")
    return _code([pair.problem for pair in aligned])


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--smallest", type=int, default=144, help="the shorter side that is asked, in pixels (144)"
    )
    parser.add_argument(
        "--min-sharpness", type=float, default=15.0, help="below it a picture is blurred (15)"
    )
    parser.add_argument("--min-quality", type=int, default=85, help="below it a JPEG is no target (85)")
    parser.add_argument(
        "--similarity", type=float, default=0.95, help="from it on two pictures are one (0.95)"
    )
    parser.add_argument("--json", action="store_true", help="the report as JSON")


def _check(options: argparse.Namespace) -> int:
    from afterglow_lab.data.check import Bar, check

    bar = Bar(options.smallest, options.min_sharpness, options.min_quality, options.similarity)
    report = check(options.folder, bar)
    if options.json:
        print(json.dumps({"pictures": report.pictures, "faults": [vars(f) for f in report.faults]}, indent=1))
    else:
        for fault in report.faults:
            print(f"{fault.kind:>10}  {fault.file}: {fault.says}")
        print(f"{report.pictures} pictures, {len(report.faults)} with something to look at.")
    return exits.SOME_FAILED if report.faults else exits.FINE


def _draw_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("--count", type=int, default=100, help="how many (100)")
    parser.add_argument("--size", default="640x640", metavar="WxH")
    parser.add_argument("--seed", type=int, default=1, help="of the first; each next one adds 1 (1)")
    parser.add_argument("--kind", default="", help="cel, comic, … or a scene; any drawing if not given")


def _draw(options: argparse.Namespace) -> int:
    from afterglow_lab.data.draw import draw

    draw(options.out, options.count, _size(options.size) or (640, 640), options.seed, options.kind)
    print(f"{options.count} pictures in {options.out}.")
    return exits.FINE


def _code(problems: Sequence[str]) -> int:
    failed = [problem for problem in problems if problem]
    if not failed:
        return exits.FINE
    return exits.SOME_FAILED if len(failed) < len(problems) else exits.NOTHING_DONE


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _make_set(options: argparse.Namespace, plan: "Plan") -> int:  # type: ignore[name-defined]  # noqa: F821
    from afterglow.enhance.recipe import parse_memory
    from afterglow_lab.data.degrade import degrade
    from afterglow_lab.data.told import Teller, dry_run

    if options.dry_run:
        dry_run(options.source, options.out, plan, options.skip_existing, options.overwrite, options.json)
        return exits.FINE
    teller = Teller(options.json)
    outcome = degrade(
        options.source,
        options.out,
        plan,
        workers=_workers(options),
        memory=parse_memory(options.memory),
        previews=options.previews,
        skip_existing=options.skip_existing,
        overwrite=options.overwrite,
        report=teller,
    )
    teller.end(outcome)
    if outcome.stopped:
        return exits.STOPPED
    if outcome.problems:
        return exits.SOME_FAILED if outcome.made or outcome.kept else exits.NOTHING_DONE
    return exits.FINE


def _workers(options: argparse.Namespace) -> int:
    if options.workers < 1:
        raise WrongOption(f"{options.workers} workers do no work", hint="Give --workers 1 or more.")
    workers: int = options.workers
    return workers


def _size(text: str) -> tuple[int, int] | None:
    from afterglow.enhance.recipe import parse_size

    return parse_size(text)


SPELLINGS = {"colour": "color"}

Command = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]

COMMANDS: dict[str, Command] = {
    "degrade": ("Make damaged copies of good pictures, at many levels.", _degrade_options, _degrade),
    "night": (
        "Make pairs of what a phone takes at night and what a perfect camera would.",
        _night_options,
        _night,
    ),
    "frames": ("Take pictures out of videos.", _frames_options, _frames),
    "align": ("Cut matching patches out of photos of one scene by two cameras.", _align_options, _align),
    "check": ("Find pictures that are not worth learning from.", _check_options, _check),
    "draw": ("Draw pictures of our own to learn from.", _draw_options, _draw),
}

if __name__ == "__main__":
    sys.exit(main())
