from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from afterglow.errors import ModelProblem
from afterglow_lab.baselines.cost import kmacs_of
from afterglow_lab.baselines.onnx_file import open_onnx
from tests.support import texture


def network(path: Path, fold: int = 1, enlarge: int = 1) -> Path:
    """A 3×3 convolution that keeps the picture, on pixels folded `fold` times and unfolded to be larger."""
    channels = 3 * fold**2
    kernel = np.zeros((channels * enlarge**2, channels, 3, 3), np.float32)
    for channel in range(len(kernel)):
        kernel[channel, channel // enlarge**2, 1, 1] = 1
    nodes = [
        helper.make_node("SpaceToDepth", ["in"], ["folded"], blocksize=fold),
        helper.make_node("Conv", ["folded", "kernel"], ["body"], pads=[1, 1, 1, 1]),
        helper.make_node("DepthToSpace", ["body"], ["grown"], blocksize=enlarge, mode="CRD"),
        helper.make_node("DepthToSpace", ["grown"], ["out"], blocksize=fold),
    ]
    value = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", 3, f"{name}_h", f"{name}_w"])
        for name in ("in", "out")
    ]
    graph = helper.make_graph(nodes, "g", value[:1], value[1:], [numpy_helper.from_array(kernel, "kernel")])
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path


def test_a_picture_comes_back(tmp_path: Path) -> None:
    pixels = texture(31, 17, np.float32)
    found = open_onnx(network(tmp_path / "same.onnx"), threads=1)
    assert (found.name, found.scale) == ("same", 1)
    assert found.restore(pixels) == pytest.approx(pixels, abs=1e-6)


def test_sides_are_padded_to_what_the_network_takes(tmp_path: Path) -> None:
    pixels = texture(31, 17, np.float32)
    found = open_onnx(network(tmp_path / "folded.onnx", fold=4), threads=1)
    assert found.restore(pixels) == pytest.approx(pixels, abs=1e-6)


def test_a_network_that_enlarges_is_recognised(tmp_path: Path) -> None:
    pixels = texture(20, 10, np.float32)
    found = open_onnx(network(tmp_path / "double.onnx", enlarge=2), threads=1)
    assert found.scale == 2
    assert found.restore(pixels) == pytest.approx(pixels.repeat(2, axis=0).repeat(2, axis=1), abs=1e-6)


def test_the_cost_is_that_of_the_convolutions(tmp_path: Path) -> None:
    assert kmacs_of(network(tmp_path / "same.onnx")) == pytest.approx(3 * 3 * 9 / 1000)
    assert kmacs_of(network(tmp_path / "folded.onnx", fold=2)) == pytest.approx(12 * 12 * 9 / 4 / 1000)


def test_a_model_in_a_folder_of_its_own_is_called_like_the_folder(tmp_path: Path) -> None:
    (tmp_path / "photo").mkdir()
    assert open_onnx(network(tmp_path / "photo" / "model.onnx"), threads=1).name == "photo"


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(b"hello")
    with pytest.raises(ModelProblem, match=r"bad\.onnx cannot be loaded"):
        open_onnx(tmp_path / "bad.onnx", threads=1)
