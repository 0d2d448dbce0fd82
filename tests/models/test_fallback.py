"""Devices that fail: the picture comes out right all the same, and the user is told."""

import dataclasses
import threading

import numpy as np
import pytest

from afterglow.errors import DeviceProblem, OutOfMemory
from afterglow.models.choice import open_session
from afterglow.models.fallback import FallbackSession
from afterglow.models.selftest import check_of, pattern
from afterglow.models.way import Wish
from tests.models import fakes, small

FAULTS = {
    "its library is missing": fakes.FaultyEngine(
        fakes.right, load_error=DeviceProblem("libcudnn is missing")
    ),
    "no room to load": fakes.FaultyEngine(fakes.right, load_error=OutOfMemory("no room on the device")),
    "NaN": fakes.FaultyEngine(fakes.nan),
    "infinity": fakes.FaultyEngine(fakes.infinite),
    "black": fakes.FaultyEngine(fakes.black),
    "wrong values": fakes.FaultyEngine(fakes.wrong),
    "swapped channels": fakes.FaultyEngine(fakes.swapped),
    "a picture of the wrong size": fakes.FaultyEngine(fakes.smaller),
    "the driver is reset at once": fakes.FaultyEngine(fakes.reset),
}
LATER = {
    "the driver is reset": fakes.reset,
    "NaN": fakes.nan,
    "infinity": fakes.infinite,
    "black": fakes.black,
}


@pytest.fixture
def card(tmp_path):
    """The small denoiser; what it gives on the test pattern is nearly what it was given."""
    card = small.write_pack(tmp_path)
    return dataclasses.replace(card, check=check_of(pattern(), 0.3))


@pytest.fixture
def timings(tmp_path):
    return tmp_path / "timings.json"


def picture():
    return np.random.default_rng(0).random((1, 3, 24, 32), dtype=np.float32)


def reference(card, timings):
    return open_session(card, Wish("onnxruntime", "cpu", "f32"), timings_file=timings).run(picture())


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("device", ["auto", "cuda", "cuda:0", "gpu"])
def test_a_device_that_fails_at_the_start_is_not_used(name, device, card, timings):
    session = open_session(card, Wish(device=device), engines=FAULTS[name].engines, timings_file=timings)
    assert (session.engine, session.device) == ("onnxruntime", "cpu")
    assert np.array_equal(session.run(picture()), reference(card, timings))
    assert len(session.notes) == 1


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_a_gpu_that_is_required_and_fails_stops_the_work(name, device, card, timings):
    wish = Wish(device=device, require_gpu=True)
    with pytest.raises((DeviceProblem, OutOfMemory)):
        open_session(card, wish, engines=FAULTS[name].engines, timings_file=timings)


@pytest.mark.parametrize("name", LATER)
def test_a_device_that_fails_in_the_middle_is_replaced(name, card, timings):
    faulty = fakes.FaultyEngine(fakes.later(LATER[name], 3))
    session = open_session(card, Wish(device="cuda"), engines=faulty.engines, timings_file=timings)
    assert session.device == "cuda:0"
    assert session.notes == ()
    outputs = [session.run(picture()) for _ in range(5)]
    assert session.device == "cpu"
    assert len(session.notes) == 1
    assert "going on with ONNX Runtime f32" in session.notes[0]
    assert np.array_equal(outputs[-1], reference(card, timings))
    assert faulty.opened[-1].closed


def test_the_next_device_is_shown_the_same_thumbnail(tmp_path, timings):
    card = small.write_pack(tmp_path, small.leveller(), thumbnail=16)
    faulty = fakes.FaultyEngine(fakes.later(fakes.reset, 3))
    session = open_session(card, Wish(device="cuda"), engines=faulty.engines, timings_file=timings)
    dark, bright = (np.full((1, 3, 16, 16), level, np.float32) for level in (0.1, 0.9))
    for _ in range(4):
        lifted = session.run(picture(), dark)
    assert session.device == "cpu"
    assert np.abs(lifted - session.run(picture(), bright) - 0.4).max() < 1e-5


@pytest.mark.parametrize("name", LATER)
def test_a_required_gpu_that_fails_in_the_middle_stops_the_work(name, card, timings):
    faulty = fakes.FaultyEngine(fakes.later(LATER[name], 3))
    wish = Wish(device="cuda", require_gpu=True)
    session = open_session(card, wish, engines=faulty.engines, timings_file=timings)
    while faulty.opened[-1].runs < 3:
        session.run(picture())
    with pytest.raises(DeviceProblem):
        session.run(picture())


@pytest.mark.parametrize("device", ["cuda", "directml", "coreml", "rocm", "gpu"])
def test_a_device_that_is_not_here_is_replaced_by_the_processor(device, card, timings):
    session = open_session(card, Wish(device=device), timings_file=timings)
    assert session.device == "cpu"
    assert len(session.notes) == 1
    assert device in session.notes[0]
    with pytest.raises(DeviceProblem):
        open_session(card, Wish(device=device, require_gpu=True), timings_file=timings)


def test_running_out_of_memory_in_the_middle_is_passed_on(card, timings):
    faulty = fakes.FaultyEngine(fakes.later(fakes.no_room, 1))
    session = open_session(card, Wish(device="cuda"), engines=faulty.engines, timings_file=timings)
    with pytest.raises(OutOfMemory):
        session.run(picture())
    assert session.device == "cuda:0"


def test_a_picture_that_is_black_stays_black_without_complaint(card, timings):
    faulty = fakes.FaultyEngine(fakes.right)
    session = open_session(card, Wish(device="cuda"), engines=faulty.engines, timings_file=timings)
    assert not session.run(np.zeros((1, 3, 8, 8), np.float32)).any()
    assert session.notes == ()


def test_a_model_that_gives_no_numbers_on_every_device_is_an_error(tmp_path, timings):
    proto = small.denoiser()
    proto.graph.node[1].op_type = "Log"  # of negative numbers
    card = small.write_pack(tmp_path, proto)
    with pytest.raises(DeviceProblem, match="no numbers"):
        open_session(card, timings_file=timings)


def test_threads_that_meet_a_fault_together_replace_the_device_once(card):
    spare_loads = []

    def load(way):
        if way == fakes.GPU:
            return fakes.FaultySession(card, way, fakes.later(fakes.nan, 0))
        spare_loads.append(way)
        return fakes.FaultySession(card, way, fakes.right)

    session = FallbackSession([fakes.GPU, fakes.CPU], load)
    outputs = []
    threads = [threading.Thread(target=lambda: outputs.append(session.run(picture()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(spare_loads) == 1
    assert len(session.notes) == 1
    assert all(np.array_equal(output, picture()) for output in outputs)


def test_a_device_chosen_for_its_speed_is_replaced_by_one_that_was_tried_before(card, timings):
    broken = threading.Event()
    faulty = fakes.FaultyEngine(lambda output, runs: output * np.nan if broken.is_set() else output)
    session = open_session(card, Wish(), engines=faulty.engines, timings_file=timings)
    assert session.device == "cuda:0"
    broken.set()
    assert np.array_equal(session.run(picture()), reference(card, timings))
    assert session.device == "cpu"
