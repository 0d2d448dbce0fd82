import json

import pytest

from afterglow.cli import exits, main
from afterglow.image import read, write
from afterglow.score.cells import installed
from tests.score.pictures import blurred, image, jpeg, scene


@pytest.fixture
def files(tmp_path):
    """A reference, a bad copy and a better one."""
    truth = scene(160, 128)
    for name, pixels in (("truth", truth), ("bad", jpeg(truth, 10)), ("good", jpeg(truth, 85))):
        write(image(pixels), tmp_path / f"{name}.png")
    return tmp_path


def test_the_better_one_is_named(files, capsys):
    words = [str(files / "bad.png"), str(files / "good.png"), "--reference", str(files / "truth.png")]
    assert main(["compare", *words]) == exits.FINE
    assert capsys.readouterr().out.startswith("B is better")


def test_json_has_scores_metrics_and_notes(files, capsys):
    words = [str(files / "bad.png"), str(files / "good.png"), "--reference", str(files / "truth.png")]
    assert main(["compare", *words, "--json"]) == exits.FINE
    said = json.loads(capsys.readouterr().out)
    assert said["better"] == "b"
    assert said["metrics"]["psnr"]["b"] > said["metrics"]["psnr"]["a"]


def test_equal_files_have_no_infinite_number_in_json(files, capsys):
    assert main(["compare", str(files / "bad.png"), str(files / "bad.png"), "--json"]) == exits.FINE
    assert json.loads(capsys.readouterr().out)["metrics"]["psnr"]["between"] is None
    assert main(["compare", str(files / "bad.png"), str(files / "bad.png")]) == exits.FINE
    assert capsys.readouterr().out.startswith("Neither is better: their pixels are equal\n")


def test_heat_map_and_page_are_written(files):
    words = [str(files / "bad.png"), str(files / "good.png")]
    made = ["--heatmap", str(files / "heat.png"), "--html", str(files / "page.html")]
    assert main(["compare", *words, *made]) == exits.FINE
    assert read(files / "heat.png").size == (160, 128)
    assert "<svg" in (files / "page.html").read_text(encoding="utf-8")


def test_folders_are_compared_pair_by_pair(tmp_path, capsys):
    for seed in range(3):
        for folder, quality in (("a", 10), ("b", 80)):
            (tmp_path / folder).mkdir(exist_ok=True)
            write(image(jpeg(scene(96, 96, seed), quality)), tmp_path / folder / f"{seed}.png")
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b"), "--json"]) == exits.FINE
    said = json.loads(capsys.readouterr().out)
    assert set(said["pairs"]) == {"0", "1", "2"}
    assert said["failed"] == {}
    assert main(["compare", str(tmp_path / "a"), str(tmp_path / "b")]) == exits.FINE
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "3 pairs: A is better in 0, B in 3"
    assert next(line for line in told if line.startswith("psnr ")).endswith("between A and B")


@pytest.mark.parametrize("words", [["a.png"], ["a.png", "b.png", "c.png"], ["a.png", "b.png", "--gain", "0"]])
def test_wrong_words_are_refused_in_a_sentence(words):
    assert main(["compare", *words]) == exits.USAGE


@pytest.mark.parametrize("word", ["--html", "--heatmap"])
@pytest.mark.parametrize("original", ["bad.png", "good.png", "truth.png"])
def test_originals_are_never_written_over(files, word, original, capsys):
    before = (files / original).read_bytes()
    words = [str(files / "bad.png"), str(files / "good.png"), "--reference", str(files / "truth.png")]
    assert main(["compare", *words, word, str(files / original)]) == exits.NOTHING_DONE
    assert f"{original} is the picture itself" in capsys.readouterr().err
    assert (files / original).read_bytes() == before


@pytest.mark.parametrize("word", ["--html", "--heatmap"])
def test_what_is_drawn_of_two_pictures_is_refused_for_more(files, word, capsys):
    made = [word, str(files / "made.png")]
    assert main(["compare", str(files), str(files), *made]) == exits.USAGE
    assert main(["compare", "--best", str(files / "bad.png"), *made]) == exits.USAGE
    assert f"{word} is for two pictures" in capsys.readouterr().err
    assert not (files / "made.png").exists()


def test_the_reference_of_folders_is_a_folder(files, capsys):
    words = [str(files), str(files), "--reference", str(files / "truth.png")]
    assert main(["compare", *words]) == exits.USAGE
    assert "is a folder" in capsys.readouterr().err


def test_a_missing_file_is_one_sentence(files, capsys):
    assert main(["compare", str(files / "bad.png"), str(files / "gone.png")]) == exits.NOTHING_DONE
    assert "gone.png is not there" in capsys.readouterr().err


@pytest.mark.skipif(not installed(), reason="the judge is not trained yet")
def test_the_best_copy_comes_first(tmp_path, capsys):
    pixels = scene(320, 256)
    for name, copy in (("soft", blurred(pixels, 3)), ("fine", pixels), ("rough", jpeg(pixels, 8))):
        write(image(copy), tmp_path / f"{name}.png")
    names = [str(tmp_path / f"{name}.png") for name in ("soft", "fine", "rough")]
    assert main(["compare", "--best", *names, "--json"]) == exits.FINE
    ranked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ranked[0]["file"].endswith("fine.png")
    assert all(copy["same_picture"] for copy in ranked)
