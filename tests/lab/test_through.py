from pathlib import Path

import numpy as np
import torch
from torch import nn

from afterglow_lab.data import pictures
from afterglow_lab.through import through, write_samples


class Darker(nn.Module):
    """Half the light, for pictures of even sides."""

    multiple_of = 2

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(3, affine=False)
        self.factor = nn.Parameter(torch.tensor(0.5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.factor * (x + 0 * self.norm(x))


def test_a_picture_loses_what_does_not_fit_the_network() -> None:
    made = through(Darker(), np.full((9, 7, 3), 200, np.uint8))
    assert np.array_equal(made, np.full((8, 6, 3), 100, np.uint8))


def test_looking_teaches_the_network_nothing() -> None:
    network = Darker()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    through(network, np.random.default_rng(1).integers(0, 256, (8, 8, 3), np.uint8))
    assert network.training
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())


def test_samples_show_both_cameras_before_and_after(tmp_path: Path) -> None:
    bad, good = torch.full((3, 8, 8), 0.2), torch.full((3, 12, 12), 0.8)
    write_samples(Darker(), nn.Conv2d(3, 3, 1), bad, good, tmp_path / "0.png", bfloat16=False)
    shown = pictures.load(tmp_path / "0.png").pixels
    assert shown.shape == (16, 24, 3)
    assert [int(shown[4, column, 0]) for column in (4, 12, 20)] == [204, 102, 51]
    assert shown[12, 4, 0] == 51
