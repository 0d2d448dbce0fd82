import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch

from afterglow.errors import AfterglowError
from afterglow.models.card import read_card
from afterglow.models.choice import PLAIN
from afterglow.models.onnx import OnnxSession
from afterglow.models.selftest import fault, pattern, samples
from afterglow_lab.checkpoint import warm_start, write_tensors
from afterglow_lab.data import pictures
from afterglow_lab.export import export, is_better, write_onnx
from afterglow_lab.networks import NETWORKS
from tests.lab.support import small_run, write_pool


def weights_of(name: str, folder: Path) -> Path:
    """Weights as a training leaves them: none of them zero."""
    torch.manual_seed(0)
    network = NETWORKS[name]()
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.03)
    path = folder / "weights.safetensors"
    write_tensors(path, network.state_dict(), {"steps": "7", "minutes": "0.5"})
    return path


@pytest.mark.parametrize("network", ["afterglow_fast", "afterglow_upscale_fast"])
def test_an_exported_model_gives_torchs_picture_at_any_size(tmp_path: Path, network: str):
    run = small_run(
        steps=1, network=network, task="jpeg-photo", quality="fast", author="Me", licence="CC0-1.0"
    )
    weights = weights_of(network, tmp_path)
    done = export(run, weights, tmp_path / "zoo", write_pool(tmp_path / "data"), {"val_q10": 30.12345})
    assert done.difference <= 1e-4

    card = read_card(done.folder)
    assert replace(card, folder=None) == done.card
    assert card.sha256 == hashlib.sha256((done.folder / "model.onnx").read_bytes()).hexdigest()
    assert (card.author, card.licence, card.trained.steps) == ("Me", "CC0-1.0", 7)
    assert card.numbers == {"val_q10": 30.123}
    assert card.bytes_per_pixel > 10

    session = onnxruntime.InferenceSession(done.folder / "model.onnx", providers=["CPUExecutionProvider"])
    assert card.check.values == samples(session.run(None, {"input": pattern()})[0])
    twin = NETWORKS[network]()
    warm_start(done.folder / "model.onnx", twin)
    batch = np.random.default_rng(0).random((2, 3, 40, 88), np.float32)
    with torch.no_grad():
        expected = twin(torch.from_numpy(batch)).numpy()
    assert np.abs(session.run(None, {"input": batch})[0] - expected).max() <= 1e-4


def test_a_network_that_is_shown_thumbnails_is_exported_with_them(tmp_path: Path):
    network = "afterglow_phone_fast"
    run = small_run(steps=1, network=network, task="phone", quality="fast", summary="A test.")
    data = write_pool(tmp_path / "data")
    done = export(run, weights_of(network, tmp_path), tmp_path / "zoo", data, {})
    assert done.difference <= 1e-4
    assert done.card.thumbnail == 64
    session = OnnxSession(read_card(done.folder), (done.folder / "model.onnx").read_bytes(), PLAIN)
    assert fault(session) == ""
    twin = NETWORKS[network]()
    warm_start(done.folder / "model.onnx", twin)
    rng = np.random.default_rng(0)
    batch, shown = rng.random((2, 3, 40, 88), np.float32), rng.random((2, 3, 64, 64), np.float32)
    with torch.no_grad():
        expected = twin(torch.from_numpy(batch), torch.from_numpy(shown)).numpy()
    assert np.abs(session.run(batch, shown) - expected).max() <= 1e-4


def test_a_model_that_differs_from_its_network_is_refused(tmp_path: Path):
    class Moody(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            # Tracing keeps whichever branch it saw, so the model forgets that the network looks.
            return x + 0.5 if x.shape[0] == 2 else x

    with pytest.raises(AfterglowError, match="ONNX Runtime differs from torch"):
        write_onnx(Moody(), tmp_path / "model.onnx")


def test_a_model_that_differs_on_a_photo_is_refused_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    class Moody(torch.nn.Module):
        def forward(self, x: torch.Tensor) -> torch.Tensor:
            # Tracing keeps the branch of its own picture of 128 pixels; only the photo is as large as this.
            return x + 0.5 if x.shape[2] == 64 and x.shape[3] == 64 and len(x) == 1 and x.std() < 0.1 else x

    monkeypatch.setitem(NETWORKS, "moody", Moody)
    run = small_run(steps=1, network="moody", task="jpeg-photo")
    write_tensors(tmp_path / "weights.safetensors", {"none": torch.zeros(1)}, {})
    data = tmp_path / "data" / "photo"
    data.mkdir(parents=True)
    pictures.put(pictures.encoded(np.full((80, 80, 3), 60, np.uint8), "png"), data / "wall.png")
    with pytest.raises(AfterglowError, match="ONNX Runtime differs from torch"):
        export(run, tmp_path / "weights.safetensors", tmp_path / "zoo", data.parent, {})
    assert not (tmp_path / "zoo").exists()


def test_a_shipped_model_gives_way_only_to_a_better_one():
    shipped = {"val_q10_gain": 1.0, "val_q90_gain": -0.5, "live1_q10": 26.8}
    assert is_better({"val_q10_gain": 1.0, "val_q90_gain": 0.2, "live1_q10": 26.0}, shipped)
    assert not is_better({"val_q10_gain": 1.1, "val_q90_gain": -0.7}, shipped)
    assert is_better({"val_other_gain": 0.1}, shipped)
