"""Strict TOML: right values become a dataclass, anything else a sentence."""

from dataclasses import dataclass, field
from typing import Literal

import pytest

from afterglow.errors import UnreadableFile, WrongOption
from afterglow.toml import read_toml


@dataclass(frozen=True)
class Inner:
    width: int = 3


@dataclass(frozen=True)
class Outer:
    name: str
    rate: float = 1.0
    pair: tuple[float, float] = (0.0, 1.0)
    names: tuple[str, ...] = ()
    kind: Literal["a", "b"] = "a"
    inner: Inner = field(default_factory=Inner)
    shares: dict[str, float] = field(default_factory=dict)
    limit: int | None = None


def read(tmp_path, text):
    path = tmp_path / "run.toml"
    path.write_text(text)
    return read_toml(path, Outer)


def test_a_whole_file_is_read(tmp_path):
    text = 'name = "n"\nrate = 2\npair = [1, 2.5]\nnames = ["x"]\nkind = "b"\nlimit = 4\n'
    outer = read(tmp_path, text + "[inner]\nwidth = 7\n[shares]\nphoto = 1\n")
    assert outer == Outer("n", 2.0, (1.0, 2.5), ("x",), "b", Inner(7), {"photo": 1.0}, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lacks the key 'name'"),
        ('name = "n"\nnmae = 1', "unknown key 'nmae'"),
        ('name = "n"\nrate = "fast"', "rate is 'fast'"),
        ('name = "n"\nrate = true', "rate is True"),
        ('name = "n"\nkind = "c"', "kind is 'c'"),
        ('name = "n"\npair = [1]', "pair has 1 values"),
        ('name = "n"\nlimit = "x"', "limit is 'x'"),
        ('name = "n"\n[inner]\nheight = 1', "unknown key 'height'"),
        ("name = ", "not valid TOML"),
    ],
)
def test_anything_else_is_refused_in_a_sentence(tmp_path, text, said):
    with pytest.raises(WrongOption) as refusal:
        read(tmp_path, text)
    assert said in refusal.value.message
    assert refusal.value.hint


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.toml"):
        read_toml(tmp_path / "gone.toml", Outer)
