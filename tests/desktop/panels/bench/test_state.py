from dataclasses import replace

import pytest

from afterglow.desktop.panels.bench.state import (
    BenchSettings,
    Stopwatch,
    as_text,
    cells,
    keep,
    load,
    machine,
    measure,
    records,
)
from afterglow.desktop.words import Words
from afterglow.errors import UnreadableFile
from afterglow.models import find_model
from afterglow.progress import Cancelled, Progress
from afterglow.score.bench import Benchmark, Speed

WORDS = Words("en")
SPEED = Speed(
    "tiny", "openvino", "cpu", "f32", 2.0, 0.1, {"720p": 0.46, "1080p": 1.04, "12MP": 6.0}, 10**8, 5000
)
FOUND = Benchmark("A processor", 4, 16 * 1024**3, "Linux", "2026-01-02T03:04:05+00:00", (SPEED,))


def watch(**changes):
    made = Stopwatch()
    made.now = FOUND
    made.earlier = replace(FOUND, speeds=(replace(SPEED, **changes),))
    return made


def test_a_measurement_is_kept_and_read_as_it_was(home):
    path = keep(FOUND)
    assert load(path) == FOUND
    assert records() == [path]


@pytest.mark.parametrize("text", ["", "[]", "3", '{"processor": 1}', "\x00"])
def test_what_is_no_measurement_is_said_to_be_none(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UnreadableFile, match=r"x\.json is no measurement of speed"):
        load(tmp_path / "x.json")
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        load(tmp_path / "none.json")


def test_the_same_way_is_compared_with_before():
    assert watch(megapixels_per_second=1.0).ratio(SPEED) == 2.0
    assert watch(precision="bf16").ratio(SPEED) is None
    assert watch(megapixels_per_second=0.0, problem="none").ratio(SPEED) is None
    assert Stopwatch().ratio(SPEED) is None


def test_a_line_says_all_and_a_failed_way_why():
    told = cells(watch(megapixels_per_second=1.0), SPEED, WORDS)
    assert told == ["tiny", "OpenVINO f32", "2.00", "0.46 s", "1.04 s", "6.00 s", "100 MB", "5000", "×2.00"]
    assert cells(watch(), replace(SPEED, problem="It is broken"), WORDS)[2:] == ["It is broken"]


def test_the_table_can_be_copied():
    lines = as_text(watch(), WORDS, ["Model"]).splitlines()
    assert lines[0] == machine(FOUND, WORDS)
    assert "A processor, 4 cores, 16 GiB" in lines[0]
    assert lines[2].split("\t")[0] == "tiny"


def test_models_that_are_left_out_stay_left_out(home):
    state = Stopwatch(BenchSettings(5, "a tiny"))
    state.cards = [find_model("tiny")]
    assert state.chosen == []
    state.choose("tiny", True)
    assert [card.name for card in state.chosen] == ["tiny"]
    assert state.settings == BenchSettings(5, "a")


def test_each_model_is_told_when_it_is_measured(home):
    told = []
    card = find_model("tiny")
    found = measure([card, card], 0.2, told.append)
    assert [len(one.speeds) for one in told] == [len(found.speeds) // 2, len(found.speeds)]
    assert all(speed.megapixels_per_second > 0 or speed.problem for speed in found.speeds)


def test_measuring_stops_between_two_ways(home):
    told = []
    with pytest.raises(Cancelled):
        measure([find_model("tiny")], 0.2, told.append, Progress(stopped=lambda: True))
    assert not told
