"""A window killed in the middle of its queue: the next one goes on where it was."""

import os
import signal
import subprocess
import sys

import pytest

from afterglow.image import read
from tests.cli.product import HANG, ROOT, draw, environment
from tests.desktop.conftest import why_not
from tests.desktop.person import until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

WORK = """
import sys
from afterglow.desktop import open_window
from afterglow.enhance.recipe import Recipe
from tests.desktop.person import open_in, until
app, window = open_window([])
panel = window.panel
panel.state.habits = Recipe(model="tiny", engine="onnxruntime", precision="f32")
open_in(window, list(map(__import__("pathlib").Path, sys.argv[1:])))
panel.commands["queue_all"].trigger()
panel.queue.queueing.start()
queue = panel.queue.queueing.queue
until(lambda: queue._path.exists() and '"state": "done"' in queue._path.read_text())
print("one is done", flush=True)
until(lambda: False)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_window_loses_nothing_of_its_queue(home, tmp_path):
    photos = [draw(tmp_path / f"{number}.png", 300, 200, seed=number) for number in range(6)]
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, *map(str, photos)],
        env={**environment(), "QT_QPA_PLATFORM": "offscreen"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline().strip() == b"one is done"
    os.kill(process.pid, signal.SIGKILL)
    process.wait(HANG)

    from afterglow.desktop import open_window

    _, window = open_window([])
    panel = window.panel
    left = panel.queue.queueing.left_from_before
    assert 0 < left < 6
    assert str(left) in window.desk.strip.text()
    window.desk.strip.message.offer[1]()
    until(lambda: not panel.queue.queueing.busy, "the rest of the queue")
    assert {item.state for item in panel.queue.queueing.queue.items} <= {"done", "skipped"}
    assert all(read(photo.with_name(f"{photo.stem}.enhanced.png")).size == (300, 200) for photo in photos)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
    window.close()
