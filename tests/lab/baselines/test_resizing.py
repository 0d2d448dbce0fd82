import numpy as np
import pytest
from PIL import Image as Pillow

from afterglow_lab.baselines.resizing import bicubic, lanczos
from tests.support import texture


@pytest.mark.parametrize(
    ("resize", "kernel"), [(bicubic, Pillow.Resampling.BICUBIC), (lanczos, Pillow.Resampling.LANCZOS)]
)
@pytest.mark.parametrize("shape", [(40, 48), (160, 192), (61, 150)])
def test_away_from_the_border_it_is_what_pillow_does(
    resize: object, kernel: Pillow.Resampling, shape: tuple[int, int]
) -> None:
    pixels = texture(96, 80, np.float32)
    plane = Pillow.fromarray(np.ascontiguousarray(pixels[..., 1])).resize(shape[::-1], kernel)
    found = resize(pixels, shape)[..., 1]
    assert found[15:-15, 15:-15] == pytest.approx(np.asarray(plane)[15:-15, 15:-15], abs=1e-5)


def test_beyond_its_border_the_picture_goes_on_mirrored() -> None:
    # Worked out by hand for a cubic kernel twice as wide: 2.5 less 3/256, the weight of the mirrored pixel.
    ramp = np.arange(8, dtype=np.float32)[None, :, None].repeat(3, axis=2)
    found = bicubic(ramp, (1, 4))[0, :, 0]
    assert found[1:3] == pytest.approx([2.5 - 3 / 256, 4.5 + 3 / 256], abs=1e-5)
    assert found + found[::-1] == pytest.approx(np.full(4, 7), abs=1e-5)


def test_the_same_size_is_the_same_picture() -> None:
    pixels = texture(33, 21, np.float32)
    assert bicubic(pixels, (21, 33)) == pytest.approx(pixels, abs=1e-6)
