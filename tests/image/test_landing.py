"""A result appears whole under its name or not at all, and nothing that was there is harmed."""

from __future__ import annotations

import errno
import hashlib
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from afterglow.errors import CannotWrite, WouldOverwrite
from afterglow.image import Image, probe, read, write
from afterglow.image.animation import Animation, write_frames
from afterglow.image.landing import landing, make_folder_for
from tests.image.samples import saved, scene
from tests.support import drive

PICTURE = Image(scene())


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_nothing_is_overwritten_unless_asked(tmp_path):
    target = tmp_path / "there.png"
    target.write_bytes(b"mine")
    with pytest.raises(WouldOverwrite) as refused:
        write(PICTURE, target)
    assert refused.value.hint
    assert target.read_bytes() == b"mine"
    write(PICTURE, target, overwrite=True)
    assert np.array_equal(read(target).pixels, scene())
    assert left(tmp_path) == ["there.png"]


def test_a_name_taken_while_encoding_is_not_overwritten(tmp_path):
    target = tmp_path / "there.png"
    with pytest.raises(WouldOverwrite):
        _land_late(target)
    assert target.read_bytes() == b"first"
    assert left(tmp_path) == ["there.png"]


def _land_late(target: Path) -> None:
    with landing(target, overwrite=False) as file:
        os.write(file, b"late")
        target.write_bytes(b"first")


def test_drives_without_hard_links_do_not_overwrite_either(tmp_path, monkeypatch):
    def no_links(*_, **__):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    write(PICTURE, tmp_path / "a.png")
    assert read(tmp_path / "a.png").size == PICTURE.size
    with pytest.raises(WouldOverwrite):
        _land_late(tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes() == b"first"
    assert left(tmp_path) == ["a.png", "b.png"]


def test_of_two_writers_exactly_one_wins(tmp_path):
    target = tmp_path / "one.png"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        outcomes = pool.map(_try_to_write, [str(target)] * 8, chunksize=1)
    assert outcomes.count("written") == 1
    assert outcomes.count("WouldOverwrite") == 7
    assert left(tmp_path) == ["one.png"]


def _try_to_write(target: str) -> str:
    try:
        write(PICTURE, target)
    except CannotWrite as error:
        return type(error).__name__
    return "written"


@pytest.mark.parametrize("way", ["plain", "symlink", "hardlink", "dotted"])
def test_the_input_is_never_the_output(tmp_path, way):
    source = tmp_path / "photo.png"
    source.write_bytes(saved(scene(), "PNG"))
    before = hashlib.sha256(source.read_bytes()).digest()
    target = {
        "plain": source,
        "symlink": tmp_path / "link.png",
        "hardlink": tmp_path / "twin.png",
        "dotted": tmp_path / "sub" / ".." / "photo.png",
    }[way]
    (tmp_path / "sub").mkdir()
    if way == "symlink":
        target.symlink_to(source)
    elif way == "hardlink":
        target.hardlink_to(source)
    with pytest.raises(CannotWrite, match="never changed"):
        write(PICTURE, target, overwrite=True, source=source)
    assert hashlib.sha256(source.read_bytes()).digest() == before


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CannotWrite, match="folder does not exist"):
        write(PICTURE, tmp_path / "nowhere" / "a.png")


def test_a_file_where_a_folder_should_be_is_named(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(CannotWrite, match="not a folder"):
        write(PICTURE, tmp_path / "file" / "a.png")


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "a.png").mkdir()
    for overwrite in (False, True):
        with pytest.raises(CannotWrite):
            write(PICTURE, tmp_path / "a.png", overwrite=overwrite)
    assert (tmp_path / "a.png").is_dir()


def test_a_name_too_long_is_named(tmp_path):
    with pytest.raises(CannotWrite, match="too long"):
        write(PICTURE, tmp_path / ("x" * 300 + ".png"))
    with pytest.raises(CannotWrite):
        write(PICTURE, tmp_path / "nul\0.png", format="png")


def test_a_full_drive_is_named_and_leaves_nothing(tmp_path):
    """A limit on file sizes stops the writer half-way, as a full drive does."""
    code = (
        "import sys, numpy as np\n"
        "from afterglow.errors import CannotWrite\n"
        "from afterglow.image import Image, write\n"
        "noise = np.random.default_rng(0).integers(0, 256, (400, 600, 3), dtype=np.uint8)\n"
        "for name in ('a.jpg', 'a.png', 'a.webp', 'a.tif', 'a.avif'):\n"
        "    try:\n"
        "        write(Image(noise), sys.argv[1] + '/' + name)\n"
        "        print(name, 'written')\n"
        "    except CannotWrite as error:\n"
        "        print(name, 'refused', 'larger than the drive allows' in error.message)\n"
    )

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("refused True") == 5, ran.stdout
    assert left(tmp_path) == []


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif", "a.avif", "a.gif"])
def test_a_drive_without_room_is_said_to_be_full(tmp_path, name):
    noise = np.random.default_rng(0).integers(0, 256, (2, 300, 300, 3), dtype=np.uint8)
    what, how = (
        (Animation(noise, None, (100, 100)), write_frames) if name == "a.gif" else (Image(noise[0]), write)
    )
    with drive(tmp_path / "drive", "size=64k") as full:
        with pytest.raises(CannotWrite, match=f"{name} cannot be written: the drive is full") as refused:
            how(what, full / name)
        assert left(full) == []
    assert refused.value.hint == "Free some space, or choose another folder."


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "allow"),
        (errno.EIO, "fault"),
        (4095, "written"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "link", "open"])
def test_whatever_the_drive_says_becomes_a_sentence(tmp_path, monkeypatch, step, code, says):
    real = getattr(os, step)

    def failing(*given, **options):
        if step == "open" and not str(given[0]).endswith(".part"):
            return real(*given, **options)
        raise OSError(code, "the drive says no")

    if step == "link":
        monkeypatch.setattr(os, "replace", failing)
    monkeypatch.setattr(os, step, failing)
    with pytest.raises(CannotWrite, match=says) as refused:
        write(PICTURE, tmp_path / "a.png")
    monkeypatch.undo()
    assert refused.value.hint
    assert left(tmp_path) == []


def test_a_folder_that_vanishes_meanwhile_is_named(tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    with pytest.raises(CannotWrite):
        _land_where_the_folder_goes(folder)


def _land_where_the_folder_goes(folder: Path) -> None:
    with landing(folder / "a.png", overwrite=False) as file:
        os.write(file, b"half")
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


def test_an_error_or_a_stop_inside_leaves_nothing(tmp_path):
    for trouble in (KeyboardInterrupt, ValueError("boom"), MemoryError):
        with pytest.raises(BaseException), landing(tmp_path / "a.png", overwrite=False):  # noqa: B017, PT011
            raise trouble
        assert left(tmp_path) == []


def test_a_result_that_does_not_read_back_is_not_kept(tmp_path, monkeypatch):
    from afterglow.image import files

    monkeypatch.setattr(
        files, "encode", lambda image, descriptor, encoding: os.write(descriptor, b"\x89PNG") and ()
    )
    with pytest.raises(CannotWrite):
        write(PICTURE, tmp_path / "a.png")
    assert left(tmp_path) == []


NAMES = [
    "plain.png",
    "with spaces in it.png",
    " leading and trailing .png",
    "-rf.png",
    "--help.png",
    "%d.png",
    "%s%n.png",
    "[x].png",
    "[0-9]*.png",
    "what?.png",
    "star*.png",
    "quote'one.png",
    'quote"two.png',
    "back\\slash.png",
    "semi;colon&amp.png",
    "$HOME.png",
    "`ls`.png",
    "a|b.png",
    "<tag>.png",
    "#hash.png",
    "page.png?x=1.png",
    "new\nline.png",
    "tab\there.png",
    "照片.png",
    "臺灣的夜景.png",
    "写真😀.png",
    "👩‍👩‍👧‍👦.png",
    "é-composed.png",
    "e\u0301-decomposed.png",
    "صورة.png",
    "\u202eright-to-left.png",
    "ไทย.png",
    "Ω≈ç√.png",
    "zero\u200bwidth.png",
    "UPPER.PNG",
    "two.dots.png",
    ".hidden.png",
    "no-format[page=2].png",
    "CON.png",
    "a" * 251 + ".png",
    "名" * 83 + ".png",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_is_read_written_and_kept(tmp_path, name):
    assert len(NAMES) >= 40
    source, target = tmp_path / "in" / name, tmp_path / "out" / name
    source.parent.mkdir()
    target.parent.mkdir()
    source.write_bytes(saved(scene(), "PNG"))
    write(read(source), target, source=source)
    assert probe(target).size == PICTURE.size
    assert left(target.parent) == [name]


def test_names_that_are_not_text_are_kept_too(tmp_path):
    name = os.fsdecode(b"latin-\xe9\xff.png")
    write(PICTURE, tmp_path / name)
    assert os.listdir(os.fsencode(tmp_path)) == [b"latin-\xe9\xff.png"]
    assert read(tmp_path / name).size == PICTURE.size


def test_a_folder_is_made_where_no_file_is_in_its_place(tmp_path):
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(CannotWrite, match="part of the path is a file"):
        make_folder_for(tmp_path / "taken" / "a.jpg")
    make_folder_for(tmp_path / "new" / "below" / "a.jpg")
    assert (tmp_path / "new" / "below").is_dir()
