import dataclasses

import pytest

from afterglow.desktop.theme import DARK, PAIRS, SHAPES, THEMES, contrast

AA = 4.5
AA_SHAPE = 3.0


def test_contrast_is_wcags():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("words", "ground"), PAIRS, ids=map("-on-".join, PAIRS))
def test_everything_written_can_be_read(theme, words, ground):
    assert contrast(getattr(theme, words), getattr(theme, ground)) >= AA


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(("shape", "ground"), SHAPES, ids=map("-on-".join, SHAPES))
def test_every_shape_can_be_told_from_its_ground(theme, shape, ground):
    assert contrast(getattr(theme, shape), getattr(theme, ground)) >= AA_SHAPE


def test_every_colour_is_a_colour():
    for field in dataclasses.fields(DARK)[1:]:
        for theme in THEMES.values():
            assert len(bytes.fromhex(getattr(theme, field.name).removeprefix("#"))) == 3
