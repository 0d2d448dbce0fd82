"""The test picture never changes, or every card's check would be worth nothing."""

import dataclasses
import hashlib

import numpy as np

from afterglow.models.card import Check
from afterglow.models.selftest import check_of, fault, pattern, pattern_size, samples
from tests.models import fakes, small


def test_the_pattern_is_the_same_everywhere():
    rounded = np.rint(pattern() * 255).astype(np.uint8)
    assert pattern().shape == (1, 3, 64, 64)
    assert pattern().dtype == np.float32
    assert hashlib.sha256(rounded.tobytes()).hexdigest()[:16] == "2fc62f8a11f4d949"


def test_the_pattern_goes_from_nearly_black_to_nearly_white():
    assert 0 < pattern().min() < 0.06
    assert 0.94 < pattern().max() < 1


def test_the_pattern_grows_for_models_that_want_more(tmp_path):
    card = small.write_pack(tmp_path)
    assert pattern_size(card) == 64
    assert pattern_size(dataclasses.replace(card, multiple_of=48)) == 96


def test_samples_see_every_channel():
    output = pattern()
    values = samples(output)
    assert len(values) == 75
    for channel in range(3):
        changed = output.copy()
        changed[:, channel] += 0.1
        assert np.abs(np.subtract(samples(changed), values)).max() > 0.09


def test_a_device_within_the_tolerance_is_trusted(tmp_path):
    card = dataclasses.replace(small.write_pack(tmp_path), check=check_of(pattern(), 0.02))
    assert fault(fakes.FaultySession(card, fakes.CPU, lambda x, runs: x + 0.019)) == ""
    assert "off by 0.021" in fault(
        fakes.FaultySession(card, fakes.CPU, lambda x, runs: x + np.float32(0.021))
    )


def test_a_card_without_a_check_still_refuses_nonsense(tmp_path):
    card = dataclasses.replace(small.write_pack(tmp_path), check=Check())
    assert fault(fakes.FaultySession(card, fakes.CPU, fakes.wrong)) == ""
    assert "black" in fault(fakes.FaultySession(card, fakes.CPU, fakes.black))
    assert "no numbers" in fault(fakes.FaultySession(card, fakes.CPU, fakes.nan))
    assert "shape" in fault(fakes.FaultySession(card, fakes.CPU, fakes.smaller))
