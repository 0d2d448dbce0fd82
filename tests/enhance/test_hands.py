"""Parts of a picture are worked on by all cores, each once, and a stop reaches the rest."""

from threading import Lock
from time import sleep

import pytest

from afterglow.enhance.hands import on_all_cores, parts_of
from afterglow.progress import Cancelled, Progress


@pytest.mark.parametrize("length", [1, 31, 32, 33, 97])
def test_parts_hold_every_row_once(length):
    rows = [row for part in parts_of(length, 32) for row in range(part.start, part.stop)]
    assert rows == list(range(length))


@pytest.mark.parametrize("count", [0, 1, 2, 50])
def test_every_part_is_worked_on_once(count):
    done, lock, parts = [], Lock(), parts_of(count, 1)

    def work(part):
        with lock:
            done.append(part.start)

    on_all_cores(work, parts)
    assert sorted(done) == list(range(count))


def test_progress_goes_from_nothing_to_all():
    shown = []
    on_all_cores(lambda part: None, parts_of(4, 1), Progress(shown.append))
    assert shown == [0, 0.25, 0.5, 0.75, 1]


def test_what_goes_wrong_in_a_hand_is_raised():
    def work(part):
        if part.start == 3:
            raise MemoryError("no room")

    with pytest.raises(MemoryError, match="no room"):
        on_all_cores(work, parts_of(50, 1))


def test_a_stop_leaves_what_was_not_begun():
    begun = []

    def work(part):
        begun.append(part.start)
        sleep(0.01)

    with pytest.raises(Cancelled):
        on_all_cores(work, parts_of(1000, 1), Progress(stopped=lambda: True))
    assert len(begun) < 1000
