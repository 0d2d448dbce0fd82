"""Whether networks can take the patches that they are to learn from, found out before any work is done."""

import torch
from torch import Tensor

from afterglow.errors import WrongOption
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Run


def check_fit(run: Run) -> None:
    """Refuse a network that makes no pictures, and sides that it or its judge cannot take."""
    made = check_network(run.network, run.patches.patch, run.patches.batch, "the patch of [patches]")
    check_network(run.network, run.validation.side, 1, "the side of [validation]")
    if run.judge.network:
        check_judge(run.judge.network, made)


def check_network(name: str, side: int, batch: int, where: str) -> Tensor:
    """What the network makes of squares of this side: a tensor that has a shape, and nothing in it."""
    # On the device meta networks have no weights, so that trying one costs next to nothing.
    with torch.device("meta"):
        network = NETWORKS[name]()
        thumbnail = int(getattr(network, "thumbnail", 0))
        given = [torch.zeros(batch, 3, each, each) for each in (side, thumbnail) if each]
        multiple = int(getattr(network, "multiple_of", 1))
        if side % multiple:
            raise WrongOption(f"{where} is {side}", hint=f"{name} asks for a multiple of {multiple}.")
        try:
            made = network(*given)
        except (RuntimeError, ValueError) as error:
            raise WrongOption(f"{where} is {side}", hint=f"{name} asks for more.") from error
    wanted = side * int(getattr(network, "scale", 1))
    if not isinstance(made, Tensor) or made.shape != (batch, 3, wanted, wanted):
        raise WrongOption(f"{name} makes no pictures", hint="It can only be a judge.")
    return made


def check_judge(name: str, made: Tensor) -> None:
    """Refuse a judge that judges nothing, or that cannot look at what is made."""
    with torch.device("meta"):
        try:
            said = NETWORKS[name]()(made)
        except (RuntimeError, ValueError) as error:
            raise WrongOption(
                f"the judge {name} cannot look at patches of {made.shape[-1]} pixels",
                hint="Give a larger patch.",
            ) from error
    if not isinstance(said, tuple):
        raise WrongOption(f"{name} makes pictures and judges none", hint="Judges end in _discriminator.")
