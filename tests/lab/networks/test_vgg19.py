from pathlib import Path
from urllib.error import URLError

import pytest
import torch
from safetensors.torch import save_file

from afterglow.errors import AfterglowError
from afterglow_lab.networks import vgg19
from afterglow_lab.networks.vgg19 import Vgg19, imagenet_vgg19

torch.set_num_threads(1)
CPU = torch.device("cpu")


def test_names_and_shapes_are_torchvisions() -> None:
    shapes = {name: tuple(tensor.shape) for name, tensor in Vgg19().state_dict().items()}
    assert len(shapes) == 32
    assert shapes["features.0.weight"] == (64, 3, 3, 3)
    assert shapes["features.10.weight"] == (256, 128, 3, 3)
    assert shapes["features.34.weight"] == (512, 512, 3, 3)
    # The published 143,667,240 less the 123,642,856 of the classifier.
    assert sum(parameter.numel() for parameter in Vgg19().parameters()) == 20_024_384


def test_the_last_relu_is_all_that_separates_the_two_features() -> None:
    network, batch = Vgg19(), torch.rand(1, 3, 32, 48)
    before = network(batch, before_activation=True)
    assert before.shape == (1, 512, 2, 3)
    assert before.min() < 0
    assert torch.equal(before.relu(), network(batch))


@pytest.mark.parametrize("name", ["vgg19.pth", "vgg19.safetensors"])
def test_weights_come_from_a_file_whose_classifier_is_ignored(tmp_path: Path, name: str) -> None:
    network, path = Vgg19(), tmp_path / name
    weights = network.state_dict() | {"classifier.0.weight": torch.zeros(2, 2)}
    save_file(weights, path) if path.suffix == ".safetensors" else torch.save(weights, path)
    loaded = imagenet_vgg19(path, CPU)
    assert torch.equal(loaded.features[0].weight, network.features[0].weight)
    assert not any(parameter.requires_grad for parameter in loaded.parameters())


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pth"
    torch.save({"features.0.weight": torch.zeros(3)}, path)
    with pytest.raises(AfterglowError, match="does not hold the weights of VGG-19"):
        imagenet_vgg19(path, CPU)


@pytest.mark.parametrize("content", [b"", b"not weights at all", b"\x80\x02cos\nsystem\n."])
def test_a_broken_or_dangerous_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pth"
    path.write_bytes(content)
    with pytest.raises(AfterglowError, match=r"broken\.pth"):
        imagenet_vgg19(path, CPU)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AfterglowError, match="there is no file"):
        imagenet_vgg19(tmp_path / "missing.pth", CPU)


def test_no_network_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise URLError("no route")

    monkeypatch.setattr(vgg19.torch.hub, "load_state_dict_from_url", refuse)
    imagenet_vgg19.cache_clear()
    with pytest.raises(AfterglowError, match="could not be downloaded"):
        imagenet_vgg19(None, CPU)
