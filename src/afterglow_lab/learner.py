"""A network while it learns: its weights, their average, its optimiser, and its judge if it has one."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from afterglow.errors import WrongOption
from afterglow.models.devices import cpu_abilities
from afterglow.models.store import find_model
from afterglow_lab.checkpoint import Player, Position, read_checkpoint, warm_start, write_checkpoint
from afterglow_lab.data.patches import Batch
from afterglow_lab.losses import ADVERSARIAL, GUARDS, LOSSES
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Optimizer, Run
from afterglow_lab.team import Team

OPTIMIZERS = {"adamw": torch.optim.AdamW, "adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop}


@dataclass(frozen=True)
class Look:
    """What one look at the data gave: the mean loss, and the seconds spent waiting for the loader."""

    loss: float
    waited: float


class Learner:
    def __init__(self, run: Run, team: Team, device: torch.device) -> None:
        self.run, self.team, self.device = run, team, device
        network = on(NETWORKS[run.network](), device)
        self.player = Player("", network, optimizer_of(run.optimizer, network))
        self.judge = self._judge()
        if run.guards and self.scale != 1:
            raise WrongOption(
                f"{run.network} enlarges, so that guards cannot compare its input with its output",
                hint="Leave out guards.",
            )
        if run.warm_start:
            warm_start(_weights_file(run.warm_start), network)
        hold_still(network, run.still)
        self.average = {name: tensor.clone() for name, tensor in network.state_dict().items()}

    @property
    def scale(self) -> int:
        return int(getattr(self.player.network, "scale", 1))

    @property
    def thumbnail(self) -> int:
        return int(getattr(self.player.network, "thumbnail", 0))

    def look(self, batches: Iterator[Batch], step: int) -> Look:
        """Add up the gradients of one update."""
        # Whatever a network draws at random depends on the step alone, so that a resumed run repeats it.
        torch.manual_seed(self.run.seed * 1_000_003 + step)
        total = waited = 0.0
        for _ in range(self.run.optimizer.accumulate):
            start = time.perf_counter()
            damaged, clean, *beside = (self._tensor(array) for array in next(batches))
            waited += time.perf_counter() - start
            with halved(self.device, self.run.bfloat16):
                output = self.player.network(damaged, *beside)
            loss = self._loss(output.float(), clean, damaged)
            torch.autograd.backward(loss / self.run.optimizer.accumulate)
            total += loss.item()
        return Look(self.team.mean(total / self.run.optimizer.accumulate), waited)

    def move(self, rate: float, step: int) -> None:
        """Follow the gradients one step and forget them."""
        for player in self._players():
            self.team.average_gradients(player.network)
            nn.utils.clip_grad_norm_(player.network.parameters(), self.run.optimizer.clip)
            share = rate / self.run.optimizer.rate if self.run.optimizer.rate else 0.0
            for group in player.optimizer.param_groups:
                group["lr"] = group["initial_lr"] * share
            player.optimizer.step()
        self.forget()
        # The average forgets the start quickly, then slows down to its full length.
        keep = min(self.run.optimizer.average, (1 + step) / (10 + step))
        for name, tensor in self.player.network.state_dict().items():
            if tensor.is_floating_point():
                self.average[name].lerp_(tensor, 1 - keep)
            else:
                self.average[name].copy_(tensor)

    def forget(self) -> None:
        """Drop the gradients without following them."""
        for player in self._players():
            player.optimizer.zero_grad()

    def averaged(self) -> nn.Module:
        """A copy of the network with the average weights, which is what gets shipped."""
        network = NETWORKS[self.run.network]()
        network.load_state_dict(self.average)
        return on(network, self.device).eval()

    def keep(self, path: Path, at: Position) -> None:
        write_checkpoint(path, self._players(), self.average, at)

    def resume(self, path: Path) -> Position:
        """The position of the checkpoint; the start if there is none."""
        return read_checkpoint(path, self._players(), self.average) if path.exists() else Position()

    def _loss(self, output: Tensor, clean: Tensor, damaged: Tensor) -> Tensor:
        loss = output.new_zeros(())
        for name, weight in self.run.losses.items():
            loss = loss + weight * LOSSES[name](output, clean)
        for name, weight in self.run.guards.items():
            loss = loss + weight * GUARDS[name](output, clean, damaged)
        if self.judge is None:
            return loss
        game, judge = ADVERSARIAL[self.run.judge.game], self.judge.network
        telling = game.telling(judge(clean), judge(output.detach()))
        torch.autograd.backward(telling / self.run.optimizer.accumulate)
        # The judge judges here but must not learn from being fooled.
        judge.requires_grad_(False)
        loss = loss + self.run.judge.weight * game.fooling(judge(output))
        judge.requires_grad_(True)
        return loss

    def _judge(self) -> Player | None:
        plan = self.run.judge
        if not plan.network:
            return None
        network = on(NETWORKS[plan.network](), self.device)
        return Player("judge.", network, optimizer_of(self.run.optimizer, network, plan.rate))

    def _players(self) -> list[Player]:
        return [self.player] if self.judge is None else [self.player, self.judge]

    def _tensor(self, array: Any) -> Tensor:
        tensor = torch.from_numpy(array)
        if self.device.type == "cuda":
            # From pinned memory the copy runs beside the network's work.
            tensor = tensor.pin_memory()
        return tensor.to(self.device, non_blocking=True, memory_format=torch.channels_last)


def hold_still(network: nn.Module, parts: Sequence[str]) -> None:
    """Let these parts of a network, modules by name, not learn."""
    known = dict(network.named_modules())
    for part in parts:
        if part not in known:
            raise WrongOption(
                f"The network has no part {part!r} to keep still",
                hint=f"Known: {', '.join(name for name, _ in network.named_children())}.",
            )
        known[part].requires_grad_(False)


def on(network: nn.Module, device: torch.device) -> nn.Module:
    """The network on a device, its weights in the layout that convolutions are fastest in."""
    moved: nn.Module = network.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return moved


def halved(device: torch.device, wanted: bool = True) -> torch.autocast:
    """Arithmetic in bfloat16 where it is wanted and the device has it; emulated, it would be far slower than none."""
    return torch.autocast(device.type, torch.bfloat16, enabled=wanted and has_bfloat16(device.type))


@cache
def has_bfloat16(kind: str) -> bool:
    """Whether devices of this kind, cuda or cpu, compute in bfloat16 here."""
    if kind == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    return any("bf16" in ability for ability in cpu_abilities())


def optimizer_of(plan: Optimizer, network: nn.Module, rate: float = 0.0) -> torch.optim.Optimizer:
    """The run's optimiser for this network, at the run's learning rate or one of its own."""
    highest = rate or plan.rate
    options: dict[str, Any] = {"lr": highest, "weight_decay": plan.weight_decay}
    if plan.kind != "rmsprop":
        options |= {"betas": plan.betas, "fused": True}
    optimizer: torch.optim.Optimizer = OPTIMIZERS[plan.kind](network.parameters(), **options)
    for group in optimizer.param_groups:
        group["initial_lr"] = highest
    return optimizer


def _weights_file(name: str) -> Path:
    """A file of weights, by its path or by the name of a shipped model."""
    return Path(name) if Path(name).suffix else find_model(name).path
