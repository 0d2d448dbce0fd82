import torch

from afterglow_lab.networks.norm import WHOLE_PICTURE
from afterglow_lab.networks.ns_iqe import NsIqe, SelfAttention

torch.set_num_threads(1)


def test_attention_without_windows_sees_the_whole_picture() -> None:
    reached = cells_seen_from_the_first(SelfAttention(None))
    assert reached.all()


def test_windowed_attention_sees_its_window_and_nothing_else() -> None:
    reached = cells_seen_from_the_first(SelfAttention(4))
    assert reached[:4, :4].all()
    assert reached.sum() == 16


def test_one_window_as_large_as_the_picture_is_whole_attention() -> None:
    torch.manual_seed(1)
    windowed, whole = SelfAttention(8), SelfAttention(None)
    torch.nn.init.ones_(windowed.gamma)
    whole.load_state_dict(windowed.state_dict())
    x = torch.randn(2, 256, 8, 8)
    assert torch.allclose(windowed(x), whole(x), atol=1e-5)


def test_the_window_changes_neither_weights_nor_their_number() -> None:
    windowed, whole = NsIqe(), NsIqe(window=None)
    whole.load_state_dict(windowed.state_dict())
    assert (windowed.multiple_of, whole.multiple_of) == (64, 4)
    assert whole.context == WHOLE_PICTURE


def cells_seen_from_the_first(attention: SelfAttention) -> torch.Tensor:
    torch.manual_seed(1)
    torch.nn.init.ones_(attention.gamma)
    x = torch.randn(1, 256, 8, 8, requires_grad=True)
    attention(x)[0, :, 0, 0].sum().backward()
    assert x.grad is not None
    return x.grad[0].abs().sum(0) > 0
