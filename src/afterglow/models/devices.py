"""What this machine has to run models with, as plain data."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from afterglow.models import onnx, openvino
from afterglow.models.way import Way

# The processor's abilities that make networks faster, by the names Linux gives them.
ABILITIES = (
    "avx2",
    "avx512f",
    "avx512_bf16",
    "amx_bf16",
    "amx_int8",
    "avx_vnni",
    "asimd",
    "bf16",
    "sve",
    "i8mm",
)


@dataclass(frozen=True)
class EngineFound:
    """An engine, and what it can use; `problem` where it cannot be used."""

    name: str
    version: str
    ways: tuple[Way, ...]
    names: dict[str, str]  # what the makers call its devices
    problem: str = ""


@dataclass(frozen=True)
class Machine:
    """The processor, the memory and the engines."""

    system: str
    processor: str
    cores: int
    abilities: tuple[str, ...]
    memory: int  # bytes
    engines: tuple[EngineFound, ...]


def this_machine() -> Machine:
    """What is here, found by asking the system and each engine."""
    return Machine(
        system=f"{platform.system()} {platform.release()}",
        processor=cpu_name(),
        cores=cores(),
        abilities=cpu_abilities(),
        memory=_memory(),
        engines=(_onnxruntime(), _openvino()),
    )


def cores() -> int:
    """The processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cpu_name() -> str:
    """What the processor's maker calls it."""
    if sys.platform == "linux":
        return _cpuinfo().get("model name") or platform.machine()
    if sys.platform == "darwin":
        asked = subprocess.run(
            ["/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"],
            capture_output=True,
            text=True,
            check=False,
        )
        return asked.stdout.strip() or platform.machine()
    return platform.processor() or platform.machine()


def cpu_abilities() -> tuple[str, ...]:
    """Those of `ABILITIES` that the processor has; only Linux tells them all."""
    info = _cpuinfo()
    flags = (info.get("flags") or info.get("Features") or "").split()
    return tuple(ability for ability in ABILITIES if ability in flags)


def _cpuinfo() -> dict[str, str]:
    """What Linux says of the first processor."""
    try:
        first = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").split("\n\n")[0]
    except OSError:
        return {}
    pairs = (line.partition(":") for line in first.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}


def _memory() -> int:
    import psutil

    return int(psutil.virtual_memory().total)


def _onnxruntime() -> EngineFound:
    try:
        return EngineFound("onnxruntime", onnx.version(), tuple(onnx.ways()), {})
    except Exception as error:
        return _missing("onnxruntime", error)


def _openvino() -> EngineFound:
    try:
        return EngineFound("openvino", openvino.version(), tuple(openvino.ways()), openvino.device_names())
    except Exception as error:
        return _missing("openvino", error)


def _missing(name: str, error: Exception) -> EngineFound:
    # A library that is not there and one that cannot find its drivers are both no reason to stop.
    return EngineFound(name, "", (), {}, problem=" ".join(str(error).split())[:200])
