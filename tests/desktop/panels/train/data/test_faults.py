"""What drives do to the preparing of pictures: it is said in place, what was made stays, and it goes on from there."""

import subprocess

import pytest

from afterglow.desktop.panels.train import lab
from tests.cli.product import draw, hashes
from tests.desktop.conftest import why_not
from tests.desktop.panels.train.data.test_page import run
from tests.desktop.person import press, until
from tests.support import drive

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

pytestmark = pytest.mark.skipif(not lab.is_there(), reason="the lab or torch is not installed")


@pytest.fixture
def good(good):
    """Six good pictures, which must be the same after whatever happens."""
    for seed in range(3, 6):
        draw(good / f"{seed}.png", 200, 160, seed=seed)
    before = hashes(good)
    yield good
    assert hashes(good) == before


def ask(window, page, good, out):
    """Two copies of every picture, into this folder."""
    window.take([good])
    page.state.place("out", out)
    page.change("step", 90)


def test_a_full_drive_is_said_and_the_work_goes_on_when_there_is_room(window, page, good, tmp_path):
    with drive(tmp_path / "drive", "size=300k") as place:
        ask(window, page, good, place / "set")
        run(window, page)
        strip = window.desk.strip
        assert strip.message.kind == "warning"
        assert "cannot be written: the drive is full. Free some space" in strip.text()
        assert page.go.isEnabled()
        made = {path.name: path.read_bytes() for path in (place / "set").glob("*.png")}
        assert not [path for path in (place / "set").iterdir() if path.name.startswith(".")]
        subprocess.run(["mount", "-o", "remount,size=8m", place], check=True)
        assert run(window, page).key == "data.done", strip.text()
        assert len(list((place / "set").glob("*.png"))) == 12
        assert made.items() <= {path.name: path.read_bytes() for path in (place / "set").iterdir()}.items()
        until(lambda: [line.text(1) for line in page.left.table.lines()] == ["6", "6"], "the whole table")


def test_a_drive_that_takes_nothing_is_said(window, page, good, tmp_path):
    with drive(tmp_path / "drive", "size=8m,ro") as place:
        ask(window, page, good, place / "set")
        run(window, page)
        assert "read-only" in window.desk.strip.text()


def test_pictures_whose_drive_goes_are_said_and_gone_on_with_when_it_is_back(window, page, good, tmp_path):
    ask(window, page, good, tmp_path / "set")
    press(page.go)
    until(lambda: list((tmp_path / "set").glob("*.png")), "the first picture")
    good.rename(tmp_path / "elsewhere")
    until(lambda: not page.state.running, "the end")
    (tmp_path / "elsewhere").rename(good)
    assert window.desk.strip.message.kind in ("problem", "warning"), window.desk.strip.text()
    assert run(window, page).key == "data.done", window.desk.strip.text()
    assert len(list((tmp_path / "set").glob("*.png"))) == 12


def test_a_drive_that_goes_under_the_results_is_said(window, page, good, tmp_path):
    ask(window, page, good, tmp_path / "set")
    press(page.go)
    until(lambda: list((tmp_path / "set").glob("*.png")), "the first picture")
    (tmp_path / "set").rename(tmp_path / "gone")
    (tmp_path / "set").write_bytes(b"")  # a mount point without its drive: no folder can be made there
    until(lambda: not page.state.running, "the end")
    assert window.desk.strip.message.kind == "problem", window.desk.strip.text()
    (tmp_path / "set").unlink()
    (tmp_path / "gone").rename(tmp_path / "set")
    assert run(window, page).key == "data.done", window.desk.strip.text()
    assert len(list((tmp_path / "set").glob("*.png"))) == 12


def test_a_folder_that_has_gone_since_yesterday_is_said_when_it_is_asked_for(window, page, good, tmp_path):
    from afterglow.desktop import open_window

    ask(window, page, good, tmp_path / "set")
    window.close()
    good.rename(tmp_path / "elsewhere")
    _, tomorrow = open_window(["--panel", "train"])
    later = tomorrow.panel.data
    tomorrow.panel.tabs.setCurrentIndex(1)
    run(tomorrow, later)
    strip = tomorrow.desk.strip
    (tmp_path / "elsewhere").rename(good)
    assert strip.message.kind == "problem"
    assert "good" in strip.text(), strip.text()
    assert run(tomorrow, later).key == "data.done", strip.text()
    tomorrow.close()


def test_two_windows_do_not_write_into_one_folder(window, page, good, tmp_path):
    from afterglow.desktop import open_window

    ask(window, page, good, tmp_path / "set")
    _, other = open_window(["--panel", "train"])
    other.panel.tabs.setCurrentIndex(1)
    ask(other, other.panel.data, good, tmp_path / "set")
    press(page.go)
    until(lambda: page.state.progress, "the first picture")
    run(other, other.panel.data)
    assert "set is being worked on in another window" in other.desk.strip.text()
    until(lambda: not page.state.running, "the work")
    assert window.desk.strip.message.key == "data.done", window.desk.strip.text()
    assert run(other, other.panel.data).key == "data.done", other.desk.strip.text()
    assert len(list((tmp_path / "set").glob("*.png"))) == 12
    other.close()
