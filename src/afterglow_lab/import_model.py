"""`afterglow import-model FILE`: a checkpoint of the community becomes an ONNX model with a card.

The product never opens checkpoints. Here spandrel recognises the network and reads its weights without running
anything that may hide in the file.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from afterglow.errors import AfterglowError, ModelProblem
from afterglow.models.adding import Details, add_model
from afterglow.models.card import ModelCard

SUFFIXES = (".pth", ".pt", ".ckpt", ".safetensors")
SIDE = 64
CLOSE = 1e-3


def import_model(file: Path, details: Details, folder: Path | None = None) -> ModelCard:
    """Convert a checkpoint and put it among the user's models."""
    network = _recognised(file)
    with tempfile.TemporaryDirectory() as place:
        converted = Path(place) / f"{file.stem}.onnx"
        _convert(network, converted)
        return add_model(converted, details, folder)


def main(argv: Sequence[str] | None = None) -> int:
    """Import what the arguments name; 0 if all went well."""
    parser = argparse.ArgumentParser(prog="afterglow import-model", description=__doc__)
    parser.add_argument("file", type=Path, help="a .pth, .pt, .ckpt or .safetensors file")
    parser.add_argument("--name", default="", help="what to call the model (default: the file's name)")
    parser.add_argument("--task", default="", help="what it is for, such as jpeg-photo or upscale")
    parser.add_argument("--licence", default="", help="under what licence it came")
    options = parser.parse_args(argv)
    given = {key: value for key in ("name", "task", "licence") if (value := getattr(options, key))}
    try:
        card = import_model(options.file, Details(**given))
    except AfterglowError as error:
        print(f"afterglow import-model: {error}", file=sys.stderr)
        return 1
    print(
        f"{card.name}: ×{card.scale}, {card.parameters / 1e6:.2f} million parameters, context {card.context}"
    )
    return 0


def _recognised(file: Path) -> Any:
    if not file.is_file():
        raise ModelProblem(f"There is no file {file}", "Give the path of a checkpoint.")
    if file.suffix.lower() not in SUFFIXES:
        raise ModelProblem(f"{file.name} is no checkpoint", f"Give one of {', '.join(SUFFIXES)}.")
    spandrel = _spandrel()
    try:
        loaded = spandrel.ModelLoader(device="cpu").load_from_file(str(file))
    except Exception as error:  # spandrel raises what its many readers raise
        raise ModelProblem(
            f"{file.name} holds no network that is known{_first_line(error)}",
            "Ask its author for an ONNX file and use `afterglow models add`.",
        ) from error
    if not isinstance(loaded, spandrel.ImageModelDescriptor) or loaded.input_channels != 3:
        raise ModelProblem(
            f"{file.name} does not turn one colour picture into another", "Choose another model."
        )
    return loaded.model.eval().float()


def _convert(network: torch.nn.Module, target: Path) -> None:
    example = torch.from_numpy(np.random.default_rng(0).random((1, 3, SIDE, SIDE), np.float32))
    free = {0: "batch", 2: "height", 3: "width"}
    with torch.no_grad():
        expected = network(example).numpy()
        torch.onnx.export(
            network,
            (example,),
            str(target),
            input_names=["input"],
            output_names=["output"],
            dynamic_axes={"input": free, "output": free},
            opset_version=17,
            dynamo=False,
        )
    _compare(target, example.numpy(), expected)


def _compare(target: Path, example: np.ndarray, expected: np.ndarray) -> None:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(target), providers=["CPUExecutionProvider"])
    (output,) = session.run(None, {"input": example})
    apart = float(np.abs(output - expected).max())
    if apart > CLOSE:
        raise ModelProblem(
            f"The converted network differs from the original by {apart:.2g}", "It cannot be used as ONNX."
        )


def _spandrel() -> Any:
    try:
        import spandrel
    except ImportError as error:
        raise ModelProblem(
            f"Checkpoints need spandrel, which does not load here ({error})", "pip install 'afterglow[lab]'"
        ) from error
    except RuntimeError:
        return _spandrel_beside_another_torchvision()
    return spandrel


def _spandrel_beside_another_torchvision() -> Any:
    # A torchvision built for CUDA stops at import beside a torch for the CPU because two operators are
    # missing that no network here uses; naming them is enough.
    library = torch.library.Library("torchvision", "DEF")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    library.define("qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    for name in [name for name in sys.modules if name.split(".")[0] in ("torchvision", "spandrel")]:
        del sys.modules[name]
    import spandrel

    # The operators last as long as the object that named them.
    spandrel.__dict__["_operators"] = library
    return spandrel


def _first_line(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return f": {said[0].rstrip('.')}" if said else ""


if __name__ == "__main__":
    sys.exit(main())
