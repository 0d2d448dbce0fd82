"""The queue as a list of rows."""

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop.panels.queue.queue_list import PORTION
from tests.cli.product import draw
from tests.desktop.person import open_in, until


@pytest.fixture
def page(window, tmp_path):
    """The queue of the page for pictures, three of which are open and none is worked on."""
    window.panel.commands["live"].trigger()
    open_in(window, [draw(tmp_path / f"{name}.png", 32, 24, seed=seed) for seed, name in enumerate("abc")])
    return window.panel.queue


def add(page, photos):
    page.add(photos)
    until(lambda: not page.queueing.busy, "the jobs")


def rows(page):
    shown = page.list.list
    return [shown.itemWidget(shown.item(index)) for index in range(shown.count())]


def test_what_is_added_leaves_the_rows_that_are_there(window, page):
    first, *others = window.panel.state.photos
    add(page, [first])
    before = rows(page)
    add(page, others)
    assert rows(page)[:1] == before
    assert [row.name.text() for row in rows(page)] == ["a.png", "b.png", "c.png"]


def test_what_is_removed_is_gone_and_the_rest_stays_in_order(window, page):
    add(page, window.panel.state.photos)
    page.list.list.item(1).setSelected(True)
    page.commands["queue_remove"].trigger()
    until(lambda: not page.queueing.busy, "the change")
    assert [row.name.text() for row in rows(page)] == ["a.png", "c.png"]


def test_rows_follow_the_language(window, page):
    add(page, window.panel.state.photos)
    window.desk.speak("ja")
    assert {row.said.text() for row in rows(page)} == {window.desk.words("photos.state_waiting")}
    assert rows(page)[0].said.text() != "Waiting"


def test_rows_of_a_long_queue_come_in_portions(window, page):
    (first,) = window.panel.state.photos[:1]
    counts, draw_rows = [], page.list.draw

    def counted(queueing):
        draw_rows(queueing)
        counts.append(len(rows(page)))

    page.list.draw = counted
    add(page, [first] * (3 * PORTION))
    until(lambda: len(rows(page)) == 3 * PORTION, "all rows")
    steps = [after - before for before, after in zip([0, *counts], counts, strict=False)]
    assert max(steps) == PORTION


def test_many_pictures_are_queued_beside_the_window_and_written_down_once(window, page):
    import threading

    queue, written = page.queueing.queue, []
    keep = queue._keep
    queue._keep = lambda ids: (written.append(threading.get_ident()), keep(ids))
    add(page, window.panel.state.photos)
    assert len(queue) == 3
    assert len(written) == 1
    assert threading.get_ident() not in written


def test_what_is_started_while_it_is_being_queued_begins_then(window, page):
    page.add(window.panel.state.photos)
    assert page.queueing.busy
    page.queueing.start()
    until(lambda: not page.queueing.busy, "the work")
    assert [item.state for item in page.queueing.queue.items] == ["done"] * 3


def test_what_is_being_queued_when_the_window_closes_is_not_lost(window, page):
    from afterglow.desktop import open_window

    page.add(window.panel.state.photos)
    window.close()
    _, tomorrow = open_window([])
    assert tomorrow.panel.queue.queueing.left_from_before == 3
    tomorrow.close()


def test_a_queue_says_that_it_waits_for_the_clip_and_can_be_stopped_meanwhile(window, page):
    from threading import Event

    from afterglow.desktop.panels.queue.queueing import TURNS

    clip, release = Event(), Event()
    window.desk.bridge.start(
        lambda progress: (clip.set(), release.wait()), lambda _: None, lambda _: None, lane=TURNS
    )
    until(clip.is_set, "the clip")
    add(page, window.panel.state.photos)
    page.queueing.start()
    waits = window.desk.words("photos.queue_waits")
    assert waits in page.list.summary.text()
    page.queueing.stop()
    assert not page.queueing.running
    assert waits not in page.list.summary.text()
    page.queueing.start()
    release.set()
    until(lambda: not page.queueing.busy, "the work")
    assert [item.state for item in page.queueing.queue.items] == ["done"] * 3
