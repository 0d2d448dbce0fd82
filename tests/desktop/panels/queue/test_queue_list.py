"""The queue as a list of rows."""

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from tests.cli.product import draw


@pytest.fixture
def page(window, tmp_path):
    """The queue of the page for pictures, three of which are open and none is worked on."""
    window.panel.commands["live"].trigger()
    window.take([draw(tmp_path / f"{name}.png", 32, 24, seed=seed) for seed, name in enumerate("abc")])
    return window.panel.queue


def rows(page):
    shown = page.list.list
    return [shown.itemWidget(shown.item(index)) for index in range(shown.count())]


def test_what_is_added_leaves_the_rows_that_are_there(window, page):
    first, *others = window.panel.state.photos
    page.add([first])
    before = rows(page)
    page.add(others)
    assert rows(page)[:1] == before
    assert [row.name.text() for row in rows(page)] == ["a.png", "b.png", "c.png"]


def test_what_is_removed_is_gone_and_the_rest_stays_in_order(window, page):
    page.add(window.panel.state.photos)
    page.list.list.item(1).setSelected(True)
    page.commands["queue_remove"].trigger()
    assert [row.name.text() for row in rows(page)] == ["a.png", "c.png"]


def test_rows_follow_the_language(window, page):
    page.add(window.panel.state.photos)
    window.desk.speak("ja")
    assert {row.said.text() for row in rows(page)} == {window.desk.words("photos.state_waiting")}
    assert rows(page)[0].said.text() != "Waiting"
