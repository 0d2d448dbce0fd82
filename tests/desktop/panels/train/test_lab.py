import os
import subprocess
import sys

import pytest

from afterglow.desktop.panels.train.lab import Answers, beside_us, follow
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


def test_a_code_that_is_fine_is_told_and_no_problem():
    assert follow(python("import sys; sys.exit(3)"), id, fine=(0, 3)) == 3


@pytest.fixture
def echo(tmp_path, monkeypatch):
    """A module that sends back what it is asked, refuses the word `no`, and ends at the word `end`."""
    code = """
import json, os, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["word"] == "end":
        os._exit(1)
    told = {"problem": "No", "hint": "Ask else."} if asked["word"] == "no" else {**asked, "from": os.getpid()}
    print(json.dumps(told), flush=True)
"""
    (tmp_path / "echo_for_tests.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    made = Answers("echo_for_tests")
    yield made
    made.close()


def test_one_process_answers_all_questions(echo):
    first, second = echo.ask({"word": "ü"}), echo.ask({"word": "b"})
    assert first["word"] == "ü"
    assert first["from"] == second["from"]


def test_what_is_refused_is_raised_and_the_next_question_is_answered(echo):
    with pytest.raises(AfterglowError, match="No"):
        echo.ask({"word": "no"})
    assert echo.ask({"word": "a"})["word"] == "a"


def test_a_process_that_ends_is_said_and_begun_again(echo):
    with pytest.raises(AfterglowError, match="unexpectedly"):
        echo.ask({"word": "end"})
    assert echo.ask({"word": "a"})["word"] == "a"


def test_nothing_is_left_of_it_when_it_is_closed(echo):
    psutil = pytest.importorskip("psutil")
    number = echo.ask({"word": "a"})["from"]
    echo.close()
    assert not psutil.pid_exists(number)


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
