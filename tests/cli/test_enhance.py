import os
import re
from pathlib import Path

import numpy as np
import pytest

from afterglow.cli import exits, main
from afterglow.image import read
from afterglow.models.choice import Wish, ways_for
from tests.cli.product import album, draw, events, hashes

PLAIN = ["--model", "none", "--sharpen", "0.5"]  # real work, without a network


def enhance(capsys, *words, model=PLAIN):
    """Exit code and events of a run."""
    code = main(["enhance", *map(str, words), *model, "--json"])
    return code, events(capsys.readouterr().out)


def ends(told):
    return {
        Path(str(e["source"])).name: e
        for e in told
        if e["event"] in ("finished", "failed", "skipped", "planned")
    }


def test_one_picture_gets_a_better_one_beside_it(tmp_path, capsys):
    picture = draw(tmp_path / "night.png")
    before = hashes(tmp_path)
    code, told = enhance(capsys, picture)
    assert code == exits.FINE
    assert [event["event"] for event in told if event["event"] != "advanced"] == [
        "started",
        "finished",
        "summary",
    ]
    assert sorted(os.listdir(tmp_path)) == ["night.enhanced.png", "night.png"]
    assert hashes(tmp_path)["night.png"] == before["night.png"]
    assert not np.array_equal(read(picture).pixels, read(tmp_path / "night.enhanced.png").pixels)


def test_a_folder_gets_the_same_tree(tmp_path, capsys):
    photos = album(tmp_path / "photos", 8)
    code, _ = enhance(capsys, photos, "-o", tmp_path / "better")
    assert code == exits.FINE
    assert list(hashes(tmp_path / "better")) == list(hashes(photos))


def test_a_network_does_the_work_where_one_is_asked_for(tmp_path, capsys):
    code, told = enhance(capsys, draw(tmp_path / "a.png"), model=["--model", "tiny"])
    assert code == exits.FINE
    end = ends(told)["a.png"]
    assert (end["model"], end["device"]) == ("tiny", "cpu")
    assert end["engine"] in ("onnxruntime", "openvino")


def test_a_second_run_finds_nothing_to_do_and_forgets_nothing(tmp_path, capsys):
    photos = album(tmp_path / "photos", 4)
    enhance(capsys, photos)
    before = hashes(photos)
    code, told = enhance(capsys, photos)
    assert code == exits.FINE
    assert {end["event"] for end in ends(told).values()} == {"skipped"}
    assert hashes(photos) == before
    _, told = enhance(capsys, photos, "--force")
    assert {end["event"] for end in ends(told).values()} == {"finished"}


def test_an_output_folder_inside_the_input_is_not_enhanced_again(tmp_path, capsys):
    album(tmp_path, 4)
    for _ in range(2):
        code, told = enhance(capsys, tmp_path, "-o", tmp_path / "shelf0" / "better")
        assert (code, len(ends(told))) == (exits.FINE, 4)


def test_a_named_result_is_not_enhanced_again(tmp_path, capsys):
    code, told = enhance(capsys, draw(tmp_path / "a.enhanced.png"))
    assert code == exits.FINE
    assert "rename it" in ends(told)["a.enhanced.png"]["reason"]
    assert os.listdir(tmp_path) == ["a.enhanced.png"]


def test_another_format_is_written_where_asked_for(tmp_path, capsys):
    picture = draw(tmp_path / "a.png")
    assert enhance(capsys, picture, "-o", tmp_path / "b.webp")[0] == exits.FINE
    assert enhance(capsys, picture, "--format", "tiff")[0] == exits.FINE
    assert read(tmp_path / "b.webp").origin.format == "webp"
    assert read(tmp_path / "a.enhanced.tif").origin.format == "tiff"


def test_files_that_are_there_stay_unless_asked_to_overwrite(tmp_path, capsys):
    picture = draw(tmp_path / "a.png")
    (tmp_path / "a.enhanced.png").write_bytes(b"mine")
    code, told = enhance(capsys, picture)
    assert code == exits.NOTHING_DONE
    assert "--overwrite" in ends(told)["a.png"]["hint"]
    assert (tmp_path / "a.enhanced.png").read_bytes() == b"mine"
    assert enhance(capsys, picture, "--overwrite")[0] == exits.FINE
    assert read(tmp_path / "a.enhanced.png").size == (48, 32)


def test_one_bad_file_does_not_stop_the_rest_and_is_remembered(tmp_path, capsys):
    photos = album(tmp_path / "photos", 4)
    (photos / "bad.jpg").write_bytes(b"\xff\xd8\xff nothing")
    code, told = enhance(capsys, photos)
    assert code == exits.SOME_FAILED
    assert sum(end["event"] == "finished" for end in ends(told).values()) == 4
    code, told = enhance(capsys, photos)
    assert code == exits.SOME_FAILED
    assert "--retry-failed" in ends(told)["bad.jpg"]["hint"]
    _, told = enhance(capsys, photos, "--retry-failed")
    assert "--retry-failed" not in ends(told)["bad.jpg"]["hint"]
    (photos / "bad.jpg").write_bytes((photos / "shelf0" / "000.jpg").read_bytes())
    assert enhance(capsys, photos)[0] == exits.FINE


def test_a_dry_run_says_what_would_be_done_and_touches_nothing(tmp_path, capsys):
    photos = album(tmp_path / "photos", 4)
    before = hashes(tmp_path)
    code, told = enhance(capsys, photos, "-o", tmp_path / "out", "--dry-run", model=["--model", "tiny"])
    assert code == exits.FINE
    assert {(end["event"], end["model"]) for end in ends(told).values()} == {("planned", "tiny")}
    assert told[-1]["planned"] == 4
    assert hashes(tmp_path) == before


def test_a_dry_run_says_how_long_it_will_take_once_that_is_known(tmp_path, capsys):
    picture = draw(tmp_path / "a.png", 400, 300)
    dry = (picture, "-o", tmp_path / "out", "--dry-run")
    assert ends(enhance(capsys, *dry, model=["--model", "tiny"])[1])["a.png"]["seconds"] is None
    enhance(capsys, picture, "-o", tmp_path / "b.png", model=["--model", "tiny"])
    if len(ways_for(Wish())) < 2:
        pytest.skip("there is only one way to run a model here, so none was timed")
    assert ends(enhance(capsys, *dry, model=["--model", "tiny"])[1])["a.png"]["seconds"] > 0
    assert main(["enhance", *map(str, dry), "--model", "tiny"]) == exits.FINE
    assert re.search(r"400×300 pixels, about \d+\.\d s", capsys.readouterr().err)


def test_an_empty_folder_is_told(tmp_path, capsys):
    code, told = enhance(capsys, tmp_path)
    assert code == exits.NOTHING_DONE
    assert told[-1]["notes"] == ["No pictures were found there."]


def test_a_gpu_that_is_required_but_absent_has_its_own_exit_code(tmp_path, capsys):
    picture = draw(tmp_path / "a.png")
    code, told = enhance(capsys, picture, "--require-gpu", model=["--model", "tiny"])
    if code == exits.FINE:
        pytest.skip("there is a GPU here")
    assert code == exits.NO_DEVICE
    assert ends(told)["a.png"]["kind"] == "DeviceProblem"
    assert os.listdir(tmp_path) == ["a.png"]


def test_a_model_that_is_not_there_is_told_once_per_file_in_a_sentence(tmp_path, capsys):
    code, told = enhance(capsys, draw(tmp_path / "a.png"), model=["--model", "unheard-of"])
    assert code == exits.NOTHING_DONE
    assert "unheard-of" in ends(told)["a.png"]["message"]


def test_a_person_reads_one_line_for_each_file_and_one_at_the_end(tmp_path, capsys):
    photos = album(tmp_path / "photos", 3)
    assert main(["enhance", str(photos), *PLAIN]) == exits.FINE
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 4
    assert told.err.splitlines()[-1].startswith("3 done in ")


def test_quiet_says_only_what_failed(tmp_path, capsys):
    photos = album(tmp_path / "photos", 2)
    assert main(["enhance", str(photos), *PLAIN, "--quiet"]) == exits.FINE
    assert capsys.readouterr() == ("", "")
    assert main(["enhance", str(photos / "nothing.jpg"), *PLAIN, "--quiet"]) == exits.NOTHING_DONE
    assert "nothing.jpg is not there" in capsys.readouterr().err


def test_verbose_shows_where_a_failure_came_from(tmp_path, capsys):
    (tmp_path / "bad.jpg").write_bytes(b"nothing")
    main(["enhance", str(tmp_path / "bad.jpg"), *PLAIN, "--verbose"])
    assert "Traceback" in capsys.readouterr().err


def test_a_damaged_ledger_is_set_aside_and_told(tmp_path, capsys, home):
    (home / "state").mkdir()
    (home / "state" / "ledger.sqlite3").write_bytes(b"no ledger at all, this" * 50)
    code, told = enhance(capsys, draw(tmp_path / "a.png"))
    assert code == exits.FINE
    assert "set aside" in told[-1]["notes"][0]


def test_a_device_is_no_place_for_a_picture(tmp_path, capsys):
    assert main(["enhance", str(draw(tmp_path / "a.png")), "-o", os.devnull, *PLAIN]) == exits.USAGE
    assert "neither a folder nor an ordinary file" in capsys.readouterr().err
