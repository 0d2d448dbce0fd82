import json

import pytest

from afterglow.cli import exits, main
from afterglow.image import read, write
from afterglow.score.cells import installed
from afterglow.score.score import score
from tests.score.pictures import image, scene

pytestmark = pytest.mark.skipif(not installed(), reason="the judge is not trained yet")


@pytest.fixture
def photo(tmp_path):
    write(image(scene(160, 128)), tmp_path / "photo.png")
    return tmp_path / "photo.png"


def test_a_line_for_each_picture(photo, capsys):
    assert main(["score", str(photo)]) == exits.FINE
    assert "photo.png" in capsys.readouterr().out


def test_json_has_the_fields_of_the_score(photo, capsys):
    assert main(["score", str(photo), "--json"]) == exits.FINE
    said = json.loads(capsys.readouterr().out)
    found = score(read(photo))
    assert said["value"] == pytest.approx(found.value, abs=0.01)
    assert said["uncertainty"] == pytest.approx(found.uncertainty, abs=0.01)
    assert said["note"] == found.note == ""
    assert said["damages"] == pytest.approx(found.damages, abs=0.001)


def test_the_map_is_drawn_in_the_pictures_size(photo, tmp_path):
    assert main(["score", str(photo), "--map", str(tmp_path / "map.png")]) == exits.FINE
    assert read(tmp_path / "map.png").size == (160, 128)


def test_a_map_is_of_one_picture(photo, tmp_path, capsys):
    assert main(["score", str(photo), str(photo), "--map", str(tmp_path / "m.png")]) == exits.USAGE
    assert "one picture" in capsys.readouterr().err


def test_one_bad_file_does_not_hide_the_others(photo, tmp_path, capsys):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n nothing")
    assert main(["score", str(bad), str(photo)]) == exits.SOME_FAILED
    said = capsys.readouterr()
    assert "photo.png" in said.out
    assert "bad.png" in said.err
