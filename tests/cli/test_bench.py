import json

from afterglow.cli import exits, main


def test_the_result_is_saved_and_comparable(tmp_path, capsys):
    file = tmp_path / "here.json"
    assert main(["bench", "--model", "tiny", "--seconds", "1", "--save", str(file)]) == exits.FINE
    saved = json.loads(file.read_text(encoding="utf-8"))
    assert saved["cores"] >= 1
    for speed in saved["speeds"]:
        assert speed["megapixels_per_second"] > 0
        assert set(speed["seconds"]) == {"720p", "1080p", "12MP"}
        assert speed["sakura_points"] > 0
    assert "MP/s" in capsys.readouterr().out


def test_an_absurd_time_is_refused():
    assert main(["bench", "--seconds", "0"]) == exits.USAGE


def test_an_unknown_model_is_refused(capsys):
    assert main(["bench", "--model", "nobody"]) == exits.NOTHING_DONE
    assert "nobody" in capsys.readouterr().err
