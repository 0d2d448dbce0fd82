"""What every shipped model must keep to, whatever it was trained for."""

from itertools import pairwise

import numpy as np
import pytest

from afterglow.enhance.ends import HELD
from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.enhance.tiling import tiles_of
from afterglow.image import Image, read, resize
from afterglow.image.geometry import Size
from afterglow.models.sessions import Sessions
from afterglow.models.store import SHIPPED, list_models
from tests.support import SHARED, texture

CARDS = [card for card in list_models() if card.path.is_relative_to(SHIPPED) and card.task != "judge"]
NAMES = [card.name for card in CARDS]
SIDES = [*range(1, 20), 31, 32, 33, 47, 48, 49, 63, 64, 65, 70]
SPECIAL = [(1, 4000), (4000, 1), (2, 3), (127, 129), (521, 3), (3, 521), (65535, 1), (255, 257), (509, 1)]
LUMA = np.array([0.299, 0.587, 0.114])


@pytest.fixture(scope="module")
def sessions():
    with Sessions() as opened:
        yield opened


def plain(name, **options):
    """On the engine that is the measure for the others, so that results are the same everywhere."""
    return Recipe(model=name, engine="onnxruntime", precision="f32", **options)


def run(image, recipe, sessions):
    return enhance(image, recipe, sessions=sessions).image


def test_models_are_shipped():
    assert CARDS


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", [16, 100, 256])
def test_tiles_are_the_whole_picture(name, side, sessions):
    image = Image(texture(333, 291))
    whole = run(image, plain(name), sessions).pixels.astype(int)
    tiled = run(image, plain(name, tile=side), sessions).pixels.astype(int)
    assert np.abs(whole - tiled).max() <= 1


# Columns × rows of tiles. A model sees so far that a few small tiles need a large picture: where it is cut in
# one direction only, a strip is enough.
CUTS = [(5, 0), (0, 5), (3, 0), (0, 3), (2, 0), (2, 2)]
STRIP = 43


@pytest.mark.slow
@pytest.mark.parametrize("card", CARDS, ids=NAMES)
@pytest.mark.parametrize("side", [8, 33, 64, 128, 200, 512])
@pytest.mark.parametrize("cut", CUTS)
def test_tiles_of_any_size_are_the_whole_picture(card, side, cut, sessions):
    step = max(side, 2 * card.multiple_of)
    width, height = (2 * card.context + (count - 1) * step + 3 if count else STRIP for count in cut)
    grid = tiles_of(Size(width, height), card, side)
    assert grid.columns >= cut[0]
    assert grid.rows >= cut[1]
    image = Image(texture(width, height, np.float32, seed=side + CUTS.index(cut)))
    whole = run(image, plain(card.name), sessions).pixels
    tiled = run(image, plain(card.name, tile=side), sessions).pixels
    assert np.abs(whole - tiled).max() <= 1 / 255


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", SPECIAL)
def test_odd_shapes_come_out_right(name, size, sessions):
    check_shape(name, size, sessions)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("height", SIDES[::4])
def test_small_sizes_come_out_right(name, height, sessions):
    for width in SIDES[::3]:
        check_shape(name, (width, height), sessions)


# Models that share scale and grid share all arithmetic on sizes: the smallest of them meets every size.
SIZED_ALIKE = {
    (card.scale, card.multiple_of): card.name for card in sorted(CARDS, key=lambda card: -card.kmacs)
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SIZED_ALIKE.values())
@pytest.mark.parametrize("height", range(1, 71))
def test_every_small_size_comes_out_right(name, height, sessions):
    for width in range(1, 71):
        check_shape(name, (width, height), sessions)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(NAMES) - set(SIZED_ALIKE.values())))
def test_many_small_sizes_come_out_right(name, sessions):
    for size in np.random.default_rng(len(name)).integers(1, 71, (300, 2)).tolist():
        check_shape(name, tuple(size), sessions)


def check_shape(name, size, sessions):
    image = Image(texture(*size, np.float32))
    result = run(image, plain(name), sessions)
    scale = next(card.scale for card in CARDS if card.name == name)
    assert result.size == (size[0] * scale, size[1] * scale)
    assert np.isfinite(result.pixels).all()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_strength_nothing_is_the_picture_bit_for_bit(name, depth, sessions):
    image = Image(texture(100, 80, depth))
    np.testing.assert_array_equal(run(image, plain(name, strength=0.0), sessions).pixels, image.pixels)


@pytest.mark.parametrize("name", [card.name for card in CARDS if card.scale == 1])
@pytest.mark.parametrize("depth", [np.uint8, np.uint16, np.float32])
def test_strength_is_monotone(name, depth, sessions):
    image = Image(texture(100, 80, depth))
    steps = [run(image, plain(name, strength=s / 5), sessions).pixels.astype(np.float64) for s in range(6)]
    towards = np.sign(steps[-1] - steps[0])
    for weaker, stronger in pairwise(steps):
        assert ((stronger - weaker) * towards >= -1e-6).all()


@pytest.mark.parametrize("name", NAMES)
def test_gray_stays_gray_and_alpha_stays(name, sessions):
    gray = np.repeat(texture(60, 50)[:, :, :1], 3, axis=2)
    alpha = texture(60, 50)[:, :, 1].copy()
    result = run(Image(gray, alpha=alpha, gray=True), plain(name), sessions)
    assert (result.pixels == result.pixels[:, :, :1]).all()
    if result.size == (60, 50):
        np.testing.assert_array_equal(result.alpha, alpha)
    assert result.alpha.shape == result.pixels.shape[:2]


def photos(count):
    folder = SHARED / "data/train/photo"
    if not folder.is_dir():
        pytest.skip("the shared photos are not here")
    return sorted(folder.iterdir())[:count]


# How far the mean luminance may move. Noise that was cut off at black has made the dark lighter than it was, and
# taking it away undoes that.
DRIFT = {"night": 0.025}
A_TENTH_OF_A_STEP = 0.1  # of 255: one hundredth of black is nothing at all

# The share of a photo that models which are held at a step from black and white may bring there from farther away.
NEARLY_CUT_OFF = {"night": 0.005, "mosaic-art": 0.005}

# Other tones are what these are for; the others must leave them alone.
MADE_FOR_TONES = {"phone"}


@pytest.mark.slow
@pytest.mark.parametrize("card", CARDS, ids=NAMES)
def test_tones_are_safe_on_photos(card, sessions):
    cut_off = []
    for path in photos(200):
        before = np.array(read(path).pixels[:256, :256])
        after = at_scale_1(run(Image(before), plain(card.name), sessions).pixels, card.scale)
        moved, ends = np.abs(after - before).max(axis=2), np.isin(after, (0, 255))
        cut_off.append((ends.all(axis=2) & (moved > 0)).mean())
        wholly = ends.all(axis=2) & (moved > 1)  # one step is what rounding may take
        newly = (ends & ~np.isin(before, (0, 255))).any(axis=2)
        assert (newly if card.task in HELD else wholly).mean() <= 0.001, path.name
        if card.task in MADE_FOR_TONES:
            continue
        mean = (before @ LUMA).mean()
        drift = abs((after @ LUMA).mean() - mean)
        assert drift <= max(DRIFT.get(card.task, 0.01) * mean, A_TENTH_OF_A_STEP), path.name
        if card.task in HELD:
            nearly = ((after <= 1) | (after >= 254)).all(axis=2) & (moved > 1)
            assert nearly.mean() <= NEARLY_CUT_OFF.get(card.task, 0.002), path.name
    assert np.mean(cut_off) <= 0.001


def at_scale_1(pixels, scale):
    """What an enlarged picture shows in each pixel of the original: edges may be crisper, tones no different."""
    rows, columns = pixels.shape[0] // scale, pixels.shape[1] // scale
    return np.rint(pixels.reshape(rows, scale, columns, scale, 3).mean(axis=(1, 3)))


@pytest.mark.parametrize("engine", ["onnxruntime", "openvino"])
def test_all_engines_agree(engine, sessions):
    pytest.importorskip(engine)
    image = Image(texture(300, 200))
    name = NAMES[0]
    truth = run(image, plain(name), sessions).pixels.astype(int)
    exact = run(image, Recipe(model=name, engine=engine, precision="f32"), sessions).pixels.astype(int)
    quick = run(image, Recipe(model=name, engine=engine), sessions).pixels.astype(int)
    assert np.abs(exact - truth).max() <= 1
    assert np.abs(quick - truth).max() <= 3


def test_resizing_reaches_the_size_asked_for(sessions):
    image = Image(texture(60, 40), alpha=texture(60, 40)[:, :, 0].copy())
    for fit in ("pad", "crop", "stretch"):
        result = run(image, Recipe(model="none", size="90x90", fit=fit), sessions)
        assert result.size == (90, 90)
        assert result.alpha.shape == (90, 90)
    assert run(image, Recipe(model="none", scale=1.5), sessions).size == (90, 60)


def test_lanczos_does_the_rest(sessions):
    image = Image(texture(64, 48))
    result = run(image, Recipe(model="none", scale=2.0), sessions)
    np.testing.assert_array_equal(result.pixels, resize(image.pixels, result.size))
