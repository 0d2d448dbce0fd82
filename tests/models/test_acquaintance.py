"""Models without a card: what running them teaches, against what their makers know."""

import numpy as np
import pytest
from onnx import ModelProto, TensorProto, helper

from afterglow.errors import ModelProblem
from afterglow.models.acquaintance import acquaint
from afterglow.models.card import Dialect
from afterglow.models.onnx import OnnxSession
from afterglow.models.told import Told
from afterglow.models.way import Way
from tests.models import small


def known(proto, **told):
    return acquaint(proto.SerializeToString(), "model.onnx", Told(**told))


def clipping() -> ModelProto:
    """The denoiser, its output kept between 0 and 1: in its own range it changes nothing much."""
    proto = small.denoiser()
    proto.graph.node[-1].output[0] = "sum"
    for name, value in (("low", 0.0), ("high", 1.0)):
        proto.graph.initializer.append(helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
    proto.graph.node.append(helper.make_node("Clip", ["sum", "low", "high"], ["y"]))
    return proto


@pytest.mark.parametrize(
    ("proto", "scale", "multiple_of", "context", "dialect"),
    [
        (small.denoiser(), 1, 1, 2, Dialect()),
        (clipping(), 1, 1, 2, Dialect()),
        (small.upscaler(), 2, 1, 1, Dialect()),
        (small.halver(1), 1, 2, 2, Dialect()),
        (small.halver(2), 1, 4, 8, Dialect()),
        (small.denoiser(channels=1), 1, 1, 2, Dialect(channels=1)),
        (small.channels_last(), 1, 1, 2, Dialect(layout="nhwc", range=255.0)),
        (small.denoiser(kind=TensorProto.FLOAT16), 1, 1, 2, Dialect(numbers="f16")),
        (small.denoiser(pad=0), 1, 1, 2, Dialect(margin=2)),
    ],
    ids=[
        "denoiser",
        "clipping",
        "upscaler",
        "halver",
        "quarterer",
        "gray",
        "channels last",
        "half",
        "no padding",
    ],
)
def test_a_model_is_understood(proto, scale, multiple_of, context, dialect):
    card = known(proto)
    assert (card.scale, card.multiple_of, card.dialect) == (scale, multiple_of, dialect)
    assert card.context == context
    assert len(card.check.values) == 75


@pytest.mark.parametrize("proto", [small.denoiser(), small.halver(2), small.upscaler()])
def test_tiles_cut_with_what_was_found_fit_together(proto):
    card = known(proto)
    session = OnnxSession(card, proto.SerializeToString(), Way("onnxruntime", "cpu", "f32"))
    x = np.random.default_rng(7).random((1, 3, 96, 96), dtype=np.float32)
    whole = session.run(x)
    cut = 3 * card.multiple_of
    tile = session.run(np.ascontiguousarray(x[:, :, cut:, :]))
    inner, outer = card.context * card.scale, (cut + card.context) * card.scale
    assert np.abs(tile[:, :, inner:] - whole[:, :, outer:]).max() < 1 / 255


def test_what_the_user_knows_is_taken_at_its_word():
    card = known(small.averager(), context=30, range=255.0, order="bgr")
    assert (card.context, card.dialect.range, card.dialect.order) == (30, 255.0, "bgr")


def test_a_model_that_looks_at_the_whole_picture_needs_the_users_word():
    with pytest.raises(ModelProblem) as refusal:
        known(small.averager())
    assert "--context" in refusal.value.hint


def test_a_model_with_a_thumbnail_is_understood():
    card = known(small.leveller())
    assert (card.thumbnail, card.scale, card.multiple_of, card.context) == (16, 1, 1, 2)
    assert card.dialect == Dialect()


def two_inputs() -> ModelProto:
    proto = small.denoiser()
    proto.graph.input.append(helper.make_tensor_value_info("sigma", TensorProto.FLOAT, [1]))
    proto.graph.node.append(helper.make_node("Mul", ["y", "sigma"], ["z"]))
    proto.graph.output[0].name = "z"
    return proto


def scorer() -> ModelProto:
    nodes = [helper.make_node("GlobalAveragePool", ["x"], ["y"])]
    return small.model(nodes, {}, (3, "h", "w"), output=(3, 1, 1))


def whole_numbers() -> ModelProto:
    nodes = [helper.make_node("Identity", ["x"], ["y"])]
    return small.model(nodes, {}, (3, "h", "w"), kind=TensorProto.UINT8)


def batch_of_four() -> ModelProto:
    proto = small.denoiser()
    proto.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 4
    return proto


@pytest.mark.parametrize(
    ("proto", "complaint"),
    [
        (two_inputs(), "2 inputs"),
        (small.leveller(("n", 3, "h", "w")), "2 inputs"),
        (scorer(), "picture into a picture"),
        (whole_numbers(), "not on floats"),
        (small.denoiser(size=(64, 48)), "48×64"),
        (small.denoiser(channels=4), "4 channels"),
        (batch_of_four(), "4 pictures at once"),
        (small.model([helper.make_node("Relu", ["x"], ["y"])], {}, ("length",)), "2 dimensions"),
    ],
    ids=[
        "two inputs",
        "two pictures",
        "scorer",
        "whole numbers",
        "fixed size",
        "four channels",
        "batch of four",
        "no picture",
    ],
)
def test_a_model_that_does_not_fit_is_refused_in_a_sentence(proto, complaint):
    with pytest.raises(ModelProblem, match=complaint) as refusal:
        known(proto)
    assert refusal.value.hint
