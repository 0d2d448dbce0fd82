import numpy as np
import pytest
import torch

from afterglow_lab.losses.texture import gram, gram_matrix, local_contrast


def test_a_gram_matrix_is_the_mean_product_of_channels() -> None:
    features = np.random.default_rng(1).random((2, 4, 5, 6))
    expected = np.einsum("nchw,ndhw->ncd", features, features) / 30
    assert gram_matrix(torch.from_numpy(features)).numpy() == pytest.approx(expected)


def test_gram_is_blind_to_where_pixels_are() -> None:
    batch = torch.rand(1, 3, 16, 16)
    assert gram(batch.flip(2), batch) < 1e-8


def test_local_contrast_is_the_deviation_in_a_window() -> None:
    batch = torch.rand(1, 3, 7, 7)
    flat = torch.full_like(batch, 0.5)
    deviation = batch.std((2, 3), correction=0).mean().item()
    assert local_contrast(batch, flat).item() == pytest.approx(deviation, abs=2e-3)
