"""What can be asked of a damage is what the lab declares, and what is asked is what the lab understands."""

import json
from pathlib import Path

import pytest

from afterglow.desktop.panels.train.data.controls import changed, declared, typed
from afterglow.desktop.panels.train.data.orders import WORKS, Order, from_kept, kept
from afterglow.desktop.words import table

lab_controls = pytest.importorskip("afterglow_lab.data.controls", reason="the lab is not installed")
pytest.importorskip("cv2", reason="the lab needs OpenCV")

DECLARED = declared(json.loads(json.dumps(lab_controls.known_controls())))
MODES = {work.mode: name for name, work in WORKS.items() if work.mode and work.mode != "custom"}
EVERY = [(mode, control) for mode, controls in DECLARED.items() for control in controls]


def other(control):
    """A value that is not the usual one."""
    if control.kind == "choice":
        return next(word for word in control.choices if word != control.usual)
    if control.kind == "choices":
        return list(control.choices[-1:])
    if control.kind == "span":
        low, high = control.usual
        return [low, low + (high - low) / 2]
    if control.kind == "wholes":
        return [control.usual[0], control.usual[1] - 1]
    return control.usual + (1 if control.kind == "whole" else -0.25 if control.usual > 0.5 else 0.25)


def test_every_mode_of_every_work_has_its_controls():
    assert set(DECLARED) == set(MODES)
    assert all(DECLARED.values())


@pytest.mark.parametrize(("mode", "control"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_the_lab_understands_every_control(mode, control):
    from afterglow_lab.data.cli import _parser
    from afterglow_lab.data.degrade import Plan

    places = {"good": Path("good"), "out": Path("out")}
    order = Order(MODES[mode], places, controls={mode: changed({}, control, other(control))})
    asked = vars(_parser().parse_args(order.words))["set"]
    plan = Plan(mode, qualities=(50,), controls=lab_controls.read_controls(mode, asked))
    assert list(plan.controls) == [control.name]


@pytest.mark.parametrize(("mode", "control"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_every_control_and_every_choice_has_words(mode, control):
    from afterglow.desktop.panels.train.data.controls_form import word_key

    words = table("en", "damage")
    assert control.name in words
    said_as_it_is = mode == "jpeg" and control.name == "sampling"  # 4:2:0 is the same in all languages
    assert said_as_it_is or all(word_key(word) in words for word in control.choices)


@pytest.mark.parametrize(("mode", "control"), EVERY, ids=lambda one: getattr(one, "name", one))
def test_a_share_is_one(mode, control):
    """A slider from 0 to 100 % is drawn for what the lab refuses beyond 1."""
    from afterglow.errors import AfterglowError
    from afterglow_lab.data.degrade import Plan

    if control.kind == "share":
        with pytest.raises(AfterglowError):
            Plan(mode, qualities=(50,), controls={control.name: 1.5})


def test_what_is_usual_is_not_asked_for():
    iso = next(control for mode, control in EVERY if (mode, control.name) == ("noise", "iso"))
    asked = changed({}, iso, [200, 800])
    assert typed(asked) == ["iso=200,800"]
    assert changed(asked, iso, list(iso.usual)) == {}


def test_controls_are_remembered_with_their_mode():
    order = Order("noise", {}, controls={"noise": {"iso": [200, 800]}, "jpeg": {"double": 0.5}})
    assert from_kept(kept(order)) == order
