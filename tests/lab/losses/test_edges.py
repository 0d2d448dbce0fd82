import numpy as np
import pytest
import torch
from scipy import ndimage

from afterglow_lab.losses.edges import laplacian, sobel


def test_slopes_and_curvature_are_scipys() -> None:
    first, second = np.random.default_rng(1).random((2, 20, 24))
    difference = first - second
    slopes = [np.abs(ndimage.sobel(difference, axis, mode="nearest")).mean() for axis in (0, 1)]
    curvature = np.abs(ndimage.laplace(difference, mode="nearest")).mean()
    output, target = (torch.from_numpy(x).float()[None, None].expand(1, 3, -1, -1) for x in (first, second))
    assert sobel(output, target).item() == pytest.approx(np.mean(slopes), rel=1e-4)
    assert laplacian(output, target).item() == pytest.approx(curvature, rel=1e-4)


def test_brightness_alone_is_no_edge() -> None:
    batch = torch.rand(1, 3, 16, 16)
    assert sobel(batch + 0.3, batch) < 1e-6
    assert laplacian(batch + 0.3, batch) < 1e-6
