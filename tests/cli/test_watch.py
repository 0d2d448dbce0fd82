import os
import signal
import time

import pytest

from afterglow.cli import exits
from afterglow.image import read
from tests.cli.product import HANG, draw, events, start


@pytest.fixture
def watched(tmp_path):
    """A watched folder, a function that waits for the next end of a file, and the run itself."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    process = start(
        "enhance", folder, "-o", tmp_path / "out", "--watch", "--model", "none", "--sharpen", "1", "--json"
    )

    def next_end():
        while True:
            (told,) = events(process.stdout.readline())
            if told["event"] in ("finished", "failed", "skipped"):
                return told["event"], os.path.basename(told["source"])

    yield folder, next_end, process
    process.kill()
    process.communicate()


def test_what_comes_into_the_folder_is_enhanced_and_ctrl_c_ends_it(watched, tmp_path):
    folder, next_end, process = watched
    draw(folder / "a.png")
    assert next_end() == ("finished", "a.png")
    draw(folder / "deep" / "b.png")
    assert next_end() == ("finished", "b.png")
    (folder / "bad.jpg").write_bytes(b"nothing")
    assert next_end() == ("failed", "bad.jpg")
    draw(folder / "c.png")
    assert next_end() == ("finished", "c.png"), "what was handled is not told again"
    process.send_signal(signal.SIGINT)
    last = events(process.communicate(timeout=HANG)[0])[-1]
    assert process.returncode == exits.STOPPED
    assert (last["finished"], last["failed"], last["skipped"]) == (3, 1, 0)
    assert sorted(path.name for path in (tmp_path / "out").rglob("*.png")) == ["a.png", "b.png", "c.png"]


def test_a_file_is_waited_for_until_it_stops_growing(watched, tmp_path):
    folder, next_end, _ = watched
    content = draw(tmp_path / "whole.png", 200, 100).read_bytes()
    with (folder / "slow.png").open("wb") as file:
        for start_at in range(0, len(content), len(content) // 12 + 1):
            file.write(content[start_at : start_at + len(content) // 12 + 1])
            file.flush()
            time.sleep(0.25)
    assert next_end() == ("finished", "slow.png")
    assert read(tmp_path / "out" / "slow.png").size == (200, 100)


def test_a_picture_mended_later_is_tried_again(watched):
    folder, next_end, _ = watched
    (folder / "a.png").write_bytes(b"nothing")
    assert next_end() == ("failed", "a.png")
    content = draw(folder.parent / "good.png").read_bytes()
    (folder / "a.png").write_bytes(content)
    assert next_end() == ("finished", "a.png")
