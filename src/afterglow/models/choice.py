"""Choosing how a model is run: what is possible here, what was wished for, and what is fastest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, replace
from pathlib import Path

from afterglow.errors import AfterglowError, DeviceProblem, OutOfMemory, WrongOption
from afterglow.models import onnx, openvino
from afterglow.models.card import ModelCard
from afterglow.models.devices import cores, cpu_name
from afterglow.models.fallback import FallbackSession
from afterglow.models.selftest import fault
from afterglow.models.session import Session
from afterglow.models.store import read_verified
from afterglow.models.timing import Timing, engine_marks, remember, remembered, time_way
from afterglow.models.way import AUTO, CPU, Engine, Way, Wish

__all__ = ["ENGINES", "Wish", "expected_seconds", "open_session", "ways_for"]

ENGINES: Mapping[str, Engine] = {
    "onnxruntime": Engine(onnx.ways, onnx.OnnxSession),
    "openvino": Engine(openvino.ways, openvino.OpenVinoSession),
}
PLAIN = Way("onnxruntime", CPU, "f32")  # what everything falls back to in the end
DEVICE = re.compile(r"(auto|cpu|gpu|cuda|rocm|migraphx|directml|coreml)(?:[:.]\d+)?")
# Core ML compiles anew for every shape, which the stopwatch does not see.
ASKED_ONLY = ("coreml",)
MUCH = 10**9  # pixels; beside them no start counts


class DeviceMissing(DeviceProblem):
    """The device wished for is not here or does nothing right, and the processor may take its place."""


def open_session(
    card: ModelCard,
    wish: Wish | None = None,
    work_pixels: int | None = None,
    *,
    engines: Mapping[str, Engine] = ENGINES,
    timings_file: Path | None = None,
) -> Session:
    """A model ready to run, in the way that suits the wish and `work_pixels` (None: many) of work best."""
    wish = wish or Wish()
    _check(wish, engines)
    data = read_verified(card)

    def load(way: Way) -> Session:
        return _load_tested(card, data, way, wish.threads, engines)

    timings = remembered(_key(card, wish), timings_file)
    if timings:
        return _fastest(timings, wish, work_pixels, load)
    try:
        ways = ways_for(wish, engines)
        if len(ways) == 1:
            return FallbackSession([*ways, *_spares(ways, wish)], load)
        return _timed(ways, card, wish, work_pixels, load, timings_file)
    except DeviceMissing as missing:
        session = open_session(
            card, replace(wish, device=CPU), work_pixels, engines=engines, timings_file=timings_file
        )
        session.notes = (f"{missing.message}; going on with the processor", *session.notes)
        return session


def expected_seconds(
    card: ModelCard, pixels: int, wish: Wish | None = None, *, timings_file: Path | None = None
) -> float | None:
    """How long this machine will take to load the model and run it over so many input pixels.

    It is said from what earlier choices found out, without running anything: None where none was made yet.
    """
    wish = wish or Wish()
    timings = remembered(_key(card, wish), timings_file) or [
        timing for timing in remembered(_key(card, Wish()), timings_file) if _fulfils(timing.way, wish)
    ]
    return min((timing.seconds(pixels) for timing in timings), default=None)


def ways_for(wish: Wish, engines: Mapping[str, Engine] = ENGINES) -> list[Way]:
    """The ways in which `wish` can be fulfilled here: at least one."""
    found = [fit for way in _all_ways(wish, engines) if (fit := _on(wish.device, way))]
    if wish.require_gpu:
        found = [way for way in found if way.device != CPU]
    if not found:
        sort = DeviceProblem if wish.require_gpu or wish.device == CPU else DeviceMissing
        name = "a GPU" if wish.device == AUTO else wish.device
        raise sort(f"No engine here can use {name}", "See `afterglow devices` for what there is.")
    precise = [way for way in found if wish.precision in (AUTO, way.precision)]
    if not precise:
        has = ", ".join(sorted({way.precision for way in found}))
        raise DeviceProblem(f"Nothing here computes in {wish.precision}", f"Choose auto or {has}.")
    return precise


def _check(wish: Wish, engines: Mapping[str, Engine]) -> None:
    if wish.engine != AUTO and wish.engine not in engines:
        raise WrongOption(f"There is no engine {wish.engine!r}", f"Choose auto or {', '.join(engines)}.")
    if not DEVICE.fullmatch(wish.device.lower()):
        raise WrongOption(f"There is no device {wish.device!r}", "See `afterglow devices` for what there is.")
    if wish.require_gpu and wish.device.lower() == CPU:
        raise WrongOption("A GPU is required, but the device asked for is the CPU", "Ask for one of them.")


def _all_ways(wish: Wish, engines: Mapping[str, Engine]) -> list[Way]:
    found: list[Way] = []
    for name, engine in engines.items():
        if wish.engine not in (AUTO, name):
            continue
        try:
            found += engine.ways()
        except Exception as error:
            # Not installed, or its drivers are broken: the other engine can do without it.
            if wish.engine == name:
                raise DeviceProblem(
                    f"The engine {name} cannot be used here: {error}", "Try --engine auto."
                ) from error
    if not found:
        raise DeviceProblem("No engine can be used here", "Install onnxruntime again.")
    return found


def _fulfils(way: Way, wish: Wish) -> bool:
    return (
        wish.engine in (AUTO, way.engine)
        and wish.precision in (AUTO, way.precision)
        and _on(wish.device, way) == way
        and not (wish.require_gpu and way.device == CPU)
    )


def _on(device: str, way: Way) -> Way | None:
    """`way` on the device wished for; an engine lists only the first of several of a kind."""
    device = device.lower()
    if device == AUTO and way.device in ASKED_ONLY:
        return None
    if device in (AUTO, way.device) or (device == "gpu" and way.device != CPU):
        return way
    family = _family(device)
    if family == CPU or family != _family(way.device):
        return None
    return way if device == family else way._replace(device=device)


def _family(device: str) -> str:
    return re.split("[:.]", device)[0]


def _load_tested(
    card: ModelCard, data: bytes, way: Way, threads: int, engines: Mapping[str, Engine]
) -> Session:
    session = engines[way.engine].load(card, data, way, threads)
    problem = fault(session)
    if problem:
        session.close()
        raise DeviceProblem(f"{way} gave {problem} on the test picture", "Try --device cpu --precision f32.")
    return session


def _timed(
    ways: Sequence[Way],
    card: ModelCard,
    wish: Wish,
    work_pixels: int | None,
    load: Callable[[Way], Session],
    timings_file: Path | None,
) -> Session:
    """Try all ways, remember how fast they were, and go on with the best."""
    timings: list[Timing] = []
    failures: list[AfterglowError] = []
    opened: dict[Way, Session] = {}
    for way in ways:
        try:
            timing, opened[way] = time_way(way, load)
            timings.append(timing)
        except (DeviceProblem, OutOfMemory) as error:
            failures.append(error)
    if not timings:
        raise _all_failed(failures, wish)
    remember(_key(card, wish), timings, timings_file)
    notes = tuple(failure.message for failure in failures)
    session = _fastest(timings, wish, work_pixels, lambda way: opened.pop(way, None) or load(way), notes)
    while opened:  # whoever falls back later must load anew what is closed here
        opened.popitem()[1].close()
    return session


def _all_failed(failures: Sequence[AfterglowError], wish: Wish) -> AfterglowError:
    if wish.require_gpu or wish.device in (AUTO, CPU):
        return failures[0]
    return DeviceMissing(failures[0].message, failures[0].hint)


def _fastest(
    timings: Sequence[Timing],
    wish: Wish,
    work_pixels: int | None,
    load: Callable[[Way], Session],
    notes: tuple[str, ...] = (),
) -> Session:
    pixels = work_pixels or MUCH
    best_first = sorted(timings, key=lambda timing: timing.seconds(pixels))
    ways = [timing.way for timing in best_first]
    return FallbackSession([*ways, *_spares(ways, wish)], load, _reason(best_first, pixels), notes)


def _spares(ways: Sequence[Way], wish: Wish) -> list[Way]:
    return [] if wish.require_gpu or PLAIN in ways else [PLAIN]


def _reason(best_first: Sequence[Timing], pixels: int) -> str:
    if len(best_first) < 2:
        return ""
    best, *others = best_first
    # ONNX Runtime is what people know; where it is the best, the next best is what it is compared with.
    other = next((timing for timing in others if timing.way == PLAIN), others[0])
    return f"{best.way}: {other.seconds(pixels) / best.seconds(pixels):.1f}× as fast as {other.way} here"


def _key(card: ModelCard, wish: Wish) -> str:
    """What the timings depend on."""
    parts = [cpu_name(), cores(), engine_marks(), card.sha256, astuple(wish)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
