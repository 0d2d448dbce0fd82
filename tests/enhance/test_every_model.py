"""What every shipped model must keep to, whatever it was trained for."""

from itertools import pairwise

import numpy as np
import pytest

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.image import Image, read, resize
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


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("side", [8, 33, 64, 128, 200, 512])
@pytest.mark.parametrize("seed", range(6))
def test_tiles_of_any_size_are_the_whole_picture(name, side, seed, sessions):
    image = Image(texture(401 + 37 * seed, 389 - 41 * seed, np.float32, seed))
    whole = run(image, plain(name), sessions).pixels
    tiled = run(image, plain(name, tile=side), sessions).pixels
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


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("height", range(1, 71))
def test_every_small_size_comes_out_right(name, height, sessions):
    for width in range(1, 71):
        check_shape(name, (width, height), sessions)


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


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_tones_are_safe_on_photos(name, sessions):
    newly_clipped = []
    for path in photos(200):
        image = read(path)
        small = Image(np.array(image.pixels[:256, :256]))
        result = run(small, plain(name), sessions).pixels
        before, after = (small.pixels @ LUMA).mean(), (result @ LUMA).mean()
        assert abs(after - before) <= max(0.01 * before, 1.0), path.name  # one step in the dark
        clipped = [((p == 0) | (p == 255)).all(axis=2).mean() for p in (small.pixels, result)]
        newly_clipped.append(clipped[1] - clipped[0])
    # Nearly white walls that become white again weigh in single pictures; over all of them they must not.
    assert np.mean(newly_clipped) <= 0.001


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
