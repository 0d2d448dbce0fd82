import shutil

import pytest

from tests.desktop.person import press, strike, until


@pytest.fixture
def panel(window):
    window.go_to("models")
    until(lambda: window.panel.state.models, "the models")
    return window.panel


def names(panel):
    return [line.text(0) for line in panel.list.lines()]


def choose(panel, name):
    panel.list.setCurrentItem(panel.list.lines()[names(panel).index(name)])


def test_a_model_is_looked_at_and_verified(panel):
    choose(panel, "tiny")
    assert panel.card.title.text() == "tiny"
    press(panel.verify_button)
    until(lambda: "tiny" in panel.state.found, "the verdict")
    assert panel.card.state.text().startswith("It is unchanged and runs here")
    assert [entry.key for entry in panel.desk.log.entries()] == ["models.verified"]


def test_shipped_models_cannot_be_removed(panel):
    choose(panel, "jpeg-photo-fast")
    assert not panel.remove_button.isEnabled()
    assert not panel.commands["remove"].isEnabled()


def test_removing_is_asked_about_in_place(panel, home):
    choose(panel, "tiny")
    press(panel.remove_button)
    assert "Remove tiny?" in panel.question.text()
    press(panel.keep)
    assert not panel.question.isVisible()
    press(panel.remove_button)
    press(panel.really)
    until(lambda: panel.desk.strip.message, "the news")
    assert not (home / "models/tiny").exists()
    until(lambda: "tiny" not in names(panel))
    assert panel.desk.strip.message.key == "models.removed"


def test_a_model_that_vanished_is_said(panel, home):
    shutil.rmtree(home / "models/tiny")
    strike(panel, "F5")
    panel.refresh()
    until(lambda: "tiny" not in names(panel))
    assert "no longer there: tiny" in panel.desk.strip.text()


def test_a_model_that_vanishes_before_it_is_verified_is_said(panel, home):
    choose(panel, "tiny")
    shutil.rmtree(home / "models/tiny")
    press(panel.verify_button)
    until(lambda: "tiny" in panel.state.found)
    assert "There is no model 'tiny'" in panel.card.state.text()


def test_a_model_that_another_window_removes_while_it_is_looked_at_is_said(window, panel, home):
    from afterglow.desktop import open_window

    choose(panel, "tiny")
    press(panel.remove_button)
    _, other = open_window(["--panel", "models"])
    until(lambda: other.panel.state.models, "the models of the other window")
    choose(other.panel, "tiny")
    press(other.panel.remove_button)
    press(other.panel.really)
    until(lambda: other.desk.strip.message, "the news")
    other.close()
    press(panel.really)
    until(lambda: "tiny" not in names(panel), "the list")
    assert "no longer there: tiny" in panel.desk.strip.text()
    assert any("There is no model 'tiny'" in entry.message for entry in panel.desk.log.entries())
    assert not panel.question.isVisible()


def test_a_model_that_is_removed_while_photos_use_it_leaves_their_result(window, panel, tmp_path):
    from tests.cli.product import draw

    window.go_to("photos")
    photos = window.panel
    window.take([draw(tmp_path / "a.png", 96, 64)])
    until(lambda: photos.adjust.forms["what"].controls["model"].findData("tiny") >= 0, "the choice")
    photos.change("model", "tiny")
    until(lambda: photos.state.ready, "the result")
    window.go_to("models")
    choose(panel, "tiny")
    press(panel.remove_button)
    press(panel.really)
    until(lambda: "tiny" not in names(panel), "the list")
    window.go_to("photos")
    until(lambda: photos.adjust.forms["what"].controls["model"].findData("tiny") < 0, "the shorter choice")
    assert photos.state.ready
    photos.saving.save()
    until(lambda: photos.state.current.saved, "the saved result")


def test_a_dropped_model_is_asked_about_and_added(panel, home, tmp_path):
    file = tmp_path / "mine.onnx"
    file.write_bytes((home / "models/tiny/model.onnx").read_bytes())
    heard = []
    panel.desk.models_changed.append(lambda: heard.append(1))
    panel.take([file])
    form = panel.form
    assert form.isVisible()
    assert form.lines["name"].text() == "mine"
    form.lines["licence"].setText("MIT")
    press(form.add)
    assert form.bar.isVisible()
    until(lambda: "mine" in names(panel), "the model")
    assert panel.card.isVisible()
    assert panel.card.title.text() == "mine"
    assert heard


def test_what_is_refused_is_said_in_the_form(panel, tmp_path):
    (tmp_path / "photo.onnx").write_text("hello")
    panel.take([tmp_path / "photo.onnx"])
    press(panel.form.add)
    until(lambda: panel.state.draft_problem)
    assert "photo.onnx" in panel.form.problem.text()
    press(panel.form.leave)
    assert panel.card.isVisible()


def test_a_broken_model_says_why(panel, home):
    (home / "models/broken").mkdir()
    (home / "models/broken/card.toml").write_text("name = 3")
    panel.refresh()
    until(lambda: "broken" in names(panel))
    choose(panel, "broken")
    assert "cannot be used" in panel.card.state.text()
    assert not panel.verify_button.isEnabled()
    assert panel.remove_button.isEnabled()
