"""Anybody's network, from a bare ONNX file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from afterglow.errors import ModelProblem
from afterglow_lab.baselines.cost import kmacs_of

PROBE = 64  # pixels; every network we met takes sides that are multiples of this


@dataclass(frozen=True)
class OnnxFile:
    """A network that takes and gives one picture, N×3×H×W float32, 0 to 1."""

    name: str
    restore: Callable[[np.ndarray], np.ndarray]
    scale: int
    kmacs: float | None


def open_onnx(path: Path, threads: int, multiple_of: int = 0) -> OnnxFile:
    """The network at `path` on so many threads; sides are padded to `multiple_of` (0: find out)."""
    run = _opened(path, threads)
    multiple = multiple_of or _multiple_taken(run)
    scale = run(np.full((PROBE, PROBE, 3), 0.5, np.float32)).shape[0] // PROBE

    def restore(unit: np.ndarray) -> np.ndarray:
        rows, columns = unit.shape[:2]
        lacking = ((0, -rows % multiple), (0, -columns % multiple), (0, 0))
        return run(np.pad(unit, lacking, mode="symmetric"))[: rows * scale, : columns * scale]

    return OnnxFile(path.stem if path.stem != "model" else path.parent.name, restore, scale, kmacs_of(path))


def _opened(path: Path, threads: int) -> Callable[[np.ndarray], np.ndarray]:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Numbers too small to be normal make dark pictures up to fifty times slower.
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime has a family of its own for each thing that can be wrong
        raise ModelProblem(f"{path.name} cannot be loaded", hint="Is it an ONNX file?") from error
    entry = session.get_inputs()[0].name

    def run(unit: np.ndarray) -> np.ndarray:
        batch = np.ascontiguousarray(unit.transpose(2, 0, 1)[None], np.float32)
        answer: np.ndarray = session.run(None, {entry: batch})[0]
        clipped: np.ndarray = np.clip(answer[0].transpose(1, 2, 0), 0, 1)
        return clipped

    return run


def _multiple_taken(run: Callable[[np.ndarray], np.ndarray]) -> int:
    """The smallest power of two of which every side is taken and comes back whole."""
    for multiple in (1, 2, 4, 8, 16, 32, PROBE):
        side = PROBE + multiple
        try:
            answer = run(np.full((side, PROBE, 3), 0.5, np.float32))
        except Exception:  # a size that does not fit fails in many ways, all of them an answer
            continue
        if answer.shape[0] % side == 0 and answer.shape[0] // side == answer.shape[1] // PROBE:
            return multiple
    raise ModelProblem("The network takes no ordinary picture", hint="It must map N×3×H×W to N×3×H×W.")
