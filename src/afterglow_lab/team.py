"""Several processes training one network: `torchrun --nproc-per-node 2 -m afterglow_lab.train RUN.toml …`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import distributed as dist
from torch import nn


@dataclass(frozen=True)
class Team:
    """Who we are among `size` processes; rank 0 alone writes and speaks. `seat` is our place on this machine."""

    rank: int = 0
    size: int = 1
    seat: int = 0

    @property
    def leads(self) -> bool:
        return self.rank == 0

    def average_gradients(self, network: nn.Module) -> None:
        """Give every process the mean of all gradients, so that all take the same step."""
        if self.size == 1:
            return
        for parameter in network.parameters():
            if parameter.grad is not None:
                dist.all_reduce(parameter.grad)
                parameter.grad /= self.size

    def mean(self, value: float) -> float:
        """The mean of a number over all processes."""
        if self.size == 1:
            return value
        shared = torch.tensor(value, dtype=torch.float64)
        dist.all_reduce(shared)
        return shared.item() / self.size


@contextmanager
def joined() -> Iterator[Team]:
    """The team that torchrun made, or a team of one."""
    if "WORLD_SIZE" not in os.environ:
        yield Team()
        return
    dist.init_process_group("gloo")
    try:
        yield Team(dist.get_rank(), dist.get_world_size(), int(os.environ.get("LOCAL_RANK", "0")))
    finally:
        dist.destroy_process_group()
