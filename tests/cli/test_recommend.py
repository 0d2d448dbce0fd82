import json
from dataclasses import fields

from afterglow.cli import exits, main
from afterglow.image import write
from afterglow.score.recommend import Recommendation
from tests.score.pictures import image, jpeg, scene


def test_what_is_wrong_is_told_with_the_reason(tmp_path, capsys):
    write(image(jpeg(scene(), 30)), tmp_path / "old.png")
    assert main(["recommend", str(tmp_path / "old.png")]) == exits.FINE
    assert "it is a JPEG of quality 30" in capsys.readouterr().out


def test_json_has_all_findings(tmp_path, capsys):
    write(image(jpeg(scene(), 30)), tmp_path / "old.png")
    assert main(["recommend", str(tmp_path / "old.png"), "--json"]) == exits.FINE
    said = json.loads(capsys.readouterr().out)
    assert said["damage"] == "jpeg"
    assert said["findings"]["jpeg_quality_of_pixels"] == 30
    assert set(said) == {"file", *(field.name for field in fields(Recommendation))}


def test_nothing_to_look_at_is_an_error(tmp_path, capsys):
    assert main(["recommend", str(tmp_path / "missing.png")]) == exits.NOTHING_DONE
    assert "missing.png" in capsys.readouterr().err
