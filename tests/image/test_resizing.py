from __future__ import annotations

import numpy as np
import PIL.Image
import pytest

from afterglow.errors import WrongOption
from afterglow.image import KERNELS, Image, resize
from tests.image.samples import deep, scene

SIZES = [(1, 1), (7, 5), (64, 1), (1, 48), (640, 480), (200, 31), (63, 47)]


@pytest.mark.parametrize("size", SIZES)
def test_lanczos_is_what_pillow_makes_of_the_whole_picture(size):
    picture = np.random.default_rng(1).integers(0, 256, (600, 320, 3), dtype=np.uint8)
    wanted = np.asarray(PIL.Image.fromarray(picture).resize(size, PIL.Image.Resampling.LANCZOS))
    far = np.abs(resize(picture, size).astype(int) - wanted)
    # Cut into bands, a weight can fall to the other side of a rounding.
    assert far.max() <= 2
    assert far.mean() < 0.2


@pytest.mark.parametrize("kernel", KERNELS)
def test_flat_pictures_stay_flat(kernel):
    for value, depth in ((200, np.uint8), (51_111, np.uint16), (0.25, np.float32)):
        flat = np.full((30, 40, 3), value, depth)
        made = resize(flat, (91, 17), kernel)
        assert made.dtype == depth
        assert np.allclose(made, value, rtol=1e-5)


def test_16_bits_stay_16_bits_and_nothing_wraps_around():
    edge = np.zeros((40, 40, 3), np.uint16)
    edge[:, 20:] = 65535
    made = resize(edge, (400, 400))
    assert made[:, :150].max() < 6000
    assert made[:, 250:].min() > 60_000
    assert len(np.unique(resize(deep(), (128, 96)))) > 5000


def test_what_is_transparent_does_not_bleed():
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[:, :20] = (255, 0, 0)
    clear = np.zeros((40, 40), np.uint8)
    clear[:, :20] = 255
    picture[:, 20:] = (0, 255, 0)
    made = resize(Image(picture, alpha=clear), (23, 23))
    seen = made.alpha > 20
    assert made.pixels[seen][:, 1].max() < 30


def test_same_size_is_the_same_picture():
    image = Image(scene())
    assert resize(image, (64, 48)) is image


def test_unknown_kernels_are_refused():
    with pytest.raises(WrongOption, match="lanczos9"):
        resize(scene(), (5, 5), "lanczos9")
