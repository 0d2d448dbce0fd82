"""A batch killed at any moment goes on with the same command, and ends as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress

import pytest

from afterglow.image import read
from tests.cli.product import HANG, album, call, environment, events, hashes, start

WORKERS = 2
SOAK = int(os.environ.get("AFTERGLOW_SOAK", "0"))


@pytest.fixture
def photos(tmp_path):
    return album(tmp_path / "photos", 24)


MODELS = (["--model", "tiny"], ["--model", "none", "--sharpen", "0.5"])  # the second starts faster


def enhance(photos, out, model=MODELS[0]):
    return ["enhance", photos, "-o", out, *model, "--json", "--workers", WORKERS]


def undisturbed(photos, out, model=MODELS[0]):
    done = call(*enhance(photos, out, model))
    assert done.returncode == 0, done.stderr
    return hashes(out)


def finished(output):
    """What a killed run still told, the last line perhaps cut off."""
    lines = output[: output.rfind(b"\n") + 1]
    return [event["source"] for event in events(lines) if event["event"] == "finished"]


def kill_after(process, events_seen, rng):
    """Let a run tell so many events, then end it as a power cut would."""
    told = b"".join(process.stdout.readline() for _ in range(events_seen))
    if rng.random() < 0.5:
        with suppress(subprocess.TimeoutExpired):
            process.wait(rng.random() * 0.02)
    process.send_signal(signal.SIGKILL)
    return told + process.communicate(timeout=HANG)[0]


@pytest.mark.parametrize("seed", range(SOAK or 5))  # fifty kills
def test_a_batch_killed_ten_times_loses_nothing_and_repeats_next_to_nothing(photos, tmp_path, seed):
    rng, model = random.Random(seed), MODELS[seed % 2]
    before = hashes(photos)
    expected = undisturbed(photos, tmp_path / "undisturbed", model)
    out, done, kills = tmp_path / "out", [], 0
    # 24 pictures tell about 120 events, so ten kills a few events apart end in the middle of the batch.
    while kills < 10:
        process = start(*enhance(photos, out, model))
        told = kill_after(process, rng.randrange(1, 14), rng)
        assert process.returncode == -signal.SIGKILL
        kills += 1
        done += finished(told)
        for name in hashes(out) if out.exists() else {}:
            if not name.rpartition("/")[2].startswith(".afterglow-"):
                assert hashes(out)[name] == expected[name], f"{name} is half-made after kill {kills}"
    last = call(*enhance(photos, out, model))
    assert last.returncode == 0, last.stderr
    done += finished(last.stdout)
    assert hashes(out) == expected, "not what an undisturbed run gives, or something was left behind"
    assert hashes(photos) == before
    # Done again is only what was under way when a kill came.
    assert len(done) - len(set(done)) <= kills * WORKERS
    assert all(read(out / name).size == (48, 32) for name in expected)


DIE_BEFORE = """
import os, signal, sys
from afterglow.cli import main
left, *words = sys.argv[1:]
left = int(left)
def watch(event, arguments):
    global left
    writes = event == "open" and arguments[2] & (os.O_CREAT | os.O_WRONLY | os.O_RDWR)
    if writes or event in ("os.rename", "os.link", "os.remove", "os.mkdir"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
import onnxruntime, openvino  # what they open while loading is not our doing
sys.addaudithook(watch)
sys.exit(main(words))
"""


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    """A few pictures, and what becomes of them where nothing interferes."""
    place = tmp_path_factory.mktemp("six")
    photos = album(place / "photos", 6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERGLOW_STATE", str(place / "state"))
        return photos, undisturbed(photos, place / "undisturbed", MODELS[1])


@pytest.mark.parametrize("change", range(1, 61, 1 if SOAK else 9))
def test_a_batch_killed_before_any_change_to_the_drive_loses_nothing(six, tmp_path, change):
    photos, expected = six
    words = enhance(photos, tmp_path / "out", MODELS[1])
    command = [sys.executable, "-c", DIE_BEFORE, str(change), *map(str, words)]
    died = subprocess.run(command, env=environment(), capture_output=True, timeout=HANG, check=False)
    assert died.returncode in (0, -signal.SIGKILL), died.stderr
    last = call(*words)
    assert last.returncode == 0, last.stderr
    assert hashes(tmp_path / "out") == expected
    done = finished(died.stdout) + finished(last.stdout)
    assert len(done) - len(set(done)) <= WORKERS


def test_a_second_run_does_nothing(photos, tmp_path):
    expected = undisturbed(photos, tmp_path / "out")
    again = call(*enhance(photos, tmp_path / "out"))
    summary = events(again.stdout)[-1]
    assert (again.returncode, summary["finished"], summary["skipped"]) == (0, 0, 24)
    assert hashes(tmp_path / "out") == expected
