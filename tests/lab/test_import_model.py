"""Community checkpoints become models of the product; anything else is refused in a sentence."""

import pickle

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.errors import ModelProblem
from afterglow.image import Image
from afterglow.models.adding import Details
from afterglow_lab.import_model import _spandrel, import_model
from tests.support import texture


@pytest.mark.slow
def test_a_checkpoint_runs_in_the_product(tmp_path, monkeypatch):
    monkeypatch.setenv("AFTERGLOW_MODELS", str(tmp_path / "models"))
    _spandrel()
    from spandrel.architectures.Compact.__arch.SRVGG import SRVGGNetCompact

    torch.manual_seed(0)
    network = SRVGGNetCompact(num_feat=16, num_conv=2, upscale=2)
    torch.save(network.state_dict(), tmp_path / "tiny.pth")
    card = import_model(tmp_path / "tiny.pth", Details(name="tiny", task="upscale"))
    assert (card.name, card.scale) == ("tiny", 2)
    made = enhance(Image(texture(40, 30, np.float32)), Recipe(model="tiny", engine="onnxruntime"))
    assert made.image.size == (80, 60)


def test_weights_of_no_known_network_are_one_sentence(tmp_path):
    save_file({"odd.weight": torch.zeros(3)}, tmp_path / "odd.safetensors")
    with pytest.raises(ModelProblem) as refusal:
        import_model(tmp_path / "odd.safetensors", Details(), tmp_path / "models")
    assert refusal.value.message == "odd.safetensors holds no network that is known"


class Trap:
    def __reduce__(self):
        return (print, ("a checkpoint ran code",))


@pytest.mark.parametrize("name", ["gone.pth", "text.pth", "picture.jpg", "trap.pth"])
def test_anything_else_is_refused(tmp_path, name, capsys):
    if name == "trap.pth":
        (tmp_path / name).write_bytes(pickle.dumps(Trap()))
    elif name != "gone.pth":
        (tmp_path / name).write_text("no weights here")
    with pytest.raises(ModelProblem) as refusal:
        import_model(tmp_path / name, Details(), tmp_path / "models")
    assert refusal.value.hint
    assert "ran code" not in capsys.readouterr().out
