"""ONNX Runtime: runs everywhere, and is the measure for the others. The only file that imports it."""

from __future__ import annotations

from typing import Any

import numpy as np

from afterglow.errors import DeviceProblem
from afterglow.models.card import ModelCard
from afterglow.models.faults import as_ours
from afterglow.models.showing import shown
from afterglow.models.way import CPU, Way

# Each provider comes with another variant of the package; the plain one has only the CPU's.
PROVIDERS = {
    "cuda:0": "CUDAExecutionProvider",
    "rocm:0": "ROCMExecutionProvider",
    "migraphx:0": "MIGraphXExecutionProvider",
    "directml:0": "DmlExecutionProvider",
    "coreml": "CoreMLExecutionProvider",
    CPU: "CPUExecutionProvider",
}
# What a device computes in where it is not f32, whatever it is given.
PRECISION = {"coreml": "f16"}


class OnnxSession:
    """A model in ONNX Runtime."""

    engine = "onnxruntime"
    reason = ""
    notes: tuple[str, ...] = ()

    def __init__(self, card: ModelCard, data: bytes, way: Way, threads: int = 0) -> None:
        self.card, self.device, self.precision = card, way.device, way.precision
        self._way = way
        self._session = _load(data, way, threads)
        # Only plain values are kept of the inputs: they would keep the session, and its memory, after close().
        inputs = self._session.get_inputs()
        self._inputs = [str(each.name) for each in inputs]
        self._alone = isinstance(inputs[0].shape[0], int)

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        try:
            return shown(batch, thumbnail, self.card, self._infer, alone=self._alone)
        except Exception as error:
            raise as_ours(error, self._way) from error

    def close(self) -> None:
        self._session = None

    def _infer(self, *given: np.ndarray) -> np.ndarray:
        output: np.ndarray = self._session.run(None, dict(zip(self._inputs, given, strict=False)))[0]
        return output


def ways() -> list[Way]:
    """The devices that the installed variant can use; CPU last."""
    import onnxruntime

    found = onnxruntime.get_available_providers()
    return [
        Way("onnxruntime", device, PRECISION.get(device, "f32"))
        for device, provider in PROVIDERS.items()
        if provider in found
    ]


def version() -> str:
    """ONNX Runtime's version."""
    import onnxruntime

    return str(onnxruntime.__version__)


def signature(data: bytes) -> tuple[list[Any], list[Any]]:
    """The inputs and outputs of a model, each with `name`, `shape` and `type`."""
    session = _load(data, Way("onnxruntime", CPU, "f32"), 1)
    return session.get_inputs(), session.get_outputs()


def _load(data: bytes, way: Way, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what goes wrong is raised; a library does not print
    options.intra_op_num_threads = threads
    # Memory patterns double what a run needs (256 bytes a pixel, not 132) and saved no time.
    options.enable_mem_pattern = False
    # Dark pictures make numbers so small that processors are up to 50 times slower on them.
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    # Threads that spin while they wait took 40 % more processor time, and others need it too.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    family, _, index = way.device.partition(":")
    provider = PROVIDERS.get(way.device) or PROVIDERS[f"{family}:0"]
    if provider not in onnxruntime.get_available_providers():
        raise DeviceProblem(f"This ONNX Runtime cannot use {way.device}", "Install the variant made for it.")
    try:
        session = onnxruntime.InferenceSession(
            data, options, providers=[provider], provider_options=[_provider_options(family, index)]
        )
    except Exception as error:
        raise as_ours(error, way) from error
    # A provider whose libraries are missing is replaced by the CPU with no more than a log line.
    if session.get_providers()[0] != provider:
        raise DeviceProblem(f"{way} does not start: its libraries are missing", "Check the device's drivers.")
    return session


def _provider_options(family: str, index: str) -> dict[str, str]:
    if family == "cuda":
        # The exhaustive search is run again for every new shape; TF32 keeps only 10 bits of f32's 23.
        return {"device_id": index, "cudnn_conv_algo_search": "HEURISTIC", "use_tf32": "0"}
    return {"device_id": index} if index else {}
