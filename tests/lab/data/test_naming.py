from pathlib import Path

import pytest

from afterglow_lab.data.naming import Level, bases, frame_name, level_name, pair_name, parse_level


@pytest.mark.parametrize(
    ("mode", "quality", "name"),
    [
        ("jpeg", 10, "lamp_q10.png"),
        ("noise", 100, "lamp_q100.png"),
        ("pixelation", 70, "lamp_p70.png"),
    ],
)
def test_a_name_says_the_level_and_is_read_again(mode, quality, name):
    assert level_name("lamp", mode, quality, ".png") == name
    assert parse_level(name) == Level("lamp", "p" if mode == "pixelation" else "q", quality)


@pytest.mark.parametrize("name", ["lamp.png", "lamp_q.png", "lamp_q0.png", "lamp_q101.png", "lamp_x10.png"])
def test_other_names_say_nothing(name):
    assert parse_level(name) is None


def test_two_pictures_of_one_name_keep_apart():
    places = [Path("a.jpg"), Path("A.png"), Path("b.jpg"), Path("trip/a.jpg")]
    assert bases(places) == ["a-jpg", "A-png", "b", "trip/a"]


def test_frames_and_pairs_have_names_of_their_own():
    assert frame_name(72, "holiday", ".png") == "frame_000072_holiday.png"
    assert pair_name("trip/a", ".png", damaged=True) == "damaged/trip/a.png"
