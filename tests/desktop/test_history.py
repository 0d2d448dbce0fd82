from afterglow.desktop.history import History


def test_what_was_undone_can_be_done_again():
    history = History(1)
    history.put(2)
    history.put(3)
    history.undo()
    history.undo()
    history.undo()
    assert history.now == 1
    history.redo()
    assert history.now == 2
    history.put(9)
    history.redo()
    assert history.now == 9, "after a new step there is nothing to do again"


def test_the_drag_of_a_slider_is_one_step():
    history = History(0.0)
    for value in (0.1, 0.2, 0.3):
        history.put(value, "strength")
    history.settle()
    history.put(0.4, "strength")
    history.undo()
    assert history.now == 0.3
    history.undo()
    assert history.now == 0.0


def test_what_changes_nothing_is_no_step():
    history = History("a")
    history.put("a")
    assert not history.past
