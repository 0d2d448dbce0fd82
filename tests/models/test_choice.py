"""The engine is the fastest one that was wished for, and that is found out only once."""

import json

import numpy as np
import pytest

from afterglow.errors import DeviceProblem, WrongOption
from afterglow.models.choice import ENGINES, expected_seconds, open_session, ways_for
from afterglow.models.timing import MOST_REMEMBERED, Timing, remember, remembered
from afterglow.models.way import Engine, Way, Wish
from tests.models import fakes, small


@pytest.fixture
def card(tmp_path):
    return small.write_pack(tmp_path)


@pytest.fixture
def timings(tmp_path):
    return tmp_path / "somewhere" / "timings.json"


def test_the_faster_engine_is_chosen_and_the_reason_said(card, timings):
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"), seconds=0.02)
    session = open_session(card, engines=slow.engines, timings_file=timings)
    assert session.engine == "onnxruntime"
    assert "as fast as slow f32" in session.reason
    assert slow.opened[0].closed


def test_the_check_is_made_once_and_remembered(card, timings):
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"), seconds=0.02)
    first = open_session(card, engines=slow.engines, timings_file=timings)
    again = open_session(card, engines=slow.engines, timings_file=timings)
    assert len(slow.opened) == 1
    assert (again.engine, again.reason) == (first.engine, first.reason)


def test_a_small_picture_does_not_wait_for_an_engine_that_starts_slowly(card, timings):
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"))
    open_session(card, engines=slow.engines, timings_file=timings)
    key = next(iter(json.loads(timings.read_text())))
    plain, other = Way("onnxruntime", "cpu", "f32"), Way("slow", "cpu", "f32")
    remember(key, [Timing(plain, 0.1, 2e-6), Timing(other, 3.0, 1e-6)], timings)
    for pixels, engine in ((10_000, "onnxruntime"), (50_000_000, "slow"), (None, "slow")):
        session = open_session(card, None, pixels, engines=slow.engines, timings_file=timings)
        assert session.engine == engine


def test_what_a_picture_will_take_is_known_after_the_first(card, timings):
    assert expected_seconds(card, 1000, timings_file=timings) is None
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"), seconds=0.02)
    open_session(card, engines=slow.engines, timings_file=timings)
    assert len(remembered(next(iter(json.loads(timings.read_text()))), timings)) == 2
    small, large = (expected_seconds(card, pixels, timings_file=timings) for pixels in (1000, 10**9))
    assert 0 < small < large


def test_what_was_timed_freely_is_known_of_an_engine_asked_for(card, timings):
    slow = fakes.FaultyEngine(fakes.right, Way("slow", "cpu", "f32"), seconds=0.02)
    open_session(card, engines=slow.engines, timings_file=timings)
    free = expected_seconds(card, 10**6, timings_file=timings)
    plain, other = (
        expected_seconds(card, 10**6, Wish(engine=name), timings_file=timings)
        for name in ("onnxruntime", "slow")
    )
    assert free == plain < other
    for wish in (
        Wish(engine="openvino"),
        Wish(device="cuda:1"),
        Wish(require_gpu=True),
        Wish(precision="f16"),
    ):
        assert expected_seconds(card, 10**6, wish, timings_file=timings) is None


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"a": 1}', "\x00\xff"])
def test_a_damaged_memory_is_made_anew(damage, card, timings):
    timings.parent.mkdir()
    timings.write_text(damage, encoding="latin-1")
    assert open_session(card, timings_file=timings).run(np.zeros((1, 3, 4, 4), np.float32)).shape == (
        1,
        3,
        4,
        4,
    )
    assert json.loads(timings.read_text())


def test_a_memory_that_cannot_be_written_costs_only_time(card, tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert open_session(card, timings_file=tmp_path / "file" / "timings.json").engine in ENGINES


def test_the_memory_forgets_the_oldest(timings):
    for number in range(MOST_REMEMBERED + 5):
        remember(str(number), [Timing(fakes.CPU, 1, 2)], timings)
    assert remembered("4", timings) == []
    assert remembered("5", timings) == [Timing(fakes.CPU, 1, 2)]
    assert not list(timings.parent.glob("*.part"))


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_can_be_forced(engine, card, timings):
    assert open_session(card, Wish(engine=engine), timings_file=timings).engine == engine


@pytest.mark.parametrize("way", [way for engine in ENGINES.values() for way in engine.ways()], ids=str)
def test_every_way_of_this_machine_can_be_forced(way, card, timings):
    session = open_session(card, Wish(*way), timings_file=timings)
    assert (session.engine, session.device, session.precision) == way


@pytest.mark.parametrize(
    ("wish", "problem"),
    [
        (Wish(engine="tensorflow"), WrongOption),
        (Wish(device="toaster"), WrongOption),
        (Wish(device="cpu", require_gpu=True), WrongOption),
        (Wish(precision="f64"), DeviceProblem),
        (Wish(engine="onnxruntime", precision="bf16"), DeviceProblem),
        (Wish(require_gpu=True), DeviceProblem),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_refused(wish, problem, card, timings):
    with pytest.raises(problem) as refusal:
        open_session(card, wish, timings_file=timings)
    assert refusal.value.hint


def test_an_engine_that_is_not_installed_is_done_without(card, timings):
    def missing():
        raise ImportError("No module named 'faulty'")

    engines = {"faulty": Engine(missing, fakes.FaultyEngine(fakes.right).load), **ENGINES}
    assert open_session(card, engines=engines, timings_file=timings).engine in ENGINES
    with pytest.raises(DeviceProblem, match="faulty"):
        open_session(card, Wish(engine="faulty"), engines=engines, timings_file=timings)


@pytest.mark.parametrize(
    ("device", "listed", "expected"),
    [
        ("auto", "cuda:0", "cuda:0"),
        ("cuda", "cuda:0", "cuda:0"),
        ("cuda:1", "cuda:0", "cuda:1"),
        ("CUDA:0", "cuda:0", "cuda:0"),
        ("gpu", "cuda:0", "cuda:0"),
        ("gpu", "gpu.1", "gpu.1"),
        ("gpu.1", "gpu.0", "gpu.1"),
        ("coreml", "coreml", "coreml"),
        ("gpu", "coreml", "coreml"),
    ],
)
def test_devices_are_found_by_family_or_by_number(device, listed, expected):
    engines = {"one": Engine(lambda: [Way("one", listed, "f16")], fakes.FaultyEngine(fakes.right).load)}
    assert ways_for(Wish(device=device), engines) == [Way("one", expected, "f16")]


def test_core_ml_is_used_only_when_it_is_asked_for():
    engines = {
        "one": Engine(lambda: [Way("one", "coreml", "f16"), fakes.CPU], fakes.FaultyEngine(fakes.right).load)
    }
    assert ways_for(Wish(), engines) == [fakes.CPU]
    assert ways_for(Wish(device="coreml"), engines) == [Way("one", "coreml", "f16")]
