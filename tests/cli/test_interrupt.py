"""Ctrl-C and its kin: once to stop at the next tile, twice to stop at once, and never anything half-made."""

import os
import random
import signal
import time

import pytest

from afterglow.cli import exits
from tests.cli.product import HANG, call, draw, events, hashes, start

SOAK = int(os.environ.get("AFTERGLOW_SOAK", "0"))


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    """Pictures that take a while, so that a signal meets a run in the middle of one."""
    folder = tmp_path_factory.mktemp("photos")
    for number in range(4):
        draw(folder / f"{number}.png", 500, 400, seed=number)
    return folder


def enhance(photos, out):
    return ["enhance", photos, "-o", out, "--model", "tiny", "--tile", "32", "--json"]


def wait_for(process, events_seen):
    return b"".join(process.stdout.readline() for _ in range(events_seen))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_at_the_next_tile(photos, tmp_path, number):
    process = start(*enhance(photos, tmp_path / "out"))
    told = wait_for(process, 10)
    process.send_signal(number)
    rest, said = process.communicate(timeout=HANG)
    ends = [e["event"] for e in events(told + rest) if e["event"] not in ("started", "advanced", "summary")]
    assert process.returncode == exits.STOPPED
    assert len(ends) == 4
    assert "stopped" in ends
    assert events(rest)[-1]["exit"] == exits.STOPPED
    assert b"Stopping at the next tile" in said
    assert b"Traceback" not in said


@pytest.mark.parametrize("seed", range(SOAK or 6))
def test_stopping_anywhere_leaves_nothing_half_made_and_the_rest_is_done_later(photos, tmp_path, seed):
    rng = random.Random(seed)
    out = tmp_path / "out"
    process = start(*enhance(photos, out))
    told = wait_for(process, rng.randrange(1, 60))
    time.sleep(rng.random() * 0.05)
    asked = time.monotonic()
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=HANG)
    assert time.monotonic() - asked < HANG / 4, "a guard against hanging; a stop takes well under a second"
    done = [str(e["target"]) for e in events(told + rest) if e["event"] == "finished"]
    assert process.returncode == (exits.STOPPED if len(done) < 4 else process.returncode)
    assert sorted(os.listdir(out) if out.exists() else []) == sorted(os.path.basename(path) for path in done)
    last = call(*enhance(photos, out))
    summary = events(last.stdout)[-1]
    assert (last.returncode, summary["skipped"], summary["finished"]) == (0, len(done), 4 - len(done))


def test_two_signals_stop_at_once(photos, tmp_path):
    out = tmp_path / "out"
    process = start(*enhance(photos, out))
    wait_for(process, 5)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=HANG)
    assert process.returncode == exits.STOPPED
    whole = call(*enhance(photos, out))
    assert whole.returncode == exits.FINE
    assert sorted(hashes(out)) == ["0.png", "1.png", "2.png", "3.png"]


def test_what_nohup_ignores_stays_ignored(photos, tmp_path):
    process = start(
        *enhance(photos, tmp_path / "out"), preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    )
    wait_for(process, 5)
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=HANG)
    assert process.returncode == exits.FINE


def test_a_reader_that_goes_away_ends_the_run_quietly(photos, tmp_path):
    process = start(*enhance(photos, tmp_path / "out"))
    wait_for(process, 3)
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait(HANG) == exits.STOPPED
    assert said == b""
