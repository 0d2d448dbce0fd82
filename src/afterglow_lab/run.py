"""A run file: everything a training depends on besides its data, so that anybody can repeat it."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from afterglow.errors import WrongOption
from afterglow.models.card import is_safe
from afterglow.toml import read_toml
from afterglow_lab.bounds import ANY, check_bounds
from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.degradations import Damage, build_damage
from afterglow_lab.degradations.chain import Chain
from afterglow_lab.losses import ADVERSARIAL, GUARDS, LOSSES
from afterglow_lab.networks import NETWORKS


@dataclass(frozen=True)
class Budget:
    """When the schedule ends: after `steps` updates, or after `minutes` of training."""

    steps: int = 0
    minutes: float = 0.0


@dataclass(frozen=True)
class Optimizer:
    """How weights move; `rate` is the highest learning rate, `final_rate` the last.

    The rate falls once the share `hold` of the budget is used.
    """

    kind: Literal["adamw", "adam", "rmsprop"] = "adamw"
    rate: float = 1e-3
    final_rate: float = 0.0
    schedule: Literal["cosine", "linear", "constant"] = "cosine"
    hold: float = 0.0
    warm_up: int = 200
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.99)
    clip: float = 0.5
    accumulate: int = 1
    average: float = 0.999
    spike: float = 3.0

    def __post_init__(self) -> None:
        check_bounds(
            self, "[optimizer]",
            rate=(0, ANY), final_rate=(0, ANY), warm_up=(0, ANY), weight_decay=(0, ANY), hold=(0, 0.99),
            betas=(0, 0.99999), clip=(1e-9, ANY), accumulate=(1, ANY), average=(0, 1), spike=(1, ANY),
        )  # fmt: skip


@dataclass(frozen=True)
class Judge:
    """A second network that learns to tell made pictures from real ones; none unless it is named."""

    network: str = ""
    game: str = "lsgan"
    weight: float = 0.01
    rate: float = 0.0

    def __post_init__(self) -> None:
        check_bounds(self, "[judge]", weight=(0, ANY), rate=(0, ANY))


@dataclass(frozen=True)
class Validation:
    """What is measured on the way: `pictures` crops of `side` pixels, damaged as each case says."""

    pools: tuple[str, ...] = ("photo",)
    pictures: int = 16
    side: int = 256
    every: int = 2000
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_bounds(self, "[validation]", pictures=(1, ANY), side=(1, ANY), every=(1, ANY))


@dataclass(frozen=True)
class Run:
    """One experiment; `model` is what it ships as, if that is not the run's own name.

    `still` names parts of the network, as `look`, that stay as the warm start has them.
    Whoever trains on pictures of their own names themselves as `author`, and the `licence` of the weights.
    """

    name: str
    network: str
    patches: PatchPlan
    budget: Budget
    damage: dict[str, Any] = field(default_factory=dict)
    model: str = ""
    task: str = ""
    quality: str = ""
    summary: str = ""
    author: str = "Afterglow"
    licence: str = "Apache-2.0"
    losses: dict[str, float] = field(default_factory=lambda: {"l1": 1.0})
    guards: dict[str, float] = field(default_factory=dict)
    judge: Judge = Judge()
    optimizer: Optimizer = Optimizer()
    validation: Validation = Validation()
    seed: int = 1
    threads: int = 2
    bfloat16: bool = True
    warm_start: str = ""
    still: tuple[str, ...] = ()
    keep_every: int = 500
    log_every: int = 50
    tensorboard: bool = False

    def __post_init__(self) -> None:
        check_experiment(self)
        check_name(self.model or self.name)
        if not self.losses or not all(weight > 0 for weight in self.losses.values()):
            raise WrongOption("the run minimises nothing", hint="Give [losses] with weights above 0.")


def read_run(path: Path) -> Run:
    """The run file, checked against every table it names something of."""
    run = read_toml(path, Run)
    _known(run.network, NETWORKS, f"{path.name}: the network")
    for name in run.losses:
        _known(name, LOSSES, f"{path.name}: the loss")
    for name in run.guards:
        _known(name, GUARDS, f"{path.name}: the guard")
    if run.judge.network:
        _known(run.judge.network, NETWORKS, f"{path.name}: the judge")
        _known(run.judge.game, ADVERSARIAL, f"{path.name}: the game")
    if run.damage:
        build_damage(run.damage, path.name)
    for name, case in run.validation.cases.items():
        build_damage(case, f"{path.name}: the case {name}")
    check_budget(run.budget, path.name)
    return run


def check_experiment(run: Any) -> None:
    """Refuse a run, paired or not, that could not begin or would not stay in its folder."""
    check_bounds(
        run, "the run file", seed=(0, 2**32), threads=(1, 1024), keep_every=(1, ANY), log_every=(1, ANY)
    )
    check_name(run.name)


def check_name(name: str) -> None:
    """Refuse a name that no model could be shipped under, before hours are spent on it."""
    if not is_safe(name):
        raise WrongOption(
            f"the run's name is {name!r}", hint="Use letters, digits and dashes, such as my-denoiser."
        )


def check_budget(budget: Budget, where: str) -> None:
    """Refuse a budget that never ends, or that ends in two ways."""
    given = [amount for amount in (budget.steps, budget.minutes) if amount]
    if len(given) != 1 or not 0 < given[0] < math.inf:
        raise WrongOption(
            f"{where} sets {'two budgets' if len(given) > 1 else 'no budget'}",
            hint="Give either steps or minutes, more than 0.",
        )


def damage_of(run: Run) -> Damage:
    """What happens to clean patches: nothing in pools of pairs, where it has happened already."""
    return build_damage(run.damage, run.name) if run.damage else Chain()


def _known(name: str, table: dict[str, Any], where: str) -> None:
    if name not in table:
        raise WrongOption(f"{where} {name!r} is unknown", hint=f"Known: {', '.join(sorted(table))}.")
