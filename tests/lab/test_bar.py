import io
import sys

import pytest

from afterglow.progress import SILENT
from afterglow_lab.bar import told


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_below_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    with told("mine") as (say, progress):
        progress(0.25)
        say("step 50  [loss] 0.1")
    shown = sys.stdout.getvalue()
    assert "step 50  [loss] 0.1" in shown
    assert "mine" in shown
    assert "25.0 %" in shown


def test_a_file_gets_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with told("mine") as (say, progress):
        progress(0.5)
        say("step 50")
    assert capsys.readouterr().out == "step 50\n"


def test_one_process_of_a_team_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    with told("mine", speaks=False) as (say, progress):
        say("step 50")
    assert progress is SILENT
    assert capsys.readouterr().out == ""
