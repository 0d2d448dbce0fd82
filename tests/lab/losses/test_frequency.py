import numpy as np
import pytest
import torch

from afterglow_lab.losses.frequency import fft_magnitude


def test_magnitudes_are_numpys() -> None:
    first, second = np.random.default_rng(1).random((2, 2, 3, 15, 18))
    strengths = [np.abs(np.fft.rfft2(picture, norm="ortho")) for picture in (first, second)]
    loss = fft_magnitude(torch.from_numpy(first).float(), torch.from_numpy(second).float())
    assert loss.item() == pytest.approx(np.abs(strengths[0] - strengths[1]).mean(), rel=1e-4)


def test_a_picture_moved_round_its_edge_has_the_same_spectrum() -> None:
    batch = torch.rand(1, 3, 16, 16)
    assert fft_magnitude(batch.roll((3, 5), (2, 3)), batch) < 1e-5
