"""Progress reports shares of shares and carries the wish to stop."""

import pytest

from afterglow.progress import Cancelled, Progress


def test_a_part_fills_its_stretch():
    seen = []
    Progress(seen.append).part(0.5, 1.0)(0.5)
    assert seen == [0.75]


def test_parts_of_parts():
    seen = []
    Progress(seen.append).part(0.5, 1.0).part(0.0, 0.5)(1.0)
    assert seen == [0.75]


def test_walking_reports_before_each_and_after_the_last():
    seen = []
    assert list(Progress(seen.append).over("ab")) == ["a", "b"]
    assert seen == [0.0, 0.5, 1.0]


def test_walking_over_nothing_is_done_at_once():
    seen = []
    assert list(Progress(seen.append).over([])) == []
    assert seen == [1.0]


def test_stopping_raises_even_from_a_part():
    with pytest.raises(Cancelled):
        Progress(stopped=lambda: True).part(0, 0.5)(0.1)
