import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from afterglow.errors import WrongOption
from afterglow.image import to_unit
from afterglow.metrics.psnr import psnr
from afterglow_lab.data import pictures
from afterglow_lab.data.degrade import NIGHT, PAIR, Plan, degrade, qualities
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.manifest import read_rows
from afterglow_lab.data.pipeline import read_pipeline
from afterglow_lab.degradations.levels import MODES, level

FEW = (10, 50, 100)


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "good"
    for number, place in enumerate(("a.png", "trip/b.png")):
        pictures.put(pictures.encoded(drawing(number, 96, 64), "png"), folder / place)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith("manifest")
    }


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_writes_every_level_of_every_picture(mode, source, tmp_path):
    out = tmp_path / "out"
    outcome = degrade(source, out, Plan(mode, qualities=FEW))
    letter = "p" if mode == "pixelation" else "q"
    assert set(contents(out)) == {f"{base}_{letter}{q}.png" for base in ("a", "trip/b") for q in FEW}
    assert outcome.made == 6
    assert not outcome.problems
    for row in outcome.rows:
        clean = pictures.load(source / row["source"])
        seen = pictures.load(out / row["file"])
        assert seen.sha256 == row["sha256"]
        assert clean.sha256 == row["source_sha256"]
        if row["quality"] == 100:
            assert np.array_equal(seen.pixels, clean.pixels)
            assert row["psnr"] is None
            assert row["ssim"] == 1
        else:
            assert row["psnr"] == pytest.approx(psnr(to_unit(seen.pixels), to_unit(clean.pixels)), abs=1e-3)
            assert row["parameters"]


def test_worse_levels_are_worse(source, tmp_path):
    rows = degrade(source, tmp_path / "out", Plan("jpeg", qualities=qualities(10, 90, 40))).rows
    for place in ("a.png", "trip/b.png"):
        ratios = [
            row["psnr"] for row in sorted(rows, key=lambda row: row["quality"]) if row["source"] == place
        ]
        assert ratios == sorted(ratios)


def test_the_same_seed_makes_the_same_files_whatever_the_names_and_workers(source, tmp_path):
    degrade(source, tmp_path / "one", Plan("noise", qualities=(30,)))
    (source / "a.png").rename(source / "z.png")
    degrade(source, tmp_path / "two", Plan("noise", qualities=(30,)), workers=2)
    degrade(source, tmp_path / "three", Plan("noise", seed=2, qualities=(30,)))
    one, two, three = (sorted(contents(tmp_path / name).values()) for name in ("one", "two", "three"))
    assert one == two
    assert not set(one) & set(three)


def test_running_again_makes_only_what_is_missing(source, tmp_path):
    out, plan = tmp_path / "out", Plan("jpeg", qualities=FEW)
    degrade(source, out, plan)
    before = contents(out)
    (out / "a_q10.png").unlink()
    (out / "trip/b_q50.png").write_bytes(b"cut short")
    again = degrade(source, out, plan)
    assert (again.made, again.kept) == (2, 4)
    assert contents(out) == before


def test_a_file_that_was_written_but_not_listed_is_taken_in(source, tmp_path):
    out, plan = tmp_path / "out", Plan("jpeg", qualities=FEW)
    degrade(source, out, plan)
    lines = (out / "manifest.jsonl").read_text().splitlines(keepends=True)
    (out / "manifest.jsonl").write_text("".join(lines[:-1]))
    outcome = degrade(source, out, plan)
    assert (outcome.made, outcome.problems) == (1, ())


def test_a_stranger_of_the_same_name_is_never_replaced(source, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "a_q10.png").write_bytes(b"somebody's holiday")
    outcome = degrade(source, out, Plan("jpeg", qualities=FEW))
    assert "already there" in outcome.problems[0]
    assert (out / "a_q10.png").read_bytes() == b"somebody's holiday"
    left = degrade(source, out, Plan("jpeg", qualities=FEW), skip_existing=True)
    assert not left.problems
    assert (out / "a_q10.png").read_bytes() == b"somebody's holiday"
    degrade(source, out, Plan("jpeg", qualities=FEW), overwrite=True)
    assert pictures.load(out / "a_q10.png").pixels.shape == (64, 96, 3)


def test_a_damaged_picture_is_skipped_with_a_sentence(source, tmp_path):
    (source / "trip/bad.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture")
    outcome = degrade(source, tmp_path / "out", Plan("blur", qualities=(20,)), workers=2)
    assert outcome.made == 2
    assert len(outcome.problems) == 1
    assert outcome.problems[0].startswith("trip/bad.jpg is damaged")


def test_another_seed_does_not_mix_into_a_set(source, tmp_path):
    degrade(source, tmp_path / "out", Plan("noise", qualities=(30,)))
    with pytest.raises(WrongOption, match="other options"):
        degrade(source, tmp_path / "out", Plan("noise", seed=9, qualities=(30,)))


def test_lossy_formats_are_measured_as_stored_and_large_pictures_made_to_fit(source, tmp_path):
    rows = degrade(source, tmp_path / "out", Plan("jpeg", qualities=(100,), format="jpg", fit=(48, 48))).rows
    assert {(row["width"], row["height"]) for row in rows} == {(48, 32)}
    assert all(25 < row["psnr"] < 60 for row in rows)


def test_previews_show_the_levels_side_by_side(source, tmp_path):
    degrade(source, tmp_path / "out", Plan("jpeg", qualities=FEW), previews=1)
    assert pictures.load(tmp_path / "out/previews/a.jpg").pixels.shape == (64, 3 * 96, 3)


def test_a_night_pair_differs_in_noise_and_not_in_exposure(source, tmp_path):
    out = tmp_path / "out"
    degrade(source, out, Plan(NIGHT, qualities=PAIR))
    taken = to_unit(pictures.load(out / "damaged/trip/b.png").pixels)
    target = to_unit(pictures.load(out / "clean/trip/b.png").pixels)
    assert abs(float(taken.mean() - target.mean())) < 0.06
    assert 8 < psnr(taken, target) < 45
    assert len(list(read_rows(out))) == 4


def test_a_pipeline_of_ones_own_follows_the_level_where_it_is_told_to(source, tmp_path):
    file = tmp_path / "old_phone.toml"
    file.write_text(
        '[[steps]]\nmode = "noise"\nbelow = 60\n[[steps]]\nkind = "jpeg"\nquality = [40, 40]\ndouble = 0\n'
    )
    plan = Plan("custom", qualities=(20, 80), pipeline=read_pipeline(file))
    rows = {row["file"]: row for row in degrade(source, tmp_path / "out", plan).rows}
    assert len(rows["a_q20.png"]["parameters"]) == 2
    assert [step["kind"] for step in rows["a_q80.png"]["parameters"]] == ["Jpeg"]


def test_controls_change_the_copies_and_make_another_set(source, tmp_path):
    usual, twice = Plan("jpeg", qualities=(30,)), Plan("jpeg", qualities=(30,), controls={"double": 1.0})
    plain = {row["file"]: row for row in degrade(source, tmp_path / "plain", usual).rows}
    again = {row["file"]: row for row in degrade(source, tmp_path / "again", twice).rows}
    assert all(again[file]["psnr"] < plain[file]["psnr"] for file in plain)
    assert again["a_q30.png"]["parameters"][0]["double"] == 1.0
    with pytest.raises(WrongOption, match="other options"):
        degrade(source, tmp_path / "plain", twice)


def test_a_step_of_a_pipeline_has_the_controls_of_its_mode(tmp_path):
    file = tmp_path / "grain.toml"
    file.write_text('[[steps]]\nmode = "noise"\nshift = 10\nkinds = ["gaussian"]\nsigma = [1, 9]\n')
    (step,) = read_pipeline(file).at(40, np.random.default_rng(0))
    assert step == level("noise", 50, np.random.default_rng(0), {"kinds": ["gaussian"], "sigma": [1, 9]})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("steps = []", "no steps"),
        ('[[steps]]\nmode = "magic"', "no mode 'magic'"),
        ('[[steps]]\nkind = "magic"', "magic"),
        ('[[steps]]\nmode = "jpeg"\nsharpness = 3', "sharpness"),
        ('[[step]]\nmode = "jpeg"', "step"),
    ],
)
def test_a_wrong_pipeline_is_told_before_anything_is_made(text, says, tmp_path):
    file = tmp_path / "wrong.toml"
    file.write_text(text)
    with pytest.raises(WrongOption, match=says):
        read_pipeline(file)


@pytest.mark.parametrize(
    "asked", [{"mode": "magic"}, {"mode": "custom"}, {"mode": "jpeg", "qualities": (0, 10)}]
)
def test_a_plan_that_makes_no_sense_is_refused(asked):
    with pytest.raises(WrongOption):
        Plan(**asked)


def test_killed_at_any_point_it_goes_on_to_the_same_files(source, tmp_path):
    for number in range(2, 8):
        pictures.put(pictures.encoded(drawing(number, 96, 64), "png"), source / f"{number}.png")
    command = [sys.executable, "-m", "afterglow_lab.data.cli", "degrade", str(source)]
    options = ["--mode", "noise", "--step", "30"]
    subprocess.run([*command, str(tmp_path / "whole"), *options], check=True, capture_output=True)
    for rows in (1, 9, 20):
        run = subprocess.Popen(
            [*command, str(tmp_path / "killed"), *options, "--workers", "2"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(
            lambda rows=rows, run=run: (
                run.poll() is not None or len(list(read_rows(tmp_path / "killed"))) >= rows
            )
        )
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    subprocess.run([*command, str(tmp_path / "killed"), *options], check=True, capture_output=True)
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


def until(done):
    end = time.monotonic() + 60
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)
