"""What is inside an ONNX file, found out without loading it, and whether that is safe to load."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from afterglow.errors import ModelProblem
from afterglow.models.wire import Field, Malformed, fields, varints

LARGEST_FILE = 512 * 1024**2
LARGEST_TENSOR = 2**28  # values; no restoration network has a kernel a hundredth as large
MOST_NODES = 100_000
DEEPEST = 8  # graphs within graphs
# What ONNX Runtime 1.23, the oldest we accept, reads with confidence.
OPSETS = range(7, 24)
NEWEST_FORMAT = 12
STANDARD = ("", "ai.onnx")
BYTES_OF = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 9: 1, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2}

FOREIGN = {
    b"PK": "is a zip archive or a PyTorch checkpoint",
    b"\x80\x02": "is a Python pickle",
    b"\x80\x03": "is a Python pickle",
    b"\x80\x04": "is a Python pickle",
    b"\x80\x05": "is a Python pickle",
    b"\x1f\x8b": "is a gzip archive",
    b"\x89HDF": "is an HDF5 file",
    b"\x89PNG": "is a picture",
    b"\xff\xd8": "is a picture",
    b"<": "is a web page",
    b"version https://git-lfs": "is only a pointer to the real file",
}
CHECKPOINTS = (".pth", ".pt", ".ckpt", ".safetensors", ".pkl", ".bin")
CONVERT = (
    "A checkpoint is converted with the lab: pip install 'afterglow[lab]', then afterglow import-model FILE."
)


@dataclass(frozen=True)
class Contents:
    """The parts of a model file that decide whether we touch it."""

    format: int
    opset: int
    nodes: int
    parameters: int


def inspect(data: bytes, name: str) -> Contents:
    """Look through the model `data`; `ModelProblem` where it should not be loaded."""
    _refuse_other_files(data, name)
    try:
        return _Inspection(name).model(memoryview(data))
    except Malformed as error:
        raise ModelProblem(f"{name} is damaged or no ONNX model: {error}", "Get the file again.") from error


def _refuse_other_files(data: bytes, name: str) -> None:
    if name.lower().endswith(CHECKPOINTS):
        raise ModelProblem(f"{name} is a training checkpoint, not an ONNX model", CONVERT)
    if not data:
        raise ModelProblem(f"{name} is empty", "Get the file again.")
    if len(data) > LARGEST_FILE:
        raise ModelProblem(
            f"{name} has {len(data) >> 20} MB", f"Models up to {LARGEST_FILE >> 20} MB can be used."
        )
    for start, what in FOREIGN.items():
        if data.startswith(start):
            raise ModelProblem(f"{name} {what}, not an ONNX model", CONVERT)
    if data[8:9] == b"{" and int.from_bytes(data[:8], "little") < len(data):
        raise ModelProblem(f"{name} is a safetensors file, not an ONNX model", CONVERT)


class _Inspection:
    """Walks through one model's messages, counting as it goes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes = 0
        self.parameters = 0
        self.functions: set[tuple[str, str]] = set()

    def model(self, message: memoryview) -> Contents:
        parts = list(fields(message))
        version = max((part.whole for part in parts if part.number == 1), default=0)
        graphs = [part.data for part in parts if part.number == 7]
        opsets = dict(_opset(part.data) for part in parts if part.number == 8)
        if not version or len(graphs) != 1 or not opsets:
            raise Malformed("it has no version, graph or operator set")
        self._check_versions(version, opsets)
        functions = [part.data for part in parts if part.number == 25]
        self.functions = {_function_name(function) for function in functions}
        for function in functions:
            for part in fields(function):
                if part.number == 7:
                    self.node(part.data, 1)
        self.graph(graphs[0], 0)
        if not self.nodes:
            raise Malformed("it has no operators")
        return Contents(
            version, max(opsets.get(domain, 0) for domain in STANDARD), self.nodes, self.parameters
        )

    def graph(self, message: memoryview, depth: int) -> None:
        if depth > DEEPEST:
            self.refuse(f"has graphs nested more than {DEEPEST} deep")
        for part in fields(message):
            if part.number == 1:
                self.node(part.data, depth)
            elif part.number == 5:
                self.parameters += self.tensor(part.data)
            elif part.number == 15:
                self.sparse(part.data)

    def node(self, message: memoryview, depth: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            self.refuse(f"has more than {MOST_NODES} operators")
        operator = domain = ""
        for part in fields(message):
            if part.number == 4:
                operator = part.text
            elif part.number == 7:
                domain = part.text
            elif part.number == 5:
                self.attribute(part.data, depth)
        if domain not in STANDARD and (domain, operator) not in self.functions:
            self.refuse(
                f"needs the operator {operator!r} of {domain!r}, which is not part of ONNX",
                "Export it again with standard operators, or take the file before it was optimised.",
            )

    def attribute(self, message: memoryview, depth: int) -> None:
        for part in fields(message):
            if part.number in (5, 10):
                self.parameters += self.tensor(part.data)
            elif part.number in (6, 11):
                self.graph(part.data, depth + 1)
            elif part.number in (22, 23):
                self.sparse(part.data)

    def sparse(self, message: memoryview) -> None:
        for part in fields(message):
            if part.number in (1, 2):
                self.tensor(part.data)

    def tensor(self, message: memoryview) -> int:
        """How many values a tensor has, once it is known to hold them itself."""
        shape: list[int] = []
        kind, raw = 0, None
        for part in fields(message):
            if part.number == 1:
                shape += _numbers(part)
            elif part.number == 2:
                kind = part.whole
            elif part.number == 9:
                raw = part.data
            elif part.number == 13 or (part.number == 14 and part.whole):
                self.refuse(
                    "keeps its weights in other files",
                    "Save it as one file: onnx.save(model, path, save_as_external_data=False).",
                )
        count = prod(shape)
        if count > LARGEST_TENSOR or any(side >= 2**63 for side in shape):
            self.refuse("declares a tensor larger than any real model's")
        if raw is not None and kind in BYTES_OF and len(raw) != count * BYTES_OF[kind]:
            raise Malformed(f"a tensor of {count} values holds {len(raw)} bytes")
        return count

    def refuse(self, what: str, hint: str = "Use another model.") -> None:
        raise ModelProblem(f"{self.name} {what}", hint)

    def _check_versions(self, version: int, opsets: dict[str, int]) -> None:
        newest = max((opsets[domain] for domain in STANDARD if domain in opsets), default=0)
        if newest > OPSETS[-1] or version > NEWEST_FORMAT:
            self.refuse(
                f"is written for a newer ONNX (operator set {newest}, format {version})",
                f"Export it with operator set {OPSETS[-1]} or older; 17 suits every engine.",
            )
        if newest not in OPSETS:
            self.refuse(
                f"is written for the outdated operator set {newest}", "Export it again with operator set 17."
            )


def _opset(message: memoryview) -> tuple[str, int]:
    domain, version = "", 0
    for part in fields(message):
        if part.number == 1:
            domain = part.text
        elif part.number == 2:
            version = part.whole
    return domain, version


def _function_name(message: memoryview) -> tuple[str, str]:
    texts = {part.number: part.text for part in fields(message) if part.number in (1, 10)}
    return texts.get(10, ""), texts.get(1, "")


def _numbers(part: Field) -> Iterator[int]:
    if isinstance(part.value, int):
        yield part.value
    else:
        yield from varints(part.value)
