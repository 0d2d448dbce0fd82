"""`afterglow evaluate`: models and baselines on pictures with a reference, as tables and a report."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from afterglow.errors import AfterglowError, WrongOption
from afterglow.metrics import METRICS
from afterglow.progress import Progress
from afterglow_lab.evaluation.damages import damage_of, damages
from afterglow_lab.evaluation.measure import Measured, Shown, measure
from afterglow_lab.evaluation.pairs import Case, sources_in
from afterglow_lab.evaluation.report import write_report
from afterglow_lab.evaluation.restorers import INPUT, Restorer, Setting, find_peers, find_restorer
from afterglow_lab.evaluation.tables import markdown, summary

USUAL = "psnr,ssim,ms_ssim,psnr_b,snr"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what the arguments ask for; 0 if all went well."""
    options = _parser().parse_args(argv)
    try:
        metrics = _metrics(options.metrics)
        restorers = _restorers(options)
        measured, shown = _measure(_cases(options), restorers, metrics)
    except AfterglowError as error:
        print(f"afterglow evaluate: {error}", file=sys.stderr)
        return 2
    tables = markdown(measured, metrics)
    print(tables)
    if options.out:
        _write(options.out, tables, measured, shown, options)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="afterglow evaluate", description=__doc__)
    add = parser.add_argument
    add("--model", action="append", default=[], metavar="NAME", help=MODEL_HELP)
    add("--peers", type=Path, metavar="FOLDER", help="also measure every .onnx file in this folder")
    add(
        "--tuned",
        action="store_true",
        help="baselines get, for each picture, the strength that suits it best",
    )
    add("--data", type=Path, required=True, metavar="FOLDER", help="pictures, or pairs of them")
    add(
        "--pair", default="", metavar="A,B", help="endings or sub-folders of input and reference: _real,_mean"
    )
    add("--jpeg", type=_numbers, default=[], metavar="Q,…", help="compress at these qualities")
    add("--mosaic", type=_numbers, default=[], metavar="N,…", help="pixelate in blocks of these sizes")
    add("--noise", type=_numbers, default=[], metavar="σ,…", help="add Gaussian noise of so many 8-bit steps")
    add("--shrink", type=_numbers, default=[], metavar="N,…", help="shrink by these factors, to be enlarged")
    add("--damage", action="append", default=[], metavar="TOML", help=DAMAGE_HELP)
    add("--crop", type=int, default=0, metavar="PIXELS", help="only the central square of this side")
    add("--first", type=int, default=0, metavar="N", help="only the first pictures")
    add("--metrics", default=USUAL, help=f"of {', '.join(METRICS)} (default {USUAL})")
    add("--threads", type=int, default=2, help="processor threads for networks (default 2)")
    add("--engine", default="onnxruntime", help="for shipped models: onnxruntime (default), openvino or auto")
    add("--precision", default="f32", help="for shipped models: f32 (default), bf16, f16 or auto")
    add(
        "--trained",
        type=Path,
        default=Path("runs-out"),
        metavar="FOLDER",
        help="where trainings were written",
    )
    add(
        "--out", type=Path, metavar="FOLDER", help="write evaluation.md, evaluation.json and index.html there"
    )
    return parser


DAMAGE_HELP = "one of the lab's, as in a run file: 'dark = { kind = \"night\", iso = [3200, 3200] }'"
MODEL_HELP = (
    "a shipped model, a folder with a card, an .onnx file, a run's .toml, a baseline, or NAME=FOLDER of "
    "finished pictures; may be repeated, and the first is the one that is judged"
)


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def _metrics(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in METRICS:
            raise WrongOption(f"There is no metric {name!r}", hint=f"Choose of {', '.join(METRICS)}.")
    return names


def _restorers(options: argparse.Namespace) -> list[Restorer]:
    """The input first, then what was named, then the peers."""
    setting = Setting(options.threads, options.engine, options.precision, options.tuned, options.trained)
    named = [find_restorer(name, setting) for name in [INPUT, *options.model]]
    return [*named, *(find_peers(options.peers, setting, _say) if options.peers else [])]


def _cases(options: argparse.Namespace) -> list[Case]:
    sources = sources_in(options.data, options.pair)
    sources = sources[: options.first or None]
    chosen = damages(options.jpeg, options.mosaic, options.noise, options.shrink)
    chosen += [damage_of(text) for text in options.damage]
    if not chosen and not options.pair:
        return [Case("as they are", sources, crop=options.crop)]
    if not chosen:
        return [Case(options.data.name, sources, crop=options.crop)]
    return [Case(name, sources, damage, scale, options.crop) for name, damage, scale in chosen]


def _measure(
    cases: Sequence[Case], restorers: Sequence[Restorer], metrics: Sequence[str]
) -> tuple[list[Measured], list[Shown]]:
    measured: list[Measured] = []
    shown: list[Shown] = []
    for case in cases:
        started = time.monotonic()
        rows, pictures = measure(case, restorers, metrics, Progress(partial(_tell, case.name)))
        _say(f"\r{case.name}: {time.monotonic() - started:.0f} s")
        measured += rows
        shown += pictures
    return measured, shown


def _write(
    folder: Path,
    tables: str,
    measured: Sequence[Measured],
    shown: Sequence[Shown],
    options: argparse.Namespace,
) -> None:
    title = f"{', '.join(Path(name).stem for name in options.model) or 'the input'} on {options.data.name}"
    page = write_report(folder, title, tables, shown)
    (folder / "evaluation.md").write_text(f"# {title}\n\n{tables}", encoding="utf-8")
    (folder / "evaluation.json").write_text(json.dumps(summary(measured), indent=1) + "\n", encoding="utf-8")
    _say(f"Report: {page}")


def _tell(name: str, done: float) -> None:
    if sys.stderr.isatty():
        print(f"\r{name}: {done:.0%}", end="", file=sys.stderr, flush=True)


def _say(line: str) -> None:
    print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
