import subprocess
import sys

import pytest

from afterglow import __version__
from afterglow.cli import COMMANDS, LAB_COMMANDS, exits, main
from tests.cli.product import environment

HEAVY = ("numpy", "rich", "pyvips", "PIL", "onnxruntime", "openvino", "torch", "sqlite3", "platformdirs")


def test_without_arguments_it_says_what_it_can_do(capsys):
    assert main([]) == exits.FINE
    said = capsys.readouterr().out
    assert all(name in said for name in (*COMMANDS, *LAB_COMMANDS))
    assert "examples:" in said


def test_the_version_is_the_package_s(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out == f"afterglow {__version__}\n"


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["enhance", "--help"]])
def test_help_and_version_load_nothing_heavy(words):
    code = (
        "import sys\nfrom afterglow.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit: pass\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == b"[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"afterglow {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["enhance"],
        ["enhance", "a.jpg", "--frobnicate"],
        ["enhance", "a.jpg", "--strength", "lots"],
        ["enhance", "a.jpg", "--strength", "2"],
        ["enhance", "a.jpg", "--quality", "splendid"],
        ["enhance", "a.jpg", "--scale", "2", "--size", "10x10"],
        ["enhance", "a.jpg", "--memory", "much"],
        ["enhance", "a.jpg", "--workers", "0"],
        ["enhance", "a.jpg", "--over"],  # no abbreviations
        ["enhance", "a.jpg", "--quiet", "--verbose"],
        ["enhance", "a.jpg", "b.jpg", "-o", "c.jpg"],
        ["enhance", "a.jpg", "-o", "b.heic"],
        ["enhance", "a.jpg", "-o", "b.png", "--format", "jpeg"],
        ["enhance", "a.jpg", "--watch"],
        ["enhance", "-", "b.jpg", "-o", "-"],
        ["enhance", "-"],
        ["enhance", "-", "-o", "-", "--json"],
        ["completion", "cmd.exe"],
    ],
)
def test_wrong_usage_is_refused_in_one_sentence(words, capsys):
    try:
        code = main(words)
    except SystemExit as left:
        code = left.code
    told = capsys.readouterr()
    assert code == exits.USAGE
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert told.err.startswith("afterglow")
    assert "Traceback" not in told.err


def test_lab_commands_say_how_to_get_the_lab(capsys, monkeypatch):
    monkeypatch.setattr("afterglow.cli.lab.entry_points", lambda **asked: ())
    assert main(["train", "--anything", "goes"]) == exits.NOTHING_DONE
    assert "pip install 'afterglow[lab]'" in capsys.readouterr().err


def test_lab_commands_get_the_words_that_follow(monkeypatch):
    class Offered:
        def load(self):
            return lambda words: len(words)

    monkeypatch.setattr("afterglow.cli.lab.entry_points", lambda **asked: (Offered(),))
    assert main(["train", "a", "--b", "c"]) == 3


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_learn_every_command_and_option(shell, capsys):
    assert main(["completion", shell]) == exits.FINE
    script = capsys.readouterr().out
    assert all(name in script for name in COMMANDS)
    assert "output" in script
    assert "strip" in script
    if shell == "bash":
        assert subprocess.run(["bash", "-n"], input=script.encode(), check=False).returncode == 0
