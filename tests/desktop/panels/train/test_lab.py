import os
import subprocess
import sys

import pytest

from afterglow.desktop.panels.train.lab import beside_us, follow
from afterglow.errors import AfterglowError
from afterglow.progress import Cancelled, Progress


def python(code):
    return [sys.executable, "-c", code]


def test_what_a_command_says_is_heard_line_by_line():
    heard = []
    follow(python("print('one'); print(); print('zwei ü')"), heard.append)
    assert heard == ["one", "zwei ü"]


def test_what_went_wrong_is_the_last_line():
    with pytest.raises(AfterglowError, match=r"^the disk is full$"):
        follow(python("import sys; print('x'); sys.exit('afterglow train: the disk is full.')"), id)


def test_a_command_without_words_still_fails():
    with pytest.raises(AfterglowError, match="3"):
        follow(python("import os; os._exit(3)"), id)


def test_a_command_that_is_stopped_ends_at_once():
    heard = []
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    with pytest.raises(Cancelled):
        follow(python(code), heard.append, Progress(stopped=lambda: bool(heard)))
    psutil = pytest.importorskip("psutil")
    assert not psutil.pid_exists(int(heard[0]))


def test_a_module_runs_with_its_words():
    heard = []
    follow(beside_us("calendar", "2026", "11"), heard.append)
    assert "November 2026" in heard[0]


def test_a_process_does_not_outlive_the_one_that_began_it():
    process = subprocess.Popen(
        beside_us("http.server", "0", "--bind", "127.0.0.1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert b"127.0.0.1" in process.stdout.readline()
    process.stdin.close()  # as the system does when a process is killed
    assert process.wait(120) == 1
    process.stdout.close()
