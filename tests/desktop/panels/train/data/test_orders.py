import json
import shlex
from dataclasses import fields, replace
from pathlib import Path

import pytest

from afterglow.desktop.panels.train.data.orders import GROUPS, WORKS, Options, Order, from_kept, kept
from afterglow.errors import AfterglowError

PLACES = {
    "good": Path("/p/good"),
    "phone": Path("/p/phone"),
    "camera": Path("/p/camera"),
    "videos": Path("/p/clips"),
    "pipeline": Path("/p/own.toml"),
    "out": Path("/p/out"),
}


def test_every_option_stands_in_a_group_and_every_group_in_a_work():
    assert {name for group in GROUPS.values() for name in group} == {field.name for field in fields(Options)}
    assert {group for work in WORKS.values() for group in work.groups} == set(GROUPS)


def test_every_command_of_the_lab_can_be_asked_for():
    cli = pytest.importorskip("afterglow_lab.data.cli", reason="the lab is not installed")
    assert {work.command for work in WORKS.values()} == set(cli.COMMANDS)


def test_every_mode_and_every_kind_of_drawing_can_be_asked_for():
    pytest.importorskip("cv2", reason="the lab needs OpenCV")
    from typing import get_args, get_type_hints

    from afterglow_lab.data.drawings import KINDS
    from afterglow_lab.data.scenes import SCENES
    from afterglow_lab.degradations.levels import MODES

    assert {*MODES, "custom"} == {work.mode for work in WORKS.values() if work.command == "degrade"}
    assert get_args(get_type_hints(Options)["kind"]) == ("any", *KINDS, *SCENES)


@pytest.mark.parametrize("name", WORKS)
def test_the_lab_understands_every_work_with_all_its_options(name):
    cli = pytest.importorskip("afterglow_lab.data.cli", reason="the lab is not installed")
    options = Options(
        stored_quality=90, resize="800x600", overwrite=True, skip_existing=True, most=3, stride=50
    )
    order = Order(name, PLACES, replace(options, kind="manga", min_quality=20))
    understood = vars(cli._parser().parse_args(order.words))
    places = {value for value in understood.values() if isinstance(value, Path)}
    places |= {path for value in understood.values() if isinstance(value, list) for path in value}
    assert places == {PLACES[place] for place in order.work.places}
    for group in order.work.groups:
        for option in GROUPS[group]:
            flag = {"most": "max", "jpeg_quality": "min_quality", "likeness": "similarity"}.get(
                option, option
            )
            assert understood[flag] == getattr(order.options, option)


def test_the_command_can_be_read_back_by_a_shell():
    order = Order("colour", {"good": Path("/my pictures")}, Options(step=30))
    assert shlex.split(order.line)[:5] == ["afterglow", "data", "degrade", "--mode", "color"]
    assert shlex.split(order.line)[-2:] == ["/my pictures", "/my pictures-colour"]


def test_what_is_made_goes_beside_what_it_comes_from_unless_told():
    assert Order("jpeg").missing == ["good", "out"]
    assert Order("jpeg", {"good": Path("/p/good")}).out == Path("/p/good-jpeg")
    assert Order("frames", {"videos": Path("/p/clips/a.mp4")}).out == Path("/p/clips-frames")
    assert Order("align", PLACES).out == Path("/p/out")
    assert Order("check", PLACES).out is None
    assert Order("draw").missing == ["out"]


@pytest.mark.parametrize(
    "change",
    [{"min_quality": 60, "max_quality": 50}, {"resize": "large"}, {"threshold": 2.0}, {"kind": "oil"}],
)
def test_what_makes_no_sense_is_refused(change):
    with pytest.raises(AfterglowError):
        Options(**change)


def test_an_order_is_remembered_but_not_that_everything_was_to_be_made_anew():
    order = Order("align", PLACES, Options(threshold=0.8))
    assert from_kept(kept(order)) == order
    anew = replace(order, options=Options(threshold=0.8, overwrite=True))
    assert from_kept(kept(anew)) == order


@pytest.mark.parametrize("text", ["", "{", "[]", '{"work": 3}', json.dumps({"work": "jpeg", "places": {}})])
def test_what_makes_no_sense_any_more_is_forgotten(text):
    assert from_kept(text) == Order()
