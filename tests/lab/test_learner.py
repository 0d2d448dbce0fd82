import pytest
import torch

from afterglow_lab.learner import halved, has_bfloat16


@pytest.mark.parametrize("wanted", [True, False])
def test_a_convolution_is_halved_where_it_is_wanted_and_the_processor_can(wanted: bool):
    with halved(torch.device("cpu"), wanted):
        output = torch.nn.Conv2d(3, 4, 3)(torch.zeros(1, 3, 8, 8))
    assert (output.dtype is torch.bfloat16) == (wanted and has_bfloat16("cpu"))
