"""What a network costs, counted while it runs."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime

SIDE = 256  # pixels; a few networks pad inside, which would count for more on a smaller picture
CONVOLUTIONS = {"Conv", "FusedConv", "ConvTranspose"}
PRODUCTS = {"MatMul", "Gemm"}

Shape = tuple[int, ...]


def kmacs_of(path: Path) -> float:
    """Thousand multiply-adds for one input pixel, of convolutions and matrix products."""
    model = onnx.load(str(path))
    nodes = [node for node in model.graph.node if node.op_type in CONVOLUTIONS | PRODUCTS]
    shapes = _shapes(model, {name for node in nodes for name in (*node.input[:2], node.output[0])})
    return sum(_multiplications(node, shapes) for node in nodes) / SIDE**2 / 1000


def _shapes(model: onnx.ModelProto, names: set[str]) -> dict[str, Shape]:
    """The shapes that these values have on a square picture. Shape inference loses its way in some graphs."""
    shapes: dict[str, Shape] = {weights.name: tuple(weights.dims) for weights in model.graph.initializer}
    entry = model.graph.input[0].name
    shapes[entry] = (1, 3, SIDE, SIDE)
    wanted = sorted(names - shapes.keys())
    asked = onnx.ModelProto()
    asked.CopyFrom(model)
    del asked.graph.output[:]
    asked.graph.output.extend(onnx.ValueInfoProto(name=name) for name in wanted)
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(asked.SerializeToString(), options, ["CPUExecutionProvider"])
    values = session.run(wanted, {entry: np.full(shapes[entry], 0.5, np.float32)})
    return shapes | {name: value.shape for name, value in zip(wanted, values, strict=True)}


def _multiplications(node: onnx.NodeProto, shapes: dict[str, Shape]) -> int:
    taken, weights, given = (shapes[name] for name in (*node.input[:2], node.output[0]))
    if node.op_type == "ConvTranspose":  # each number that goes in is spread over its window
        return math.prod(taken[2:]) * math.prod(weights)
    if node.op_type in CONVOLUTIONS:
        return math.prod(given[2:]) * math.prod(weights)
    return math.prod(given) * taken[-1]
