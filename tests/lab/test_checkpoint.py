from pathlib import Path

import pytest
import torch

from afterglow.errors import AfterglowError, CannotWrite, UnreadableFile
from afterglow_lab import checkpoint
from afterglow_lab.checkpoint import (
    Player,
    Position,
    read_checkpoint,
    read_tensors,
    warm_start,
    write_checkpoint,
    write_tensors,
)
from afterglow_lab.networks.afterglow_phone import afterglow_phone_fast
from afterglow_lab.networks.afterglow_unet import AfterglowUNet, afterglow_fast


def network(width: int = 4) -> AfterglowUNet:
    return AfterglowUNet((width, width), (1, 1))


def moved(net: AfterglowUNet) -> torch.optim.Optimizer:
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2)
    net(torch.rand(1, 3, 16, 16)).square().sum().backward()
    optimizer.step()
    return optimizer


def test_a_checkpoint_gives_back_all_that_was_kept(tmp_path: Path):
    net = network()
    optimizer = moved(net)
    average = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    write_checkpoint(
        tmp_path / "last.safetensors", [Player("", net, optimizer)], average, Position(3, 1.5, 0.25, 1)
    )

    twin = network()
    other = torch.optim.AdamW(twin.parameters(), lr=1e-2)
    copy = {name: torch.zeros_like(tensor) for name, tensor in average.items()}
    assert read_checkpoint(tmp_path / "last.safetensors", [Player("", twin, other)], copy) == Position(
        3, 1.5, 0.25, 1
    )
    assert all(torch.equal(copy[name], average[name]) for name in average)
    for mine, its in zip(net.parameters(), twin.parameters(), strict=True):
        assert torch.equal(mine, its)
        assert all(
            torch.equal(optimizer.state[mine][key], other.state[its][key]) for key in optimizer.state[mine]
        )


def test_a_full_disk_leaves_the_last_checkpoint_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "last.safetensors"
    write_tensors(path, {"a": torch.ones(3)}, {})

    def full(tensors: object, beside: Path, notes: object) -> None:
        beside.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checkpoint, "save_file", full)
    with pytest.raises(CannotWrite, match="cannot be written"):
        write_tensors(path, {"a": torch.zeros(3)}, {})
    assert torch.equal(read_tensors(path)[0]["a"], torch.ones(3))
    assert list(tmp_path.iterdir()) == [path]


def test_a_damaged_checkpoint_is_one_sentence(tmp_path: Path):
    (tmp_path / "last.safetensors").write_bytes(b"nothing of the kind")
    with pytest.raises(UnreadableFile, match="cannot be read as safetensors"):
        read_tensors(tmp_path / "last.safetensors")


def test_weights_of_another_network_are_refused(tmp_path: Path):
    write_tensors(tmp_path / "weights.safetensors", network(4).state_dict(), {})
    with pytest.raises(AfterglowError, match="another network"):
        warm_start(tmp_path / "weights.safetensors", network(8))


def test_a_sister_network_lends_all_but_its_ends(tmp_path: Path):
    restorer, enlarger = AfterglowUNet((8, 16), (2, 2)), AfterglowUNet((8, 16), (2, 2), scale=2)
    torch.nn.init.ones_(restorer.middle[0].second.weight)
    write_tensors(tmp_path / "weights.safetensors", restorer.state_dict(), {})
    head = enlarger.head.weight.clone()
    warm_start(tmp_path / "weights.safetensors", enlarger)
    assert (enlarger.middle[0].second.weight == 1).all()
    assert torch.equal(enlarger.head.weight, head)


def test_a_network_that_unfolded_four_features_lends_their_mean(tmp_path: Path):
    network = afterglow_fast()
    earlier = network.state_dict()
    four = torch.arange(4 * 64.0)
    earlier["up.1.bias"] = four
    write_tensors(tmp_path / "weights.safetensors", earlier, {})
    warm_start(tmp_path / "weights.safetensors", network)
    assert torch.equal(network.up[1].bias, four.reshape(64, 4).mean(1))


def test_a_restorer_lends_itself_to_a_network_that_has_it_within(tmp_path: Path):
    restorer, phone = afterglow_fast(), afterglow_phone_fast()
    torch.nn.init.ones_(restorer.middle[0].second.weight)
    write_tensors(tmp_path / "weights.safetensors", restorer.state_dict(), {})
    look = phone.look.think.weight.clone()
    warm_start(tmp_path / "weights.safetensors", phone)
    assert (phone.middle[0].second.weight == 1).all()
    assert torch.equal(phone.look.think.weight, look)


def test_a_file_that_is_no_model_is_one_sentence(tmp_path: Path):
    (tmp_path / "model.onnx").write_bytes(b"nothing of the kind")
    with pytest.raises(AfterglowError, match=r"model\.onnx"):
        warm_start(tmp_path / "model.onnx", network())


def test_a_network_that_counts_its_batches_goes_on(tmp_path: Path):
    def normal() -> torch.nn.BatchNorm2d:
        return torch.nn.BatchNorm2d(3)

    net, twin = normal(), normal()
    net(torch.rand(2, 3, 4, 4))
    write_tensors(tmp_path / "weights.safetensors", dict(net.state_dict()), {})
    warm_start(tmp_path / "weights.safetensors", twin)
    assert int(twin.num_batches_tracked) == 1
    assert torch.equal(twin.running_mean, net.running_mean)


def kept(path: Path, net: AfterglowUNet) -> Path:
    """A checkpoint of the network after a step of AdamW."""
    average = {name: tensor.clone() for name, tensor in net.state_dict().items()}
    write_checkpoint(path, [Player("", net, moved(net))], average, Position(1))
    return path


@pytest.mark.parametrize(
    ("other", "kind", "says"),
    [
        (network(8), torch.optim.AdamW, "holds the weights of another network"),
        (network(4), torch.optim.RMSprop, "was trained with another kind of optimizer"),
        (AfterglowUNet((4, 4), (1, 3)), torch.optim.AdamW, "another network"),
    ],
)
def test_a_checkpoint_of_another_run_changes_nothing_of_this_one(
    tmp_path: Path, other: AfterglowUNet, kind: type[torch.optim.Optimizer], says: str
):
    path = kept(tmp_path / "last.safetensors", network())
    average = {name: tensor.clone() for name, tensor in other.state_dict().items()}
    before = {name: tensor.clone() for name, tensor in average.items()}
    with pytest.raises(AfterglowError, match=says):
        read_checkpoint(path, [Player("", other, kind(other.parameters(), lr=1e-3))], average)
    assert all(torch.equal(average[name], before[name]) for name in average)


def test_a_history_of_other_patches_is_refused(tmp_path: Path):
    net, path = network(), tmp_path / "last.safetensors"
    player = Player("", net, moved(net))
    write_checkpoint(path, [player], {"seen.pictures": torch.zeros(2, 3, 64, 64)}, Position(1))
    with pytest.raises(AfterglowError, match="with other patches"):
        read_checkpoint(path, [player], {"seen.pictures": torch.zeros(2, 3, 96, 96)})


def test_weights_that_are_not_there_are_one_sentence(tmp_path: Path):
    with pytest.raises(UnreadableFile, match=r"There is no .*weights\.safetensors\. Train first"):
        read_tensors(tmp_path / "weights.safetensors")
