import json
import signal
import subprocess
import sys
import time

import pytest

from afterglow.cli import exits
from afterglow_lab.data import pictures
from afterglow_lab.data.cli import main
from afterglow_lab.data.drawings import drawing
from tests.support import drive


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "good"
    for number in range(3):
        pictures.put(pictures.encoded(drawing(number, 80, 60), "png"), folder / f"{number}.png")
    return folder


def test_degrade_ends_with_the_statistics(source, tmp_path, capsys):
    assert (
        main(["degrade", str(source), str(tmp_path / "out"), "--mode", "colour", "--step", "45"])
        == exits.FINE
    )
    told = capsys.readouterr()
    assert "9 files made, 0 kept, 0 pictures skipped" in told.out
    assert "100%  2.png" in told.err


def test_a_program_gets_the_report_as_json(source, tmp_path, capsys):
    (source / "bad.png").write_bytes(b"no")
    code = main(
        ["degrade", str(source), str(tmp_path / "out"), "--mode", "jpeg", "--min-quality", "100", "--json"]
    )
    report = json.loads(capsys.readouterr().out)
    assert code == exits.SOME_FAILED
    assert report["made"] == 3
    assert len(report["problems"]) == 1
    assert report["levels"][0]["quality"] == 100


def test_a_dry_run_makes_nothing(source, tmp_path, capsys):
    main(
        [
            "degrade",
            str(source),
            str(tmp_path / "out"),
            "--mode",
            "pixelation",
            "--min-quality",
            "70",
            "--dry-run",
        ]
    )
    assert "0_p70.png" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_controls_of_a_mode_are_set_one_by_one(source, tmp_path):
    command = ["degrade", str(source), str(tmp_path / "out"), "--mode", "blur", "--min-quality", "90"]
    assert main([*command, "--set", "kinds=motion", "--set", "angle=0,10"]) == exits.FINE
    rows = [json.loads(line) for line in (tmp_path / "out/manifest.jsonl").read_text().splitlines()]
    made = [step for row in rows for step in row["parameters"]]
    assert [(step["kind"], step["angle"]) for step in made] == [("MotionBlur", [0, 10])] * 3


def test_a_dry_run_knows_what_is_there(source, tmp_path, capsys):
    command = ["degrade", str(source), str(tmp_path / "out"), "--mode", "jpeg", "--min-quality", "90"]
    main(command)
    capsys.readouterr()
    main([*command, "--dry-run", "--json"])
    assert json.loads(capsys.readouterr().out) == {"would_make": []}
    assert main([*command, "--dry-run", "--seed", "2"]) == 1
    assert "was made with other options" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["degrade", "nowhere", "out", "--mode", "jpeg"], "no folder nowhere"),
        (["degrade", ".", "out", "--mode", "magic"], "no mode 'magic'"),
        (["degrade", ".", "out", "--mode", "jpeg", "--step", "0"], "do not make sense"),
        (["degrade", ".", "out", "--mode", "jpeg", "--resize", "big"], "'big' is not understood"),
        (["degrade", ".", "out", "--mode", "jpeg", "--set", "sharp=1"], "unknown key 'sharp'"),
        (["draw", "out", "--kind", "magic"], "nothing called 'magic'"),
        (["check", "nowhere"], "no folder nowhere"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(words, says, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(words) == exits.NOTHING_DONE
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1


def test_night_frames_and_draw_are_there(source, tmp_path, capsys):
    assert main(["night", str(source), str(tmp_path / "night"), "--set", "iso=6400,6400"]) == exits.FINE
    rows = [json.loads(line) for line in (tmp_path / "night/manifest.jsonl").read_text().splitlines()]
    assert [step["iso"] for row in rows for step in row["parameters"]] == [[6400, 6400]] * 3
    assert main(["draw", str(tmp_path / "drawn"), "--count", "2", "--size", "256x192"]) == exits.FINE
    assert pictures.load(tmp_path / "drawn/drawing_00001.png").pixels.shape == (192, 256, 3)


def test_stopping_keeps_what_is_done_and_says_how_to_go_on(source, tmp_path):
    for number in range(3, 60):
        pictures.put(pictures.encoded(drawing(number, 80, 60, "screen"), "png"), source / f"{number}.png")
    command = [sys.executable, "-m", "afterglow_lab.data.cli", "degrade", str(source), str(tmp_path / "out")]
    run = subprocess.Popen(
        [*command, "--mode", "mixed", "--workers", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*_q100.png")) and time.monotonic() < end:
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    told, _ = run.communicate(timeout=60)
    assert run.returncode == exits.STOPPED
    assert "Run the same command again" in told
    assert not list((tmp_path / "out").rglob("*.part"))


def test_a_full_drive_is_told_and_more_room_ends_the_set(source, tmp_path, capsys):
    command = ["degrade", str(source), "--mode", "noise", "--step", "30"]
    assert main([*command, str(tmp_path / "whole")]) == exits.FINE
    with drive(tmp_path / "drive", "size=64k") as place:
        assert main([*command, str(place / "set")]) != exits.FINE
        told = capsys.readouterr()
        assert "cannot be written: the drive is full" in told.out + told.err
        assert not list(place.rglob("*.part"))
        subprocess.run(["mount", "-o", "remount,size=4m", place], check=True)
        assert main([*command, str(place / "set")]) == exits.FINE
        for whole in (tmp_path / "whole").glob("*.png"):
            assert (place / "set" / whole.name).read_bytes() == whole.read_bytes()


def test_nothing_heavy_is_imported_for_the_help():
    heavy = "{'torch', 'cv2', 'numpy', 'av'}"
    code = f"import sys; import afterglow_lab.data.cli; print(sorted(set(sys.modules) & {heavy}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_picture_larger_than_the_memory_allowed_is_named_and_skipped(source, tmp_path, capsys):
    pictures.put(pictures.encoded(drawing(9, 3000, 2000), "png"), source / "large.png")
    words = [
        "degrade",
        str(source),
        str(tmp_path / "out"),
        "--mode",
        "jpeg",
        "--step",
        "90",
        "--workers",
        "2",
    ]
    assert main([*words, "--memory", "700M"]) == exits.SOME_FAILED
    assert "large.png needs about 1216 MB of memory, and 700 are allowed" in capsys.readouterr().out
    assert (tmp_path / "out/2_q10.png").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--seed", "-1"], "seed of the set is -1"),
        (["--stored-quality", "900"], "stored_quality of the set is 900"),
        (["--workers", "0"], "0 workers do no work"),
        (["--memory", "2 apples"], "'2 apples'"),
    ],
)
def test_options_that_make_no_sense_are_one_sentence(words, says, source, tmp_path, capsys):
    assert (
        main(["degrade", str(source), str(tmp_path / "out"), "--mode", "jpeg", *words]) == exits.NOTHING_DONE
    )
    assert says in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_folders_that_cannot_be_meant_are_one_sentence(source, tmp_path, capsys):
    picture = source / "1.png"
    for places, says in (
        ((source, source), "The copies would lie among their originals"),
        ((picture, tmp_path / "out"), "1.png is a file. Name the folder that it lies in"),
        ((source, picture), "1.png is a file. Choose another folder"),
    ):
        assert main(["degrade", *map(str, places), "--mode", "jpeg"]) == exits.NOTHING_DONE
        assert says in capsys.readouterr().err


def test_a_night_that_no_camera_sees_is_refused(source, tmp_path, capsys):
    assert main(["night", str(source), str(tmp_path / "out"), "--set", "iso=0,0"]) == exits.NOTHING_DONE
    assert "iso of the night camera is 0, 0" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--count", "0"], ["--seed", "-1"]])
def test_nothing_to_draw_is_refused(words, tmp_path, capsys):
    assert main(["draw", str(tmp_path / "drawn"), *words]) == exits.NOTHING_DONE
    assert "There is nothing to draw" in capsys.readouterr().err
    assert not (tmp_path / "drawn").exists()


def test_a_canvas_too_small_to_draw_on_is_refused(tmp_path, capsys):
    assert main(["draw", str(tmp_path / "drawn"), "--size", "192x100"]) == exits.NOTHING_DONE
    assert "192x100 is too small to draw on. Give 192 or more" in capsys.readouterr().err
