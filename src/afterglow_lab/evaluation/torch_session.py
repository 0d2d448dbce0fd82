"""A network in training, run as if it were shipped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import nn

from afterglow.errors import UnreadableFile
from afterglow.models.card import ModelCard
from afterglow.models.thumbnail import beside
from afterglow_lab.checkpoint import warm_start
from afterglow_lab.cost import kmacs
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Run, read_run

# What `afterglow train` leaves: the finished weights, and before that the state it resumes from.
LEFT = ("weights.safetensors", "last.safetensors")


class TorchSession:
    """A session on a network in torch, single precision on the processor."""

    engine, device, precision, reason = "torch", "cpu", "f32", "it is still in training"
    notes: tuple[str, ...] = ()

    def __init__(self, card: ModelCard, network: nn.Module, threads: int = 0) -> None:
        self.card = card
        self._network = network.eval()
        if threads:
            torch.set_num_threads(threads)

    @torch.no_grad()
    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        given = (batch, *beside(batch, thumbnail, self.card.thumbnail))
        answer: np.ndarray = self._network(*map(torch.from_numpy, given)).float().numpy()
        return answer

    def close(self) -> None:
        del self._network


def session_of_run(path: Path, trained: Path, threads: int) -> TorchSession:
    """The network of a run file with the weights that its training left below `trained`."""
    run = read_run(path)
    places = [trained / run.name / name for name in LEFT]
    weights = next((place for place in places if place.is_file()), None)
    if weights is None:
        raise UnreadableFile(
            f"{trained / run.name} has no weights", hint=f"Run afterglow train {path} first."
        )
    network = NETWORKS[run.network]()
    warm_start(weights, network)
    return TorchSession(_card(run, network), network, threads)


def _card(run: Run, network: nn.Module) -> ModelCard:
    return ModelCard(
        name=run.name,
        task=run.task,
        quality=run.quality,
        summary=run.summary,
        licence="",
        scale=getattr(network, "scale", 1),
        multiple_of=getattr(network, "multiple_of", 1),
        context=getattr(network, "context", 0),
        thumbnail=getattr(network, "thumbnail", 0),
        file="",
        sha256="",
        kmacs=round(kmacs(network), 2),
    )
