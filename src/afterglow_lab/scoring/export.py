"""From trained weights to the judge that ships: `python -m afterglow_lab.scoring.export WEIGHTS [FOLDER]`."""

import hashlib
import sys
import time
from pathlib import Path

import numpy as np
import torch

from afterglow.errors import ModelProblem
from afterglow.models.card import ModelCard, Trained, write_card
from afterglow.models.onnx import OnnxSession
from afterglow.models.way import CPU, Way
from afterglow.score.cells import CELL, CONTEXT, FOLDER
from afterglow_lab.checkpoint import read_tensors, warm_start
from afterglow_lab.data.pool import manifest_hash
from afterglow_lab.scoring.judge_network import Judge

CLOSE = 1e-3
OPSET = 17


def export(weights: Path, folder: Path = FOLDER, data: Path | None = None) -> ModelCard:
    """Write `model.onnx` and `card.toml`, after comparing ONNX Runtime's answer with the network's."""
    judge = Judge().eval()
    warm_start(weights, judge)
    _, notes = read_tensors(weights)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "model.onnx"
    sizes = {"input": {0: "batch", 2: "height", 3: "width"}, "output": {0: "batch", 2: "rows", 3: "columns"}}
    torch.onnx.export(
        judge,
        (torch.rand(1, 3, 64, 64),),
        str(file),
        input_names=["input"],
        output_names=["output"],
        dynamic_axes=sizes,
        opset_version=OPSET,
        dynamo=False,
    )
    stored = file.read_bytes()
    card = ModelCard(
        name=folder.name,
        task="judge",
        quality="best",
        summary="Says how good a picture looks and what is wrong with it, for each 16×16 pixels.",
        licence="Apache-2.0",
        scale=1,
        multiple_of=CELL,
        context=CONTEXT,
        file=file.name,
        sha256=hashlib.sha256(stored).hexdigest(),
        kmacs=3.3,
        parameters=sum(parameter.numel() for parameter in judge.parameters()),
        trained=Trained(
            run="python -m afterglow_lab.scoring.train",
            data=manifest_hash(data) if data else "",
            steps=int(notes.get("steps", 0)),
            minutes=float(notes.get("minutes", 0)),
            date=time.strftime("%Y-%m-%d"),
        ),
    )
    _compare(judge, card, stored)
    write_card(card, folder)
    return card


def _compare(judge: Judge, card: ModelCard, stored: bytes) -> None:
    session = OnnxSession(card, stored, Way("onnxruntime", CPU, "f32"), 1)
    batch = np.random.default_rng(0).random((2, 3, 96, 160), np.float32)
    with torch.no_grad():
        wanted = judge(torch.from_numpy(batch)).numpy()
    apart = float(np.abs(session.run(batch) - wanted).max())
    if apart > CLOSE * max(1.0, float(np.abs(wanted).max())):
        raise ModelProblem(f"the exported judge differs from the network by {apart:.4f}", "Export it again.")


if __name__ == "__main__":
    export(Path(sys.argv[1]), *[Path(word) for word in sys.argv[2:3]])
