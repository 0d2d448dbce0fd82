from __future__ import annotations

import io

import numpy as np
import PIL.Image
import PIL.ImageOps
import pytest

from afterglow.image import Size
from afterglow.image.orientation import turned_view, upright_size
from tests.image.samples import camera_exif, saved, scene


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_as_others_turn_them(orientation):
    file = io.BytesIO(saved(scene(), "PNG", exif=camera_exif(orientation)))
    wanted = np.asarray(PIL.ImageOps.exif_transpose(PIL.Image.open(file)))
    width, height = upright_size(Size(64, 48), orientation)
    canvas = np.zeros((height, width, 3), np.uint8)
    turned_view(canvas, orientation)[:] = scene()
    assert np.array_equal(canvas, wanted)
