import json
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
import torch

from afterglow.errors import AfterglowError, CannotWrite
from afterglow_lab.checkpoint import read_tensors
from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.run import Budget, Judge, Optimizer, Run, Validation, read_run
from afterglow_lab.train import main, train
from tests.lab.support import small_run, write_pool
from tests.support import drive

PATCHES_64 = PatchPlan(pools={"photo": 1.0}, patch=64, batch=2)


class PowerCut(Exception):
    pass


def losses(folder: Path) -> list[tuple[int, float]]:
    entries = [json.loads(line) for line in (folder / "log.jsonl").read_text().splitlines()]
    return [(entry["step"], entry["loss"]) for entry in entries if "loss" in entry]


def same_weights(a: Path, b: Path) -> bool:
    mine, its = read_tensors(a)[0], read_tensors(b)[0]
    return mine.keys() == its.keys() and all(torch.equal(mine[name], its[name]) for name in mine)


def cut_at(run: Run, data: Path, folder: Path, step: int) -> None:
    def say(line: str) -> None:
        if line.startswith(f"step {step} "):
            raise PowerCut

    with pytest.raises(PowerCut):
        train(run, data, folder, say)


def test_a_cut_training_repeats_the_same_curve_bit_for_bit(tmp_path: Path):
    data, run = write_pool(tmp_path / "data"), small_run(steps=20)
    whole = train(run, data, tmp_path / "whole")
    cut_at(run, data, tmp_path / "cut", 3)
    cut_at(run, data, tmp_path / "cut", 13)
    resumed = train(run, data, tmp_path / "cut")
    assert losses(tmp_path / "whole") == losses(tmp_path / "cut")
    assert same_weights(whole.weights, resumed.weights)
    assert resumed.gains == whole.gains


def test_a_network_that_is_shown_thumbnails_learns_and_resumes(tmp_path: Path):
    damage = {"kind": "phone", "untouched": 0.0}
    run = small_run(
        steps=8,
        network="afterglow_phone_fast",
        damage=damage,
        validation=Validation(pictures=2, side=64, every=1000, cases={"phone": damage}),
    )
    data = write_pool(tmp_path / "data")
    whole = train(run, data, tmp_path / "whole")
    cut_at(run, data, tmp_path / "cut", 6)
    resumed = train(run, data, tmp_path / "cut")
    assert losses(tmp_path / "whole") == losses(tmp_path / "cut")
    assert same_weights(whole.weights, resumed.weights)
    assert whole.gains["phone"].after > whole.gains["phone"].before


def test_the_loss_falls_and_the_picture_gains(tmp_path: Path):
    run = small_run(steps=120, optimizer=Optimizer(rate=2e-3, warm_up=5, average=0.95))
    result = train(run, write_pool(tmp_path / "data"), tmp_path / "out")
    curve = [loss for _, loss in losses(tmp_path / "out")]
    assert sum(curve[-30:]) < 0.97 * sum(curve[:30])
    assert result.gains["q10"].after > result.gains["q10"].before
    assert list((tmp_path / "out" / "samples").glob("*.png"))


def test_minutes_end_with_a_finished_schedule(tmp_path: Path):
    run = replace(small_run(steps=0), budget=Budget(minutes=0.04))
    result = train(run, write_pool(tmp_path / "data"), tmp_path / "out")
    assert 2.4 <= result.position.seconds < 10
    entries = [json.loads(line) for line in (tmp_path / "out" / "log.jsonl").read_text().splitlines()]
    assert [entry["rate"] for entry in entries if "rate" in entry][-1] < 1e-4


def test_a_finished_training_has_nothing_left_to_do(tmp_path: Path):
    data, run = write_pool(tmp_path / "data"), small_run(steps=5)
    first = train(run, data, tmp_path / "out")
    again = train(run, data, tmp_path / "out")
    assert again.position == first.position
    assert same_weights(first.weights, again.weights)


def test_two_halves_accumulate_to_as_many_updates(tmp_path: Path):
    run = small_run(steps=4, optimizer=Optimizer(accumulate=2, warm_up=2))
    assert train(run, write_pool(tmp_path / "data"), tmp_path / "out").position.step == 4


@pytest.mark.parametrize("kind", ["adam", "rmsprop"])
def test_every_optimizer_resumes(tmp_path: Path, kind):
    data, run = write_pool(tmp_path / "data"), small_run(steps=8, optimizer=Optimizer(kind=kind, rate=1e-4))
    whole = train(run, data, tmp_path / "whole")
    cut_at(run, data, tmp_path / "cut", 6)
    assert same_weights(whole.weights, train(run, data, tmp_path / "cut").weights)


def test_an_exploding_loss_stops_with_a_sentence_and_keeps_the_checkpoint(tmp_path: Path):
    data = write_pool(tmp_path / "data")
    wild = Optimizer(rate=1e6, clip=1e9, warm_up=0, schedule="constant", spike=1e30)
    with pytest.raises(AfterglowError, match="the last good checkpoint is kept"):
        train(small_run(steps=200, optimizer=wild, keep_every=1), data, tmp_path / "out")
    tensors, _ = read_tensors(tmp_path / "out" / "last.safetensors")
    assert all(torch.isfinite(tensor).all() for tensor in tensors.values())


@pytest.mark.slow
def test_a_judge_learns_along_and_resumes(tmp_path: Path):
    judged = Judge(network="ff_discriminator", game="lsgan", weight=0.01, rate=1e-4)
    data, run = write_pool(tmp_path / "data"), small_run(steps=8, judge=judged, patches=PATCHES_64)
    whole = train(run, data, tmp_path / "whole")
    cut_at(run, data, tmp_path / "cut", 6)
    assert same_weights(whole.weights, train(run, data, tmp_path / "cut").weights)
    checkpoints = [tmp_path / name / "last.safetensors" for name in ("whole", "cut")]
    assert any(name.startswith("judge.optimizer.") for name in read_tensors(checkpoints[0])[0])
    assert same_weights(*checkpoints)


def test_a_guard_keeps_a_loss_from_making_pictures_worse(tmp_path: Path):
    data, smooth = write_pool(tmp_path / "data"), {"l1": 0.1, "total_variation": 20.0}
    quick = Optimizer(rate=1e-3, warm_up=5, average=0.5)
    alone = small_run(steps=30, losses=smooth, optimizer=quick)
    guarded = replace(alone, guards={"harm": 1.0})
    without = train(alone, data, tmp_path / "alone").gains["q10"]
    within = train(guarded, data, tmp_path / "guarded").gains["q10"]
    assert without.after < without.before - 1
    assert within.after > within.before - 0.2


def test_a_guard_cannot_watch_a_network_that_enlarges(tmp_path: Path):
    run = small_run(steps=1, network="afterglow_upscale_fast", guards={"harm": 1.0})
    with pytest.raises(AfterglowError, match="guards cannot compare"):
        train(run, write_pool(tmp_path / "data"), tmp_path / "out")


def test_a_run_that_nothing_measures_is_refused_before_it_learns(tmp_path: Path):
    run = small_run(steps=1, validation=Validation(side=64))
    with pytest.raises(AfterglowError, match="small has nothing to be measured on"):
        train(run, write_pool(tmp_path / "data"), tmp_path / "out")
    assert not (tmp_path / "out" / "last.safetensors").exists()


def test_a_warm_start_begins_where_the_other_ended(tmp_path: Path):
    data = write_pool(tmp_path / "data")
    first = train(small_run(steps=10), data, tmp_path / "first")
    run = small_run(steps=1, warm_start=str(first.weights), optimizer=Optimizer(rate=0.0))
    assert same_weights(first.weights, train(run, data, tmp_path / "second").weights)


def test_parts_that_are_kept_still_do_not_learn(tmp_path: Path):
    data = write_pool(tmp_path / "data")
    first = train(small_run(steps=5), data, tmp_path / "first")
    run = small_run(steps=5, warm_start=str(first.weights), still=("down_blocks", "head"))
    begun, _ = read_tensors(first.weights)
    # Killed after three steps and resumed, it is as still.
    train(replace(run, budget=Budget(steps=3)), data, tmp_path / "second")
    learned, _ = read_tensors(train(run, data, tmp_path / "second").weights)
    moved = {name for name, tensor in learned.items() if not torch.equal(tensor, begun[name])}
    assert "tail.weight" in moved
    assert not any(name.startswith(("head", "down_blocks")) for name in moved)


def test_a_part_that_a_network_does_not_have_cannot_be_kept_still(tmp_path: Path):
    with pytest.raises(AfterglowError, match="no part 'look' to keep still"):
        train(small_run(steps=1, still=("look",)), write_pool(tmp_path / "data"), tmp_path / "out")


def test_the_command_line_says_one_sentence_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main([str(tmp_path / "none.toml"), "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "afterglow train: none.toml cannot be opened. No such file or directory.\n"
    )


RUN_FILE = """
name = "killed"
network = "afterglow_fast"
threads = 1
keep_every = 5
log_every = 1
patches = { pools = { photo = 1.0 }, patch = 32, batch = 2 }
damage = { kind = "jpeg", quality = [10, 20] }
budget = { steps = 150 }
[validation]
pictures = 2
side = 64
cases = { q10 = { kind = "jpeg", quality = [10, 10] } }
"""


@pytest.fixture(scope="module")
def start() -> Callable[..., BaseProcess]:
    """Starts `afterglow train` with these arguments, as a process of its own that has torch loaded already."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["afterglow_lab.train"])

    def started(*arguments: object) -> BaseProcess:
        process = forks.Process(target=main, args=(list(map(str, arguments)),))
        process.start()
        return process

    return started


@pytest.mark.slow
def test_kill_9_at_twenty_moments_loses_nothing_but_the_work_since_the_last_checkpoint(
    tmp_path: Path, start: Callable[..., BaseProcess]
):
    data, run = write_pool(tmp_path / "data"), tmp_path / "killed.toml"
    run.write_text(RUN_FILE)
    start(run, "--data", data, "--out", tmp_path / "whole").join()
    chance = random.Random(4)
    cut = tmp_path / "cut" / "killed"
    for target in sorted(chance.sample(range(10, 120), 20)):
        process = start(run, "--data", data, "--out", tmp_path / "cut")
        while logged_steps(cut) < target:
            assert process.is_alive()
            time.sleep(0.002)
        # Anywhere in the step, its log line, or the writing of its checkpoint.
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        kept = json.loads(read_tensors(cut / "last.safetensors")[1]["position"])["step"]
        assert kept >= (logged_steps(cut) - 1) // 5 * 5
    start(run, "--data", data, "--out", tmp_path / "cut").join()
    assert losses(tmp_path / "whole" / "killed") == losses(cut)
    assert [step for step, _ in losses(cut)] == list(range(1, 151))
    assert same_weights(tmp_path / "whole" / "killed" / "weights.safetensors", cut / "weights.safetensors")


@pytest.mark.slow
def test_ctrl_c_is_one_sentence(tmp_path: Path):
    data = write_pool(tmp_path / "data")
    (tmp_path / "killed.toml").write_text(RUN_FILE)
    options = [str(tmp_path / "killed.toml"), "--data", str(data), "--out", str(tmp_path / "out")]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "afterglow_lab.train", *options],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=heard,
    )  # fmt: skip
    while logged_steps(tmp_path / "out" / "killed") < 3:
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.communicate()[1] == "Stopped. The same command goes on from the last checkpoint.\n"
    assert process.returncode == 130


def heard() -> None:
    """Let Ctrl-C be heard, which a shell's background jobs are told to ignore."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def logged_steps(folder: Path) -> int:
    log = folder / "log.jsonl"
    return log.read_text().count("\n") if log.exists() else 0


def test_a_full_disk_keeps_the_last_checkpoint_and_more_room_ends_the_run(tmp_path: Path):
    data, run = write_pool(tmp_path / "data"), small_run(steps=12, network="srcnn")
    whole = train(run, data, tmp_path / "whole")
    size = (tmp_path / "whole" / "last.safetensors").stat().st_size
    with drive(tmp_path / "disk", f"size={3 * size // 2}") as disk:
        with pytest.raises(CannotWrite, match=r"last\.safetensors cannot be written"):
            train(run, data, disk)
        assert json.loads(read_tensors(disk / "last.safetensors")[1]["position"])["step"] == 5
        assert not list(disk.glob("*.part"))
        subprocess.run(["mount", "-o", f"remount,size={9 * size}", disk], check=True)
        resumed = train(run, data, disk)
        assert losses(disk) == losses(tmp_path / "whole")
        assert same_weights(whole.weights, resumed.weights)


@pytest.mark.slow
def test_two_processes_train_one_network(tmp_path: Path):
    data = write_pool(tmp_path / "data")
    (tmp_path / "killed.toml").write_text(RUN_FILE)
    launch = [
        sys.executable,
        "-m",
        "torch.distributed.run",
        "--nproc-per-node",
        "2",
        "-m",
        "afterglow_lab.train",
    ]
    options = ["--data", str(data), "--out", str(tmp_path / "out"), "--steps", "12"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [*launch, str(tmp_path / "killed.toml"), *options]
    subprocess.run(command, check=True, env=environment, capture_output=True)
    together = losses(tmp_path / "out" / "killed")
    assert [step for step, _ in together] == list(range(1, 13))

    alone = replace(read_run(tmp_path / "killed.toml"), budget=Budget(steps=12))
    two = replace(alone, optimizer=replace(alone.optimizer, accumulate=2))
    train(two, data, tmp_path / "alone")
    for (_, mine), (_, its) in zip(together, losses(tmp_path / "alone"), strict=True):
        assert mine == pytest.approx(its, rel=0.02)
