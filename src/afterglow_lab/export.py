"""From weights to a shipped model: `afterglow export RUN.toml` writes model.onnx and card.toml."""

import argparse
import copy
import hashlib
import json
import sys
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper, numpy_helper
from torch import nn

from afterglow.errors import AfterglowError, CannotWrite
from afterglow.models.card import ModelCard, Trained, read_card, write_card
from afterglow.models.choice import PLAIN
from afterglow.models.onnx import OnnxSession
from afterglow.models.selftest import check_of, pattern, pattern_size
from afterglow.models.store import SHIPPED
from afterglow.models.thumbnail import beside
from afterglow.models.working_memory import measure_bytes_per_pixel
from afterglow_lab.checkpoint import read_tensors, warm_start
from afterglow_lab.context import context_of
from afterglow_lab.cost import kmacs
from afterglow_lab.data.patches import to_float
from afterglow_lab.data.pool import manifest_hash, read_pools
from afterglow_lab.log import read_log
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Run, read_run

LARGEST_DIFFERENCE = 1e-4
OPSET = 17
INPUTS = ("input", "thumbnail")
# Below this a tensor saves nothing as half floats; biases stay exact.
SMALLEST_HALF = 256
# The side of the photo that a model is compared on.
PHOTO = 256


@dataclass(frozen=True)
class Exported:
    """What was written, and how far ONNX Runtime is from torch with the same weights."""

    folder: Path
    card: ModelCard
    difference: float
    half: bool


def export(run: Run, weights: Path, zoo: Path, data: Path, numbers: dict[str, float]) -> Exported:
    """Write the run's network as a model of the zoo, or refuse if ONNX Runtime gives another picture."""
    network = NETWORKS[run.network]()
    warm_start(weights, network)
    folder = zoo / (run.model or run.name)
    with tempfile.TemporaryDirectory() as scratch:
        draft = Path(scratch) / "model.onnx"
        difference, half = write_onnx(network, draft, _photo(run, data, network))
        card = _card(run, network, draft, _trained(run, weights, data), numbers)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _replace(folder / "model.onnx", draft.read_bytes())
            write_card(card, folder)
            card = replace(card, bytes_per_pixel=measure_bytes_per_pixel(read_card(folder)))
            write_card(card, folder)
        except OSError as error:
            raise CannotWrite(f"{folder} cannot be written", hint="Is the disk full or read-only?") from error
    return Exported(folder, card, difference, half)


def is_better(numbers: dict[str, float], shipped: dict[str, float]) -> bool:
    """Whether the mean gain on the validation cases that both were measured on has grown."""
    shared = [
        name for name in numbers if name.startswith("val_") and name.endswith("_gain") and name in shipped
    ]
    return sum(numbers[name] for name in shared) > sum(shipped[name] for name in shared) or not shared


def write_onnx(network: nn.Module, path: Path, *photos: np.ndarray) -> tuple[float, bool]:
    """Write the network with half-float weights, or full ones where halves do not agree; the difference.

    It is the largest on noise, on drawn patterns and on the `photos`, N×3×H×W float32.
    """
    network = network.eval()
    twin = _rounded(network)
    difference = _largest_difference(twin, _write(twin, path, half=True), photos)
    if difference <= LARGEST_DIFFERENCE:
        return difference, True
    difference = _largest_difference(network, _write(network, path, half=False), photos)
    if difference <= LARGEST_DIFFERENCE:
        return difference, False
    raise AfterglowError(
        f"ONNX Runtime differs from torch by {difference:.2g}, more than {LARGEST_DIFFERENCE:g}",
        hint="The network uses an operation that does not export faithfully; nothing was written.",
    )


def main(argv: list[str] | None = None) -> int:
    """The command line of `afterglow export`."""
    parser = argparse.ArgumentParser(prog="afterglow export", description=__doc__)
    parser.add_argument("run", type=Path, help="the run file")
    parser.add_argument("--weights", type=Path, help="default: what `afterglow train` wrote for this run")
    parser.add_argument("--out", type=Path, default=Path("runs-out"), help="where `afterglow train` wrote")
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds the pools")
    parser.add_argument("--zoo", type=Path, default=SHIPPED, help="where models are shipped from")
    parser.add_argument("--numbers", type=Path, help="a JSON file of measured numbers for the card")
    parser.add_argument("--replace", action="store_true", help="even a model that is better on validation")
    options = parser.parse_args(argv)
    try:
        run = read_run(options.run)
        weights = options.weights or options.out / run.name / "weights.safetensors"
        numbers = _validation_numbers(weights.with_name("log.jsonl"))
        if options.numbers:
            numbers |= json.loads(options.numbers.read_text())
        folder = options.zoo / (run.model or run.name)
        if not options.replace and folder.exists() and not is_better(numbers, read_card(folder).numbers):
            raise AfterglowError(
                f"the shipped {folder.name} is as good on validation",
                hint="Use --replace to ship this anyway.",
            )
        done = export(run, weights, options.zoo, options.data, numbers)
    except AfterglowError as error:
        print(f"afterglow export: {error}", file=sys.stderr)
        return 1
    kind = "half" if done.half else "full"
    print(f"{done.folder}: {kind} precision weights, {done.difference:.1e} from torch")
    return 0


def _write(network: nn.Module, path: Path, half: bool) -> onnxruntime.InferenceSession:
    multiple = getattr(network, "multiple_of", 1)
    side = -(-128 // multiple) * multiple
    axes = {0: "n", 2: "h", 3: "w"}
    given = _given(network, np.random.default_rng(0).random((1, 3, side, side), np.float32))
    with warnings.catch_warnings():
        # The newer exporter takes 16 seconds and writes the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            tuple(map(torch.from_numpy, given)),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=list(INPUTS[: len(given)]),
            output_names=["output"],
            dynamic_axes={"input": axes, "thumbnail": {0: "n"}, "output": axes},
        )
    if half:
        onnx.save(_with_half_weights(onnx.load(path)), path)
    return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def _with_half_weights(model: onnx.ModelProto) -> onnx.ModelProto:
    """Weights stored as half floats under their own names and cast back when the model is loaded."""
    graph = model.graph
    casts = []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < SMALLEST_HALF:
            continue
        name, full = tensor.name, f"{tensor.name}.full"
        tensor.CopyFrom(numpy_helper.from_array(array.astype(np.float16), name))
        for node in graph.node:
            node.input[:] = [full if used == name else used for used in node.input]
        casts.append(helper.make_node("Cast", [name], [full], to=onnx.TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def _rounded(network: nn.Module) -> nn.Module:
    """The same network with the weights that half floats can hold."""
    twin = copy.deepcopy(network)
    for parameter in twin.parameters():
        if parameter.numel() >= SMALLEST_HALF:
            parameter.data = parameter.data.half().float()
    return twin


def _photo(run: Run, data: Path, network: nn.Module) -> np.ndarray:
    """The middle of a real picture that the run is validated on."""
    multiple = getattr(network, "multiple_of", 1)
    side = -(-min(run.validation.side, PHOTO) // multiple) * multiple
    pixels = read_pools(data, run.validation.pools, "val", side)[0].pixels
    top, left = ((length - side) // 2 for length in pixels.shape[:2])
    middle = to_float(pixels[top : top + side, left : left + side])
    return np.ascontiguousarray(middle.transpose(2, 0, 1))[None]


def _largest_difference(
    network: nn.Module, session: onnxruntime.InferenceSession, photos: Sequence[np.ndarray]
) -> float:
    multiple = getattr(network, "multiple_of", 1)
    side = -(-64 // multiple) * multiple
    noise = np.random.default_rng(1).random((2, 3, side, side + multiple * 2), np.float32)
    return max(
        float(np.abs(_torch_output(network, given) - _onnx_output(session, given)).max())
        for given in (
            _given(network, batch) for batch in (noise, pattern(side), pattern(2 * side) * 0.05, *photos)
        )
    )


@torch.no_grad()
def _torch_output(network: nn.Module, given: tuple[np.ndarray, ...]) -> np.ndarray:
    output: np.ndarray = network(*map(torch.from_numpy, given)).numpy()
    return output


def _onnx_output(session: onnxruntime.InferenceSession, given: tuple[np.ndarray, ...]) -> np.ndarray:
    output: np.ndarray = session.run(None, dict(zip(INPUTS, given, strict=False)))[0]
    return output


def _given(network: nn.Module, batch: np.ndarray) -> tuple[np.ndarray, ...]:
    """The batch, and its thumbnails where the network wants them."""
    return (batch, *beside(batch, None, getattr(network, "thumbnail", 0)))


def _card(
    run: Run, network: nn.Module, model: Path, trained: Trained, numbers: dict[str, float]
) -> ModelCard:
    multiple = getattr(network, "multiple_of", 1)
    card = ModelCard(
        name=run.model or run.name,
        task=run.task,
        quality=run.quality,
        summary=run.summary,
        licence=run.licence,
        author=run.author,
        scale=getattr(network, "scale", 1),
        multiple_of=multiple,
        context=getattr(network, "context", 0),
        thumbnail=getattr(network, "thumbnail", 0),
        file="model.onnx",
        sha256=hashlib.sha256(model.read_bytes()).hexdigest(),
        kmacs=round(kmacs(network), 2),
        parameters=sum(parameter.numel() for parameter in network.parameters()),
        trained=trained,
        numbers={name: round(value, 3) for name, value in numbers.items()},
    )
    session = OnnxSession(card, model.read_bytes(), PLAIN)
    output = session.run(*_given(network, pattern(pattern_size(card))))
    return replace(card, context=context_of(session), check=check_of(output))


def _trained(run: Run, weights: Path, data: Path) -> Trained:
    _, notes = read_tensors(weights)
    return Trained(
        run=f"{run.name}.toml",
        data=manifest_hash(data),
        steps=int(notes.get("steps", 0)),
        minutes=float(notes.get("minutes", 0)),
        date=datetime.now(UTC).date().isoformat(),
    )


def _validation_numbers(log: Path) -> dict[str, float]:
    """The last validation's PSNR and gain in dB for each case."""
    measured: dict[str, dict[str, float]] = next(
        (entry["gains"] for entry in reversed(read_log(log)) if "gains" in entry), {}
    )
    numbers: dict[str, float] = {}
    for case, gain in measured.items():
        numbers |= {f"val_{case}": gain["after"], f"val_{case}_gain": gain["after"] - gain["before"]}
    return numbers


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(content)
    beside.replace(path)


if __name__ == "__main__":
    sys.exit(main())
