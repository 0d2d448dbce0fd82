from pathlib import Path

import pytest

from afterglow.cli import exits
from afterglow.image import read
from tests.cli.product import call, draw, events

PLAIN = ["--model", "none", "--sharpen", "0.5"]


@pytest.fixture
def picture(tmp_path):
    return draw(tmp_path / "a.png")


def test_a_picture_goes_in_and_a_better_one_comes_out(picture, tmp_path):
    done = call("enhance", "-", "-o", "-", *PLAIN, stdin=picture.read_bytes())
    assert done.returncode == exits.FINE, done.stderr
    assert read(done.stdout).origin.format == "png"
    call("enhance", picture, "-o", tmp_path / "b.png", *PLAIN)
    assert (read(done.stdout).pixels == read(tmp_path / "b.png").pixels).all()


@pytest.mark.parametrize("name", ["a.jpg", "a.webp", "a.tif"])
def test_the_format_stays_unless_asked_for(tmp_path, name):
    picture = draw(tmp_path / name)
    same = call("enhance", "-", "-o", "-", *PLAIN, stdin=picture.read_bytes())
    assert read(same.stdout).origin.format == read(picture).origin.format
    other = call("enhance", "-", "-o", "-", "--format", "png", *PLAIN, stdin=picture.read_bytes())
    assert read(other.stdout).origin.format == "png"


def test_a_file_may_stand_at_either_end(picture, tmp_path):
    out = call("enhance", picture, "-o", "-", *PLAIN)
    assert read(out.stdout).size == (48, 32)
    into = call("enhance", "-", "-o", tmp_path / "b.png", "--json", *PLAIN, stdin=picture.read_bytes())
    assert into.returncode == exits.FINE
    end = next(event for event in events(into.stdout) if event["event"] == "finished")
    assert (end["source"], end["target"]) == ("-", str(tmp_path / "b.png"))
    assert read(tmp_path / "b.png").size == (48, 32)


def test_nothing_but_the_picture_is_on_standard_output(picture):
    done = call("enhance", "-", "-o", "-", "--verbose", *PLAIN, stdin=picture.read_bytes())
    assert done.stdout.startswith(b"\x89PNG")
    assert b"- \xe2\x86\x92 -" in done.stderr


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0 half a JPEG"])
def test_what_is_no_picture_gives_a_sentence_and_no_bytes(content):
    done = call("enhance", "-", "-o", "-", *PLAIN, stdin=content)
    assert done.returncode == exits.NOTHING_DONE
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_a_dry_run_reads_the_picture_and_writes_none(picture):
    done = call("enhance", "-", "-o", "-", "--dry-run", *PLAIN, stdin=picture.read_bytes())
    assert (done.returncode, done.stdout) == (exits.FINE, b"")
    assert b"no model" in done.stderr


def test_nothing_stays_in_the_temporary_folder(picture, tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    call("enhance", "-", "-o", "-", *PLAIN, stdin=picture.read_bytes())
    assert list(Path(tmp_path / "tmp").iterdir()) == []
