import pytest

from afterglow.errors import WrongOption
from afterglow_lab.command import budget_asked, ended, training_parser
from afterglow_lab.run import Budget

FILE = ["mine.toml", "--data", "data"]
USUAL = Budget(steps=70)


@pytest.mark.parametrize(
    ("words", "budget"),
    [([], USUAL), (["--minutes", "1.5"], Budget(minutes=1.5)), (["--steps", "9"], Budget(steps=9))],
)
def test_the_command_line_has_the_last_word_on_the_budget(words: list[str], budget: Budget):
    assert budget_asked(training_parser("train", None).parse_args([*FILE, *words]), USUAL) == budget


@pytest.mark.parametrize(
    "words", [["--minutes", "0"], ["--minutes", "-3"], ["--minutes", "nan"], ["--steps", "0"]]
)
def test_a_budget_that_never_ends_is_refused(words: list[str]):
    with pytest.raises(WrongOption, match="the command line sets no budget"):
        budget_asked(training_parser("train", None).parse_args([*FILE, *words]), USUAL)


def test_minutes_and_steps_are_a_choice(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        training_parser("train", None).parse_args([*FILE, "--minutes", "1", "--steps", "9"])
    assert "not allowed with" in capsys.readouterr().err


def test_how_a_training_ends_is_its_exit_code(capsys: pytest.CaptureFixture[str]):
    def stopped() -> None:
        raise KeyboardInterrupt

    def failed() -> None:
        raise WrongOption("the loss is odd", hint="Choose another.")

    assert ended("train", lambda: None) == 0
    assert ended("train", failed) == 1
    assert ended("train", stopped) == 130
    assert capsys.readouterr().err == (
        "afterglow train: the loss is odd. Choose another.\n"
        "Stopped. The same command goes on from the last checkpoint.\n"
    )
