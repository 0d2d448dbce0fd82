"""Every network of the table: its size, its shapes, its tiles, its gradients and its export."""

import io
import warnings

import numpy as np
import onnxruntime
import pytest
import torch
from torch import Tensor, nn

from afterglow_lab.export import INPUTS
from afterglow_lab.networks import NETWORKS
from afterglow_lab.networks.norm import WHOLE_PICTURE

torch.set_num_threads(1)

JUDGES = sorted(name for name in NETWORKS if name.endswith("_discriminator"))
GENERATORS = sorted(set(NETWORKS) - set(JUDGES))
EXACT_IN_TILES = [name for name in GENERATORS if NETWORKS[name]().context < WHOLE_PICTURE]

# As counted in the forerunners' own files, or published; widths of the Dense U-Net and of ff_unet are ours.
PARAMETERS = {
    "cyclegan": 11_378_179,
    "dense_unet": 603_203,
    "dense_unet_discriminator": 4_705_729,
    "dped": 401_475,
    "dped_discriminator": 7_361_122,
    "ff_discriminator": 6_961_025,
    "ff_mobile": 783_351,
    "ff_resnet": 11_366_531,
    "ff_unet": 12_486_147,
    "johnson": 1_679_235,
    "ns_discriminator": 8_299_587,
    "ns_iqe": 19_255_748,
    "srcnn": 20_099,
}


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_forerunner_has_exactly_its_parameters(name: str) -> None:
    assert sum(parameter.numel() for parameter in NETWORKS[name]().parameters()) == PARAMETERS[name]


@pytest.mark.parametrize("name", GENERATORS)
def test_a_network_keeps_the_shape_of_a_picture_of_odd_multiples(name: str) -> None:
    network = built(name)
    step = grid(network)
    with torch.no_grad():
        output = network(*given(network, picture(3 * step, 5 * step if step < 64 else step)))
    scale = network.scale
    assert output.shape == (1, 3, scale * 3 * step, scale * (5 * step if step < 64 else step))
    assert torch.isfinite(output).all()


@pytest.mark.parametrize("name", EXACT_IN_TILES)
def test_a_tile_gives_the_very_pixels_of_the_whole(name: str) -> None:
    network = awake(built(name))
    step, context, scale = network.multiple_of, network.context, network.scale
    start = 2 * step
    whole = picture(step, start + 2 * context + 2 * step)
    with torch.no_grad():
        expected = network(*given(network, whole))[..., scale * (start + context) :]
        output = network(*given(network, whole[..., start:]))[..., scale * context :]
    assert torch.allclose(output, expected, atol=1e-5)


@pytest.mark.parametrize("name", GENERATORS)
def test_every_parameter_gets_a_gradient(name: str) -> None:
    network = awake(built(name)).train()
    side = max(32, grid(network))
    output = network(*given(network, picture(side, side, batch=2)))
    ((output - 0.3) ** 2).mean().backward()
    for parameter in network.parameters():
        assert parameter.grad is not None
        assert torch.isfinite(parameter.grad).all()


@pytest.mark.slow
@pytest.mark.parametrize("name", GENERATORS)
def test_a_few_steps_lower_the_loss(name: str) -> None:
    network = built(name).train()
    side = max(32, grid(network))
    batch = picture(side, side, batch=2)
    target = torch.nn.functional.interpolate(batch, scale_factor=network.scale) * 0.5 + 0.2
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    losses = []
    for _ in range(6):
        loss = (network(*given(network, batch)) - target).abs().mean()
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert min(losses[3:]) < losses[0]


@pytest.mark.parametrize("name", GENERATORS)
def test_the_exported_network_agrees_at_any_size(name: str) -> None:
    network = awake(built(name))
    step = max(16, grid(network))
    session = onnxruntime.InferenceSession(
        exported(network, given(network, picture(step, 2 * step))), providers=["CPUExecutionProvider"]
    )
    for batch in (picture(step, 2 * step), picture(2 * step, step, batch=2)):
        shown = given(network, batch)
        with torch.no_grad():
            expected = network(*shown).numpy()
        (output,) = session.run(None, {name: each.numpy() for name, each in zip(INPUTS, shown, strict=False)})
        assert np.abs(output - expected).max() <= 1e-4


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_the_same_seed_builds_the_same_network(name: str) -> None:
    first, second = built(name).state_dict(), built(name).state_dict()
    assert all(torch.equal(first[key], second[key]) for key in first)


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_all_state_is_float_and_loads_from_a_plain_dict(name: str) -> None:
    state = dict(built(name).state_dict())
    assert all(tensor.is_floating_point() for tensor in state.values())
    NETWORKS[name]().load_state_dict(state)


@pytest.mark.parametrize("name", JUDGES)
@pytest.mark.parametrize("side", [96, 100, 128])
def test_a_judge_gives_logits_and_gradients_to_the_picture(name: str, side: int) -> None:
    judge = built(name)
    batch = picture(side, side, batch=2).requires_grad_()
    verdicts = judge(batch)
    assert isinstance(verdicts, tuple)
    assert all(verdict.shape[0] == 2 for verdict in verdicts)
    # Logits reach below zero and above one; probabilities would not.
    sum(((10 * verdict) ** 2).mean() for verdict in verdicts).backward()
    assert batch.grad is not None
    assert batch.grad.abs().sum() > 0


def test_three_scales_give_three_maps() -> None:
    maps = built("ns_discriminator")(picture(128, 128))
    assert [tuple(verdict.shape[2:]) for verdict in maps] == [(14, 14), (6, 6), (2, 2)]


def built(name: str) -> nn.Module:
    torch.manual_seed(7)
    return NETWORKS[name]().eval()


def awake(network: nn.Module) -> nn.Module:
    """The network without parts that start switched off at zero."""
    torch.manual_seed(8)
    with torch.no_grad():
        for parameter in network.parameters():
            if not parameter.any():
                parameter.copy_(torch.randn(parameter.shape) * 0.05)
    return network


def grid(network: nn.Module) -> int:
    return int(network.multiple_of)


def picture(height: int, width: int, batch: int = 1) -> Tensor:
    return torch.from_numpy(np.random.default_rng(1).random((batch, 3, height, width), dtype=np.float32))


def given(network: nn.Module, batch: Tensor) -> tuple[Tensor, ...]:
    """The batch, and where the network wants it, a thumbnail of whatever whole the batch is part of."""
    side = getattr(network, "thumbnail", 0)
    return (batch, picture(side, side, len(batch))) if side else (batch,)


def exported(network: nn.Module, shown: tuple[Tensor, ...]) -> bytes:
    file = io.BytesIO()
    axes = {0: "batch", 2: "height", 3: "width"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            shown,
            file,
            dynamo=False,
            opset_version=17,
            input_names=list(INPUTS[: len(shown)]),
            output_names=["output"],
            dynamic_axes={"input": axes, "thumbnail": {0: "batch"}, "output": axes},
        )
    return file.getvalue()
