"""Models small enough to build in a test: real ONNX files with a handful of weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from afterglow.models.card import ModelCard, write_card

NOWHERE = Path(__file__).parent / "no-such-folder"


def denoiser(
    channels: int = 3, kind: int = TensorProto.FLOAT, size: tuple = ("h", "w"), pad: int = 1
) -> ModelProto:
    """Two 3×3 convolutions around a ReLU, added to the input (or, with `pad` 0, alone and smaller)."""
    nodes = [
        helper.make_node("Conv", ["x", "w1", "b1"], ["a"], pads=[pad] * 4),
        helper.make_node("Relu", ["a"], ["r"]),
        helper.make_node("Conv", ["r", "w2"], ["c" if pad else "y"], pads=[pad] * 4),
    ]
    if pad:
        nodes.append(helper.make_node("Add", ["x", "c"], ["y"]))
    rng = np.random.default_rng(1)
    first = rng.normal(0, 0.2, (8, channels, 3, 3))
    last = rng.normal(0, 0.05 if pad else 0.2, (channels, 8, 3, 3))
    if not pad:
        last = np.abs(last)
        first = np.abs(first)
    weights = {"w1": first, "b1": np.full(8, 0.05), "w2": last}
    return model(nodes, weights, (channels, *size), kind=kind)


def leveller(shape: tuple = ("n", 3, 16, 16)) -> ModelProto:
    """The denoiser, and half of what its thumbnail's mean lacks of middle grey is added everywhere."""
    proto = denoiser()
    proto.graph.input.append(helper.make_tensor_value_info("thumbnail", TensorProto.FLOAT, shape))
    proto.graph.node.extend(
        [
            helper.make_node("GlobalAveragePool", ["thumbnail"], ["mean"]),
            helper.make_node("Sub", ["half", "mean"], ["lack"]),
            helper.make_node("Mul", ["lack", "half"], ["lift"]),
            helper.make_node("Add", ["y", "lift"], ["z"]),
        ]
    )
    proto.graph.initializer.append(numpy_helper.from_array(np.array(0.5, np.float32), "half"))
    proto.graph.output[0].name = "z"
    return proto


def upscaler() -> ModelProto:
    """Twice the size: one 3×3 convolution and a pixel shuffle."""
    weights = np.zeros((12, 3, 3, 3))
    for channel in range(3):
        # Depth to space in the order CRD keeps the four pixels of a channel together.
        weights[4 * channel : 4 * channel + 4, channel, 1, 1] = 1
    weights += np.random.default_rng(2).normal(0, 0.01, weights.shape)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], pads=[1, 1, 1, 1]),
        helper.make_node("DepthToSpace", ["c"], ["y"], blocksize=2, mode="CRD"),
    ]
    return model(nodes, {"w": weights}, (3, "h", "w"), output=(3, "h2", "w2"))


def halver(depth: int = 2) -> ModelProto:
    """Halves the picture `depth` times and doubles it again: sides must be multiples of 2**depth."""
    rng = np.random.default_rng(3)
    nodes: list[NodeProto] = []
    weights: dict[str, np.ndarray] = {}
    name = "x"
    for level in range(depth):
        weights[f"d{level}"] = rng.normal(0, 0.2, (3, 3, 2, 2))
        nodes.append(helper.make_node("Conv", [name, f"d{level}"], [f"down{level}"], strides=[2, 2]))
        name = f"down{level}"
    for level in range(depth):
        weights[f"u{level}"] = rng.normal(0, 0.2, (12, 3, 3, 3))
        nodes.append(helper.make_node("Conv", [name, f"u{level}"], [f"wide{level}"], pads=[1] * 4))
        nodes.append(
            helper.make_node("DepthToSpace", [f"wide{level}"], [f"up{level}"], blocksize=2, mode="CRD")
        )
        name = f"up{level}"
    nodes.append(helper.make_node("Add", ["x", name], ["y"]))
    return model(nodes, weights, (3, "h", "w"))


def wide() -> ModelProto:
    """Three convolutions of 64 channels: much memory for few weights."""
    rng = np.random.default_rng(4)
    shapes = {"v": (64, 3, 3, 3), "w": (64, 64, 3, 3), "u": (3, 64, 3, 3)}
    weights = {name: rng.normal(0, 0.05, shape) for name, shape in shapes.items()}
    nodes = [helper.make_node("Conv", [a, w], [b], pads=[1] * 4) for a, w, b in ("xva", "awb", "buy")]
    return model(nodes, weights, (3, "h", "w"))


def averager() -> ModelProto:
    """Every pixel depends on the whole picture: its mean is taken away."""
    nodes = [
        helper.make_node("GlobalAveragePool", ["x"], ["m"]),
        helper.make_node("Mul", ["m", "half"], ["a"]),
        helper.make_node("Sub", ["x", "a"], ["y"]),
    ]
    return model(nodes, {"half": np.array(0.5)}, (3, "h", "w"))


def channels_last() -> ModelProto:
    """The denoiser, its pictures N×H×W×3 in 0 to 255."""
    inner = denoiser()
    nodes = [
        helper.make_node("Transpose", ["in"], ["t"], perm=[0, 3, 1, 2]),
        helper.make_node("Div", ["t", "white"], ["x"]),
        *inner.graph.node,
        helper.make_node("Mul", ["y", "white"], ["m"]),
        helper.make_node("Transpose", ["m"], ["out"], perm=[0, 2, 3, 1]),
    ]
    weights = {tensor.name: numpy_helper.to_array(tensor) for tensor in inner.graph.initializer}
    weights["white"] = np.array(255.0)
    return model(nodes, weights, ("h", "w", 3), names=("in", "out"))


def model(
    nodes: list[NodeProto],
    weights: dict[str, np.ndarray],
    shape: tuple,
    *,
    output: tuple | None = None,
    names: tuple[str, str] = ("x", "y"),
    kind: int = TensorProto.FLOAT,
    opset: int = 17,
    version: int = 8,
) -> ModelProto:
    """A model of one input and one output, its batch size open."""
    dtype = np.float16 if kind == TensorProto.FLOAT16 else np.float32
    tensors = [numpy_helper.from_array(value.astype(dtype), name) for name, value in weights.items()]
    graph = helper.make_graph(
        nodes,
        "small",
        [helper.make_tensor_value_info(names[0], kind, ["n", *shape])],
        [helper.make_tensor_value_info(names[1], kind, ["n", *(output or shape)])],
        tensors,
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=version)


def write_pack(root: Path, proto: ModelProto | bytes | None = None, **changes: object) -> ModelCard:
    """A folder with a model and its card, as the store keeps them; `changes` go into the card."""
    data = proto if isinstance(proto, bytes) else (proto or denoiser()).SerializeToString()
    values: dict = {
        "name": "small-denoiser",
        "task": "denoise",
        "quality": "fast",
        "summary": "Takes a little noise away.",
        "licence": "Apache-2.0",
        "scale": 1,
        "multiple_of": 1,
        "context": 2,
        "file": "model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    values |= changes
    folder = root / values["name"]
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(data)
    card = ModelCard(**values, folder=folder)
    write_card(card, folder)
    return card
