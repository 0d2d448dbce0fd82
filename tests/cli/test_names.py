"""File names that people, cameras and other programs really make."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from afterglow.cli import exits
from afterglow.image import read
from tests.cli.product import call, draw, events

NAMES = [
    "台北夜景.jpg",
    "繁體中文 與 空格.png",
    "日本語の写真.jpg",
    "사진.webp",
    "фото.tif",
    "صورة.png",
    "תמונה.jpg",
    "ภาพถ่าย.png",
    "📷🌅.jpg",
    "👩‍👩‍👧‍👦 family.png",
    unicodedata.normalize("NFC", "café.png"),
    unicodedata.normalize("NFD", "crème brûlée.png"),
    "\u202eevil\u202c.png",
    "-rf.jpg",
    "--overwrite.png",
    "-o.png",
    "%d.png",
    "%20%s%n.jpg",
    "[x].png",
    "[page=2].tif",
    "a[Q=10].jpg",
    "*.png",
    "what?.jpg",
    "{a,b}.png",
    "$HOME.png",
    "`id`.jpg",
    "a;b&c|d.png",
    "a'b.jpg",
    'a"b.jpg',
    "back\\slash.png",
    "a:b.png",
    "C:.png",
    " leading and trailing .png",
    "two\nlines.png",
    "tab\there.png",
    "#1 @home!.jpg",
    "~.png",
    "dots...many..png",
    "UPPER.JPG",
    "aux.png",
    "日" * 83 + ".png",  # 253 bytes, the most that a name of three-byte letters can have
]


@pytest.fixture
def photos(tmp_path):
    if sys.platform == "win32":
        pytest.skip("half of these names cannot be given there")
    (tmp_path / "photos").mkdir()
    for seed, name in enumerate(NAMES):
        # Drawn under a plain name, so that only the product has to cope with the odd one.
        draw(tmp_path / f"plain{Path(name).suffix.lower()}", seed=seed).rename(tmp_path / "photos" / name)
    return tmp_path / "photos"


PLAIN = ["--model", "none", "--sharpen", "0.5", "--json"]


def test_every_name_is_kept_in_a_folder(photos, tmp_path):
    done = call("enhance", photos, "-o", tmp_path / "out", *PLAIN)
    assert done.returncode == exits.FINE, done.stdout
    assert sorted(os.listdir(tmp_path / "out")) == sorted(NAMES)
    assert all(read(tmp_path / "out" / name).size == (48, 32) for name in NAMES)


def test_every_name_can_be_given_and_has_its_result_beside_it(photos):
    done = call("enhance", *PLAIN, "--", *NAMES, cwd=photos)
    told = [event for event in events(done.stdout) if event["event"] in ("finished", "failed")]
    assert done.returncode == exits.FINE, told
    assert sorted(str(event["source"]) for event in told) == sorted(NAMES)
    for event in told:
        assert read(photos / str(event["target"])).size == (48, 32)
        assert ".enhanced." in str(event["target"])
        assert len(os.fsencode(str(event["target"]))) <= 255
    again = call("enhance", photos, *PLAIN)
    assert events(again.stdout)[-1]["skipped"] == len(NAMES)


def test_a_name_that_is_no_text_works_too(tmp_path):
    photos = os.fsencode(draw(tmp_path / "photos" / "a.png").parent)
    os.rename(photos + b"/a.png", photos + b"/\xff\xfe.png")
    done = call("enhance", tmp_path / "photos", *PLAIN)
    assert done.returncode == exits.FINE, done.stdout + done.stderr
    assert sorted(os.listdir(photos)) == [b"\xff\xfe.enhanced.png", b"\xff\xfe.png"]


def test_lines_for_people_hold_no_name_that_could_rewrite_them(photos, tmp_path):
    done = call("enhance", photos, "-o", tmp_path / "out", *PLAIN[:-1])
    said = done.stderr.decode()
    assert len(said.splitlines()) == len(NAMES) + 1
    assert "\u202e" not in said
    assert r"two\nlines.png" in said


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "POSIX"])
def test_names_survive_every_locale(photos, tmp_path, locale, monkeypatch):
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setenv("PYTHONUTF8", "0")
    done = call("enhance", photos, "-o", tmp_path / "out", *PLAIN)
    assert done.returncode == exits.FINE, done.stdout
    assert sorted(os.listdir(tmp_path / "out")) == sorted(NAMES)
