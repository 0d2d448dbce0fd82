import re
from functools import cache

import pytest

from afterglow.desktop.words import LANGUAGES
from afterglow.desktop.words.told import told
from afterglow.score.alike import made_alike
from afterglow.score.compare import compare
from tests.score.pictures import image, jpeg, scene

ENGLISH = re.compile(r"[a-z]{3,}")
OTHERS = [language for language in LANGUAGES if language != "en"]


@cache
def said_by_comparing():
    """What is told of pictures that differ in size and place, and of one without content."""
    whole = scene(128, 96)
    moved = made_alike(
        image(whole),
        "the reference",
        {
            "A": image(whole[:-6, :-9]),
            "C": image(whole[::2, ::2].copy()),
            "B": image(jpeg(whole, 30)[6:, 9:]),
        },
    )
    halved = made_alike(image(whole[::2, ::2].copy()), "A", {"B": image(whole)})
    flat = compare(image(whole[:64, :64] * 0), image(whole[:64, :64]))
    return [*moved.notes, *halved.notes, flat.reason, *flat.notes]


def test_what_comparing_says_is_said_in_every_language():
    sentences = said_by_comparing()
    assert any("moved" in sentence for sentence in sentences)
    assert any("resampled" in sentence for sentence in sentences)
    for language in OTHERS:
        foreign = [said for said in (told(language, one) for one in sentences) if ENGLISH.search(said)]
        assert not foreign, language


def test_english_stays_as_it_is():
    for sentence in said_by_comparing():
        assert told("en", sentence) == sentence


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_within_a_sentence_is_said_too(language):
    assert "the reference" not in told(
        language, "they were compared where they overlap, 90 % of the reference"
    )


def test_what_is_not_known_is_shown_as_it_came():
    assert told("ja", "Something new happened") == "Something new happened"


def test_what_several_pictures_agree_on_is_told_as_a_whole():
    sentence = "it is a JPEG of quality 14 (2 of 3 pictures looked at agree)"
    assert told("zh-Hant", sentence).startswith(told("zh-Hant", "it is a JPEG of quality 14"))
