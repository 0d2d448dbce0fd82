"""Models stay loaded while they are used, and no longer."""

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from afterglow.errors import ModelProblem
from afterglow.models.sessions import Sessions
from afterglow.models.way import Way, Wish
from tests.models import fakes, small

ASKED = Wish(engine="faulty")


@pytest.fixture
def engine():
    return fakes.FaultyEngine(fakes.right, Way("faulty", "cpu", "f32"))


@pytest.fixture
def sessions(engine, tmp_path):
    with Sessions(2, engines=engine.engines, timings_file=tmp_path / "timings.json") as sessions:
        yield sessions


def test_a_model_is_loaded_once(sessions, engine, tmp_path):
    card = small.write_pack(tmp_path)
    assert sessions.open(card, ASKED) is sessions.open(card, ASKED)
    assert len(engine.opened) == 1


def test_another_wish_is_another_session(sessions, tmp_path):
    card = small.write_pack(tmp_path)
    assert sessions.open(card, ASKED) is not sessions.open(card, Wish(engine="onnxruntime"))


def test_a_file_that_changed_is_another_model(sessions, tmp_path):
    first = sessions.open(small.write_pack(tmp_path / "one"), ASKED)
    assert sessions.open(small.write_pack(tmp_path / "two", small.upscaler()), ASKED) is not first


def test_the_longest_unused_is_let_go(sessions, engine, tmp_path):
    cards = [small.write_pack(tmp_path, name=name) for name in ("one", "two", "three")]
    sessions.open(cards[0], ASKED)
    sessions.open(cards[1], ASKED)
    sessions.open(cards[0], ASKED)
    sessions.open(cards[2], ASKED)
    engine.opened.clear()
    sessions.open(cards[0], ASKED)
    assert engine.opened == []
    sessions.open(cards[1], ASKED)
    assert len(engine.opened) == 1


def test_a_session_let_go_can_still_be_used_and_then_vanishes(sessions, tmp_path):
    cards = [small.write_pack(tmp_path, name=name) for name in ("one", "two", "three")]
    wish = Wish(engine="onnxruntime")
    held = sessions.open(cards[0], wish)
    for card in cards[1:]:
        sessions.open(card, wish)
    assert held.run(np.zeros((1, 3, 4, 4), np.float32)).shape == (1, 3, 4, 4)
    watch = weakref.ref(held)
    del held
    gc.collect()
    assert watch() is None


def test_all_are_closed_at_the_end(engine, tmp_path):
    with Sessions(engines=engine.engines, timings_file=tmp_path / "timings.json") as sessions:
        sessions.open(small.write_pack(tmp_path), ASKED)
    assert all(session.closed for session in engine.opened)


def test_a_model_that_fails_to_load_is_not_kept(sessions, tmp_path):
    card = small.write_pack(tmp_path)
    data = card.path.read_bytes()
    card.path.write_bytes(b"")
    with pytest.raises(ModelProblem):
        sessions.open(card, ASKED)
    card.path.write_bytes(data)
    assert sessions.open(card, ASKED).engine == "faulty"


def test_threads_that_ask_together_share_one(sessions, engine, tmp_path):
    card = small.write_pack(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: sessions.open(card, ASKED), range(16)))
    assert len(set(map(id, found))) == 1
    assert len(engine.opened) == 1


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="only Linux tells how much memory is in use"
)
@pytest.mark.parametrize("engine_name", ["onnxruntime", "openvino"])
def test_memory_is_given_back_when_models_are_released(engine_name, tmp_path):
    card = small.write_pack(tmp_path, small.wide())
    batch = np.zeros((1, 3, 512, 512), np.float32)

    def use():
        with Sessions(timings_file=tmp_path / "timings.json") as sessions:
            sessions.open(card, Wish(engine=engine_name, precision="f32")).run(batch)
            return in_use()

    use()
    before = in_use()
    assert use() - before > 50 * 2**20
    assert in_use() - before < 20 * 2**20


def in_use() -> int:
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmRSS"))
