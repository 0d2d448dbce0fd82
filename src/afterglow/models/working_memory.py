"""How much memory a model needs for each pixel it is given."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from afterglow.models.card import ModelCard, read_card
from afterglow.models.choice import ENGINES, ways_for
from afterglow.models.store import read_verified
from afterglow.models.trial import in_own_process
from afterglow.models.way import CPU, Way, Wish

SIDE = 512  # large enough that what an engine needs once hardly counts


def measure_bytes_per_pixel(card: ModelCard) -> int:
    """Working bytes for one input pixel, in full precision with the engine that needs most.

    The card must lie in its folder, beside the model.
    """
    needs = [
        in_own_process("bytes per pixel", folder=str(card.folder), way=list(way))
        for way in ways_for(Wish(device=CPU, precision="f32"))
    ]
    return max(int(need["bytes"]) for need in needs)


def bytes_per_pixel(folder: str, way: list[str]) -> dict[str, int]:
    """The same for one way, measured in this process: only a fresh one tells its peak truly."""
    card = read_card(Path(folder))
    side = -(-SIDE // card.multiple_of) * card.multiple_of
    batch = np.random.default_rng(0).random((1, 3, side, side), dtype=np.float32)
    chosen = Way(*way)
    session = ENGINES[chosen.engine].load(card, read_verified(card), chosen, 0)
    before = _peak()
    output = session.run(batch)
    # An engine may need more the second time: ONNX Runtime's memory patterns doubled it.
    output = session.run(batch)
    return {"bytes": max((_peak() - before - output.nbytes) // side**2, 1)}


def _peak() -> int:
    """The most memory this process ever had, in bytes."""
    if sys.platform == "linux":
        # getrusage would tell the peak of the process that started this one.
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
