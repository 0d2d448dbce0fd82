import numpy as np
import torch

from afterglow_lab.history import History


def batch(*values: float) -> torch.Tensor:
    return torch.stack([torch.full((3, 2, 2), value) for value in values])


def test_a_history_fills_first_and_then_gives_older_pictures_back():
    history, rng = History(3, 2, torch.device("cpu")), np.random.default_rng(1)
    assert torch.equal(history.mixed(batch(1, 2, 3), rng), batch(1, 2, 3))
    shown = [float(history.mixed(batch(value), rng)[0, 0, 0, 0]) for value in range(10, 60)]
    older = [seen for seen, value in zip(shown, range(10, 60), strict=True) if seen != value]
    assert 15 < len(older) < 35
    assert {1.0, 2.0, 3.0} & set(older)


def test_a_history_goes_on_from_its_tensors():
    first, second = (History(4, 2, torch.device("cpu")) for _ in range(2))
    first.mixed(batch(1, 2, 3), np.random.default_rng(1))
    for name, tensor in second.tensors("a.").items():
        tensor.copy_(first.tensors("a.")[name])
    assert int(second.count) == 3
    assert torch.equal(second.pictures, first.pictures)


def test_without_a_history_the_newest_are_shown():
    history = History(0, 2, torch.device("cpu"))
    assert torch.equal(history.mixed(batch(1), np.random.default_rng(1)), batch(1))
