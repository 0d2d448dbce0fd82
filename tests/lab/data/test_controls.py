import pytest

from afterglow.errors import WrongOption
from afterglow_lab.data.controls import read_controls
from afterglow_lab.data.degrade import Plan


def test_numbers_words_and_lists_are_what_they_look_like():
    typed = ["sampling=4:2:0", "double = 0.5"]
    assert read_controls("jpeg", typed) == {"sampling": "4:2:0", "double": 0.5}
    assert read_controls("noise", ["iso=400, 3200"]) == {"iso": [400, 3200]}
    assert read_controls("mixed", ["most=2"]) == {"most": 2}
    assert read_controls("night", ["iso=800"]) == {"iso": [800]}


def test_one_kind_is_a_list_too():
    assert read_controls("blur", ["kinds=motion"]) == {"kinds": ["motion"]}
    assert read_controls("blur", ["kinds=motion,lens"]) == {"kinds": ["motion", "lens"]}


@pytest.mark.parametrize("typed", ["double", "=0.5", "double="])
def test_what_sets_nothing_is_one_sentence(typed):
    with pytest.raises(WrongOption, match="sets no control"):
        read_controls("jpeg", [typed])


@pytest.mark.parametrize(
    ("mode", "typed", "says"),
    [
        ("jpeg", "sharpness=3", "unknown key 'sharpness'"),
        ("jpeg", "sampling=4:1:1", "4:1:1"),
        ("jpeg", "double=2", "double is 2"),
        ("noise", "kinds=rain", "rain"),
        ("noise", "iso=many", "iso has 1 values"),
        ("night", "double=0.5", "unknown key 'double'"),
        ("custom", "double=0.5", "go together"),
    ],
)
def test_what_the_mode_does_not_know_is_one_sentence(mode, typed, says):
    with pytest.raises(WrongOption, match=says):
        Plan(mode, controls=read_controls(mode, [typed]))
