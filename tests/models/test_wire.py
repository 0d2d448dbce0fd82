"""Protobuf's wire format, read against what the protobuf library writes."""

import pytest
from onnx import TensorProto

from afterglow.models.wire import Malformed, fields, varints


def test_every_field_of_a_real_message_is_found():
    tensor = TensorProto(dims=[3, 300], data_type=1, name="w", raw_data=b"\x01\x02")
    found = [(field.number, field.value) for field in fields(memoryview(tensor.SerializeToString()))]
    assert found == [(1, 3), (1, 300), (2, 1), (8, b"w"), (9, b"\x01\x02")]


def test_floats_and_doubles_are_stepped_over():
    assert [field.number for field in fields(memoryview(b"\x15\0\0\0\0\x19\0\0\0\0\0\0\0\0\x08\x01"))] == [
        2,
        3,
        1,
    ]


def test_packed_numbers_are_unpacked():
    assert list(varints(memoryview(b"\x03\xac\x02"))) == [3, 300]


@pytest.mark.parametrize(
    "message",
    [
        b"\x0a",  # bytes without a length
        b"\x0a\x05ab",  # fewer bytes than announced
        b"\x08",  # a number without digits
        b"\x08" + b"\xff" * 11,  # a number without an end
        b"\x0b",  # a group, which ONNX does not use
        b"\x00\x01",  # the field number 0
        b"\x0d\x01",  # half a float
    ],
)
def test_what_is_no_message_is_malformed(message):
    with pytest.raises(Malformed):
        list(fields(memoryview(message)))


def test_a_number_is_not_taken_for_bytes():
    (field,) = fields(memoryview(b"\x08\x01"))
    assert field.whole == 1
    with pytest.raises(Malformed):
        _ = field.data


def test_text_must_be_text():
    (field,) = fields(memoryview(b"\x0a\x02\xff\xfe"))
    with pytest.raises(Malformed):
        _ = field.text
