"""A training's whole state in one file, so that it goes on after a power cut as if nothing had happened."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import onnx
import torch
from google.protobuf.message import DecodeError
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from afterglow.errors import AfterglowError, CannotWrite, UnreadableFile

# Share of a network's tensors that another's weights must fit for a warm start to be worth it.
SISTERLY = 0.75


@dataclass(frozen=True)
class Position:
    """How far a training has come."""

    step: int = 0
    seconds: float = 0.0
    running_loss: float = 0.0
    skipped: int = 0


@dataclass(frozen=True)
class Player:
    """A network and what moves it; `prefix` sets its tensors apart from another player's in one file."""

    prefix: str
    network: nn.Module
    optimizer: torch.optim.Optimizer


def write_checkpoint(path: Path, players: Sequence[Player], average: dict[str, Tensor], at: Position) -> None:
    """Weights, their average, the optimisers' states and the position, written beside and renamed."""
    tensors = {f"average.{name}": tensor for name, tensor in average.items()}
    for player in players:
        weights = player.network.state_dict().items()
        tensors |= {f"{player.prefix}weights.{name}": tensor for name, tensor in weights}
        for name, parameter in player.network.named_parameters():
            for key, value in player.optimizer.state[parameter].items():
                tensors[f"{player.prefix}optimizer.{key}.{name}"] = value
    write_tensors(path, tensors, {"position": json.dumps(asdict(at))})


def read_checkpoint(path: Path, players: Sequence[Player], average: dict[str, Tensor]) -> Position:
    """The position of the checkpoint at `path`, after filling the players and the average from it."""
    tensors, notes = read_tensors(path)
    for player in players:
        _load(player.network, _under(f"{player.prefix}weights.", tensors), path)
        states = _under(f"{player.prefix}optimizer.", tensors)
        _refuse_other_kind(player.optimizer, states, path)
        for name, parameter in player.network.named_parameters():
            state = {
                key.split(".")[0]: value for key, value in states.items() if key.partition(".")[2] == name
            }
            # Loading a state dict would turn the saved step counter into the weights' type. Fused optimisers
            # count on the weights' device, others on the CPU.
            place = parameter.device if player.optimizer.defaults.get("fused") else "cpu"
            player.optimizer.state[parameter] = {
                key: value.to(place) if key == "step" else torch.empty_like(parameter).copy_(value)
                for key, value in state.items()
            }
    for name, tensor in _under("average.", tensors).items():
        if name not in average or average[name].shape != tensor.shape:
            raise AfterglowError(
                f"{path.name} is of a run with another network or with other patches",
                hint="Give what it was trained with, or another folder to start anew.",
            )
        average[name].copy_(tensor)
    return Position(**json.loads(notes["position"]))


def warm_start(path: Path, network: nn.Module) -> None:
    """Weights from a shipped model (.onnx) or a safetensors file: a checkpoint's average, or bare weights.

    The file may hold a sister network whose ends have another shape; those start anew.
    """
    if path.suffix == ".onnx":
        _load(network, _onnx_weights(path, set(network.state_dict())), path)
        return
    tensors, _ = read_tensors(path)
    _load(network, _under("average.", tensors) or tensors, path)


def write_tensors(path: Path, tensors: dict[str, Tensor], notes: dict[str, str]) -> None:
    """A safetensors file that is either complete or not there."""
    beside = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_file(
            {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, beside, notes
        )
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(beside, path)
    except (OSError, SafetensorError) as error:
        beside.unlink(missing_ok=True)
        raise CannotWrite(
            f"{path.name} cannot be written: {error}",
            hint="Is the disk full? The last good one is kept, and the run goes on from it.",
        ) from error


def read_tensors(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """A safetensors file's tensors and notes."""
    if not path.is_file():
        raise UnreadableFile(f"There is no {path}", hint="Train first, or name another file.")
    try:
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}, file.metadata() or {}  # noqa: SIM118
    except (OSError, SafetensorError) as error:
        raise UnreadableFile(
            f"{path.name} cannot be read as safetensors", hint="Delete it to start anew."
        ) from error


def _load(network: nn.Module, tensors: dict[str, Tensor], path: Path) -> None:
    own = network.state_dict()
    known = {name: _repeatable(tensor, own[name]) for name, tensor in tensors.items() if name in own}
    fitting = {name: tensor for name, tensor in known.items() if own[name].shape == tensor.shape}
    if len(fitting) < SISTERLY * len(own):
        raise AfterglowError(
            f"{path.name} holds the weights of another network",
            hint="Name the network it was trained with, or another folder to start anew.",
        )
    network.load_state_dict(own | fitting)


def _refuse_other_kind(optimizer: torch.optim.Optimizer, states: dict[str, Tensor], path: Path) -> None:
    """Adam and RMSProp remember different things of their steps."""
    remembered = {key.partition(".")[0] for key in states}
    wanted = "square_avg" if isinstance(optimizer, torch.optim.RMSprop) else "exp_avg"
    if remembered and wanted not in remembered:
        raise AfterglowError(
            f"{path.name} was trained with another kind of optimizer",
            hint="Name that kind, or another folder to start anew.",
        )


def _repeatable(tensor: Tensor, own: Tensor) -> Tensor:
    """The mean of four features where a network now repeats one; its earlier form unfolded four into a square."""
    # A count, such as batch normalisation keeps, has no shape.
    if tensor.dim() and own.dim() and tensor.shape == (4 * own.shape[0], *own.shape[1:]):
        return tensor.reshape(own.shape[0], 4, *own.shape[1:]).mean(1)
    return tensor


def _under(prefix: str, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _onnx_weights(path: Path, names: set[str]) -> dict[str, Tensor]:
    try:
        graph = onnx.load(path).graph
    except (OSError, DecodeError) as error:
        raise UnreadableFile(
            f"{path} cannot be read as ONNX", hint="Name a model.onnx of the zoo."
        ) from error
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    # Shape constants of the graph are initialisers too; only the network knows its own names.
    return {name: torch.from_numpy(array.copy()).float() for name, array in arrays.items() if name in names}
