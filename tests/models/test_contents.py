"""What is refused before an engine ever sees it: the thirty bad packs."""

import contextlib
import io
import pickle
import zipfile

import numpy as np
import pytest
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto, helper, numpy_helper

from afterglow.errors import ModelProblem
from afterglow.models.contents import MOST_NODES, inspect
from afterglow.models.store import find_model, read_verified
from tests.models import small


class Bomb:
    """Unpickling it would leave a mark."""

    def __reduce__(self):
        return exec, ("import builtins; builtins.afterglow_was_unpickled = True",)


def good() -> ModelProto:
    return small.denoiser()


def raw() -> bytes:
    return good().SerializeToString()


def checkpoint() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps(Bomb()))
    return buffer.getvalue()


def with_external(path: str) -> ModelProto:
    proto = good()
    weight = proto.graph.initializer[0]
    weight.ClearField("raw_data")
    weight.data_location = TensorProto.EXTERNAL
    weight.external_data.add(key="location", value=path)
    return proto


def with_node(node: NodeProto) -> ModelProto:
    proto = good()
    proto.graph.node.append(node)
    return proto


def with_shape(*dims: int, data: bytes = b"") -> ModelProto:
    proto = good()
    proto.graph.initializer.append(
        TensorProto(name="giant", dims=dims, data_type=TensorProto.FLOAT, raw_data=data)
    )
    return proto


def nested(depth: int) -> ModelProto:
    graph = GraphProto(name="inner", node=[helper.make_node("Relu", ["x"], ["z"])])
    for _ in range(depth):
        branch = AttributeProto(name="then_branch", g=graph, type=AttributeProto.GRAPH)
        graph = GraphProto(name="g", node=[NodeProto(op_type="If", attribute=[branch])])
    return with_node(graph.node[0])


def versioned(opset: int, version: int = 8) -> ModelProto:
    proto = good()
    proto.opset_import[0].version = opset
    proto.ir_version = version
    return proto


def hidden_external() -> ModelProto:
    """The path sits in a constant of a branch, where a glance at the initializers misses it."""
    tensor = with_external("../../secret").graph.initializer[0]
    constant = helper.make_node("Constant", [], ["k"], value=tensor)
    branch = AttributeProto(name="then_branch", g=GraphProto(node=[constant]), type=AttributeProto.GRAPH)
    return with_node(NodeProto(op_type="If", attribute=[branch]))


BAD = {
    "empty": b"",
    "one byte": b"\x08",
    "half": lambda: raw()[: len(raw()) // 2],
    "one byte short": lambda: raw()[:-1],
    "zeros": bytes(5000),
    "noise": lambda: np.random.default_rng(5).bytes(5000),
    "text": b"hello, this is a model\n" * 30,
    "web page": b"<!DOCTYPE html><html>404</html>",
    "git lfs pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n",
    "pickle 2": lambda: pickle.dumps(Bomb(), protocol=2),
    "pickle 5": lambda: pickle.dumps(Bomb(), protocol=5),
    "old pickle": lambda: pickle.dumps(Bomb(), protocol=0),
    "checkpoint": checkpoint,
    "empty zip": b"PK\x05\x06" + bytes(18),
    "gzip": b"\x1f\x8b\x08" + bytes(50),
    "hdf5": b"\x89HDF\r\n\x1a\n" + bytes(50),
    "safetensors": (66).to_bytes(8, "little")
    + b'{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.ljust(70),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(50),
    "no graph": lambda: ModelProto(ir_version=8, opset_import=[helper.make_opsetid("", 17)]),
    "no operators": lambda: small.model([], {}, (3, "h", "w")),
    "no operator set": lambda: ModelProto(ir_version=8, graph=good().graph),
    "two graphs": lambda: raw() + raw(),
    "external sibling": lambda: with_external("weights.bin"),
    "external escape": lambda: with_external("../../../etc/passwd"),
    "external absolute": lambda: with_external("/etc/passwd"),
    "external hidden": hidden_external,
    "custom operator": lambda: with_node(helper.make_node("Run", ["x"], ["z"], domain="evil.ops")),
    "vendor operator": lambda: with_node(helper.make_node("FusedConv", ["x"], ["z"], domain="com.microsoft")),
    "python operator": lambda: with_node(helper.make_node("PyOp", ["x"], ["z"], domain="ai.onnx.contrib")),
    "giant tensor": lambda: with_shape(2**20, 2**20),
    "tensor of absurd sides": lambda: with_shape(2**62, 2**62, 2**62),
    "negative side": lambda: with_shape(-1, 4, data=bytes(16)),
    "tensor shorter than declared": lambda: with_shape(1000, data=bytes(16)),
    "too new": lambda: versioned(99),
    "too new a format": lambda: versioned(17, version=99),
    "too old": lambda: versioned(3),
    "nested without end": lambda: nested(12),
}


def bytes_of(what) -> bytes:
    what = what() if callable(what) else what
    return what if isinstance(what, bytes) else what.SerializeToString()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_in_one_sentence_before_it_is_loaded(name):
    with pytest.raises(ModelProblem) as refusal:
        inspect(bytes_of(BAD[name]), "model.onnx")
    assert "\n" not in refusal.value.message
    assert refusal.value.message.startswith("model.onnx ")
    assert refusal.value.hint


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_with_a_right_hash_is_refused_too(name, tmp_path):
    card = small.write_pack(tmp_path, bytes_of(BAD[name]))
    with pytest.raises(ModelProblem):
        read_verified(card)


def test_nothing_was_unpickled_by_all_this():
    import builtins

    assert not hasattr(builtins, "afterglow_was_unpickled")


@pytest.mark.parametrize("suffix", [".pth", ".pt", ".ckpt", ".safetensors"])
def test_a_checkpoint_is_sent_to_the_lab(suffix):
    with pytest.raises(ModelProblem) as refusal:
        inspect(raw(), f"model{suffix}")
    assert "import-model" in refusal.value.hint


def test_most_flipped_bits_are_caught_by_the_hash_and_none_crash_the_inspection(tmp_path):
    data = raw()
    card = small.write_pack(tmp_path, data)
    rng = np.random.default_rng(0)
    for _ in range(300):
        flipped = bytearray(data)
        flipped[rng.integers(len(data))] ^= 1 << rng.integers(8)
        card.path.write_bytes(bytes(flipped))
        with pytest.raises(ModelProblem, match="not the one"):
            read_verified(card)
        with contextlib.suppress(ModelProblem):
            inspect(bytes(flipped), "model.onnx")


def test_a_flood_of_operators_is_refused():
    nodes = NodeProto(op_type="Relu").SerializeToString()
    flood = (b"\x0a" + bytes([len(nodes)]) + nodes) * (MOST_NODES + 1)
    size = len(flood)
    length = bytes([size & 0x7F | 0x80, size >> 7 & 0x7F | 0x80, size >> 14 & 0x7F | 0x80, size >> 21])
    with pytest.raises(ModelProblem, match="operators"):
        inspect(b"\x08\x08\x42\x02\x10\x11\x3a" + length + flood, "model.onnx")


def test_a_good_model_is_counted():
    contents = inspect(raw(), "model.onnx")
    assert (contents.opset, contents.nodes, contents.parameters) == (17, 4, 8 * 27 + 8 + 8 * 27)


def test_functions_that_a_model_brings_along_are_no_foreign_operators():
    proto = with_node(helper.make_node("Own", ["y"], ["z"], domain="local"))
    body = [helper.make_node("Relu", ["a"], ["b"])]
    opsets = [helper.make_opsetid("", 17)]
    proto.functions.append(helper.make_function("local", "Own", ["a"], ["b"], body, opsets))
    assert inspect(proto.SerializeToString(), "model.onnx").nodes == 6


BAD_CARDS = {
    "unknown key": lambda text: text + "\n[extra]\nkey = 1\n",
    "misspelt key": lambda text: text.replace("licence", "license"),
    "missing key": lambda text: "\n".join(line for line in text.splitlines() if not line.startswith("scale")),
    "wrong type": lambda text: text.replace("scale = 1", 'scale = "1"'),
    "no TOML": lambda text: "{" + text,
    "binary": lambda text: "\x00\x01" + text,
    "path that escapes": lambda text: text.replace('"model.onnx"', '"../../model.onnx"'),
    "absolute path": lambda text: text.replace('"model.onnx"', '"/etc/passwd"'),
    "another name": lambda text: text.replace("small-denoiser", "other-denoiser"),
    "no hash": lambda text: text.replace("sha256 = ", 'sha256 = "" # '),
    "scale 1000": lambda text: text.replace("scale = 1", "scale = 1000"),
}


@pytest.mark.parametrize("name", BAD_CARDS)
def test_a_bad_card_is_refused_in_one_sentence(name, tmp_path):
    card = small.write_pack(tmp_path)
    path = card.path.with_name("card.toml")
    path.write_text(BAD_CARDS[name](path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ModelProblem) as refusal:
        find_model("small-denoiser", tmp_path)
    assert "\n" not in refusal.value.message


def test_a_folder_in_place_of_the_file_is_refused(tmp_path):
    card = small.write_pack(tmp_path)
    card.path.unlink()
    card.path.mkdir()
    with pytest.raises(ModelProblem):
        read_verified(card)


def test_a_missing_file_is_refused(tmp_path):
    card = small.write_pack(tmp_path)
    card.path.unlink()
    with pytest.raises(ModelProblem, match="cannot be opened"):
        read_verified(card)


def test_a_weight_kept_as_numbers_is_read_too():
    proto = good()
    weight = proto.graph.initializer[0]
    values = numpy_helper.to_array(weight)
    weight.ClearField("raw_data")
    weight.float_data.extend(values.ravel().tolist())
    assert inspect(proto.SerializeToString(), "model.onnx").parameters == 8 * 27 * 2 + 8
