import pytest

from afterglow.errors import OutOfMemory
from afterglow_lab.data import pictures
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.room import PIXEL, PROCESS, check_room, need, workers_in


@pytest.fixture
def paths(tmp_path):
    for side in (40, 80):
        pictures.put(pictures.encoded(drawing(side, side, side), "png"), tmp_path / f"{side}.png")
    (tmp_path / "torn.png").write_bytes(b"torn")
    return sorted(tmp_path.iterdir())


def test_a_larger_picture_needs_more(paths):
    assert [need(path) - PROCESS for path in paths] == [40 * 40 * PIXEL, 80 * 80 * PIXEL, 0]


def test_a_picture_that_needs_more_than_is_allowed_is_refused(paths):
    check_room(paths[1], None)
    check_room(paths[1], need(paths[1]))
    with pytest.raises(OutOfMemory, match=r"80\.png needs about 301 MB of memory, and 300 are allowed"):
        check_room(paths[1], PROCESS)


def test_no_more_workers_than_fit_with_the_largest_picture(paths):
    assert workers_in(None, paths, 8) == 8
    assert workers_in(3 * need(paths[1]), paths, 8) == 3
    assert workers_in(3 * need(paths[1]) - 1, paths, 8) == 2
    assert workers_in(3 * need(paths[1]), paths, 2) == 2
    # What does not fit alone is refused, and takes no room.
    assert workers_in(need(paths[1]) - 1, paths, 8) == 1
