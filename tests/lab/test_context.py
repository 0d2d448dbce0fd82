"""Tiles need to see what a trained network looks at, and no more."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from afterglow.models.card import ModelCard
from afterglow.models.choice import PLAIN
from afterglow.models.onnx import OnnxSession
from afterglow_lab.context import UNFELT, context_of
from afterglow_lab.export import write_onnx
from afterglow_lab.networks.afterglow_unet import AfterglowUNet


def session_of(network: AfterglowUNet, folder: Path) -> OnnxSession:
    write_onnx(network, folder / "model.onnx")
    card = ModelCard(
        "small", "test", "fast", "", "", network.scale, network.multiple_of, network.context, "", ""
    )
    return OnnxSession(card, (folder / "model.onnx").read_bytes(), PLAIN)


def shaken(spread: float) -> AfterglowUNet:
    """A network whose convolutions look a little beyond the middle of their kernels, by `spread`."""
    torch.manual_seed(0)
    network = AfterglowUNet((4, 4), (2, 2))
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
        if parameter.shape[-1:] == (3,):
            around = torch.ones(3, 3)
            around[[0, 2]] *= spread
            around[:, [0, 2]] *= spread
            parameter.data *= around
    return network


def test_a_network_that_looks_everywhere_keeps_its_whole_context(tmp_path):
    session = session_of(shaken(1.0), tmp_path)
    assert context_of(session) >= session.card.context - session.card.multiple_of


def test_one_that_hardly_looks_aside_gets_a_smaller_one_that_is_enough(tmp_path):
    session = session_of(shaken(0.02), tmp_path)
    context, step = context_of(session), session.card.multiple_of
    assert 0 < context < session.card.context
    assert context % step == 0
    picture = np.random.default_rng(3).random((1, 3, 160, 160), np.float32)
    whole, part = session.run(picture), session.run(np.ascontiguousarray(picture[:, :, 40:, 40:]))
    assert (
        np.abs(whole[:, :, 40 + context :, 40 + context :] - part[:, :, context:, context:]).max() <= UNFELT
    )


def test_a_model_without_a_context_needs_none(tmp_path):
    session = session_of(shaken(1.0), tmp_path)
    session.card = replace(session.card, context=0)
    assert context_of(session) == 0
