"""OpenVINO: the fastest on processors with bf16, and it knows Intel's GPUs. The only file that imports it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from threading import Lock
from typing import Any

import numpy as np

from afterglow.models.card import ModelCard
from afterglow.models.faults import as_ours
from afterglow.models.showing import shown
from afterglow.models.way import CPU, Way


class OpenVinoSession:
    """A model in OpenVINO."""

    engine = "openvino"
    reason = ""
    notes: tuple[str, ...] = ()

    def __init__(self, card: ModelCard, data: bytes, way: Way, threads: int = 0) -> None:
        self.card, self.device, self.precision = card, way.device, way.precision
        self._way = way
        self._load: Callable[[], tuple[Any, bool]] = lambda: _load(data, way, threads)
        self._request, self._alone = self._load()
        self._lock = Lock()  # a request holds its tensors, so it serves one caller at a time

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        try:
            return shown(batch, thumbnail, self.card, self._infer, alone=self._alone)
        except Exception as error:
            raise as_ours(error, self._way) from error

    def close(self) -> None:
        self._request = None
        self._load = _closed

    def _infer(self, *given: np.ndarray) -> np.ndarray:
        shown = {index: np.ascontiguousarray(each) for index, each in enumerate(given)}
        with self._lock:
            if self._request is None:
                self._request, _ = self._load()
            try:
                output: np.ndarray = self._request.infer(shown, share_inputs=True)[0]
            except Exception:
                # Out of memory in the middle, it mixes the shapes of this picture and the last ever after.
                self._request = None
                raise
        return output


def ways() -> list[Way]:
    """The devices OpenVINO sees, each with the precisions it is good at; CPU last."""
    core = _openvino().Core()
    found = []
    for device in core.available_devices:
        abilities = core.get_property(device, "OPTIMIZATION_CAPABILITIES")
        if device == "CPU":
            # Where the processor has no bf16 of its own it is emulated, slower than f32.
            found += [Way("openvino", CPU, "bf16")] if "BF16" in abilities else []
            found += [Way("openvino", CPU, "f32")]
        elif device.startswith("GPU"):
            found += [Way("openvino", device.lower(), "f16")] if "FP16" in abilities else []
            found += [Way("openvino", device.lower(), "f32")]
    return sorted(found, key=lambda way: way.device == CPU)


def device_names() -> dict[str, str]:
    """The devices OpenVINO sees, with the names their makers gave them."""
    core = _openvino().Core()
    return {device: str(core.get_property(device, "FULL_DEVICE_NAME")) for device in core.available_devices}


def version() -> str:
    """OpenVINO's version, without its build number."""
    return str(_openvino().get_version()).split("-")[0]


def _load(data: bytes, way: Way, threads: int) -> tuple[Any, bool]:
    options: dict[str, Any] = {"INFERENCE_PRECISION_HINT": way.precision, "PERFORMANCE_HINT": "LATENCY"}
    if way.device == CPU:
        # Pinned threads of two processes would share one core while the others idle.
        options |= {"ENABLE_CPU_PINNING": False, "CPU_DENORMALS_OPTIMIZATION": True}
        # What it prepares for each new shape it keeps, 2 MB a time, until 5,000 such parts are kept.
        options |= {"CPU_RUNTIME_CACHE_CAPACITY": "300"}
        options |= {"INFERENCE_NUM_THREADS": threads} if threads else {}
    try:
        core = _openvino().Core()
        model = core.read_model(data, b"")
        # Shapes stay dynamic: measured as fast as a fixed shape, and an odd tile costs nothing to prepare.
        request = core.compile_model(model, way.device.upper(), options).create_infer_request()
        return request, model.inputs[0].partial_shape[0].is_static
    except Exception as error:
        raise as_ours(error, way) from error


def _closed() -> tuple[Any, bool]:
    raise RuntimeError("the session is closed")


def _openvino() -> Any:
    if "openvino" not in sys.modules:
        # Its conversion tools report home as soon as they are imported, and take as long as all the rest.
        # OpenVINO does without them where they cannot be imported.
        sys.modules["openvino.tools.ovc"] = None  # type: ignore[assignment]
        try:
            import openvino
        finally:
            del sys.modules["openvino.tools.ovc"]
    import openvino

    return openvino
