import json
import subprocess
import sys

import numpy as np
import pytest

from afterglow_lab.data import pictures
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.preview import SIDE, show


@pytest.fixture
def asked(tmp_path):
    pictures.put(pictures.encoded(drawing(1, 96, 64), "png"), tmp_path / "a.png")
    return {
        "picture": str(tmp_path / "a.png"),
        "folder": str(tmp_path / "shown"),
        "mode": "jpeg",
        "quality": 20,
        "seed": 1,
        "format": "png",
        "stored_quality": None,
        "resize": "",
        "pipeline": "",
        "controls": [],
    }


def seen(answer, which):
    from pathlib import Path

    return pictures.load(Path(answer[which])).pixels


@pytest.mark.parametrize("mode", ["jpeg", "noise", "pixelation", "blur", "color", "mixed", "night"])
def test_every_mode_shows_the_picture_as_it_is_and_damaged(asked, mode):
    answer = show(asked | {"mode": mode})
    assert seen(answer, "clean").shape == seen(answer, "damaged").shape == (64, 96, 3)
    assert answer["psnr"] < 60
    assert answer["ssim"] < 1


def test_a_worse_copy_is_shown_as_worse(asked):
    psnr = [show(asked | {"quality": quality})["psnr"] for quality in (10, 50, 90)]
    assert psnr == sorted(psnr)
    assert show(asked | {"quality": 100})["psnr"] is None


def test_a_control_changes_what_is_shown(asked):
    asked |= {"mode": "pixelation"}
    assert show(asked | {"controls": ["largest=30"]})["psnr"] < show(asked)["psnr"]


def test_only_the_middle_of_a_large_picture_is_shown(asked, tmp_path):
    large = np.tile(drawing(2, 200, 200), (6, 7, 1))
    pictures.put(pictures.encoded(large, "png"), tmp_path / "large.png")
    answer = show(asked | {"picture": str(tmp_path / "large.png"), "quality": 100})
    top, left = (large.shape[0] - SIDE) // 2, (large.shape[1] - SIDE) // 2
    assert np.array_equal(seen(answer, "clean"), large[top : top + SIDE, left : left + SIDE])


def test_steps_of_ones_own_are_shown(asked, tmp_path):
    (tmp_path / "own.toml").write_text('[[steps]]\nmode = "pixelation"\n')
    answer = show(asked | {"mode": "custom", "pipeline": str(tmp_path / "own.toml")})
    assert answer["psnr"] < 40


def test_it_answers_line_by_line_and_says_what_it_cannot_do(asked):
    lines = [json.dumps(asked), json.dumps(asked | {"picture": "gone.png"}), json.dumps(asked)]
    done = subprocess.run(
        [sys.executable, "-m", "afterglow_lab.data.preview"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    )
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert first == third
    assert "gone.png" in second["problem"]
