"""The page of training, used as a person would: a few steps of the real lab."""

import pytest

from afterglow.desktop.panels.train import lab
from tests.cli.product import draw
from tests.desktop.conftest import why_not
from tests.desktop.person import press, until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

needs_lab = pytest.mark.skipif(not lab.is_there(), reason="the lab or torch is not installed")

RUN = """
name = "of-old"
task = "jpeg-photo"
quality = "fast"
summary = "Learns next to nothing."
network = "afterglow_fast"
threads = 1
log_every = 1
keep_every = 1

[budget]
steps = {steps}

[patches]
pools = {{ good = 1.0 }}
patch = 32
batch = 1

[damage]
kind = "jpeg"
quality = [10, 20]

[validation]
pools = ["good"]
pictures = 1
side = 64
every = {every}

[validation.cases]
q10 = {{ kind = "jpeg", quality = [10, 10] }}
"""


@pytest.fixture
def panel(window):
    window.go_to("train")
    return window.panel


@pytest.fixture
def pools(tmp_path):
    (tmp_path / "good").mkdir()
    for seed in range(3):
        draw(tmp_path / "good" / f"{seed}.png", 96, 80, seed=seed)
    return tmp_path


def ask(panel, pools, steps, every):
    (pools / "tiny.toml").write_text(RUN.format(steps=steps, every=every))
    panel.take([pools])
    panel.take([pools / "tiny.toml"])


@needs_lab
def test_a_model_is_trained_shown_and_put_among_the_others(window, panel, pools):
    from afterglow.models.store import list_models

    ask(panel, pools, steps=6, every=3)
    press(panel.go)
    assert panel.halt.isVisible()
    until(lambda: panel.state.progress is None, "the training")
    assert window.desk.strip.message.key == "train.done", window.desk.strip.text()
    until(lambda: len(panel.view.loss.lines.get("", ())) == 6, "the whole curve")
    assert [step for step, _ in panel.view.gain.lines["q10"]] == [3, 6, 6]
    until(lambda: panel.view.sample.raster, "the sample")
    assert panel.view.sample.raster.size == (3 * 64, 64)
    assert not panel.go.isEnabled()
    press(panel.keep)
    until(lambda: not panel.state.exporting, "the export")
    assert window.desk.strip.message.key == "train.exported", window.desk.strip.text()
    assert {"tiny", "tiny-2"} <= {card.name for card in list_models()}, (
        "a name that is taken is not taken again"
    )


@needs_lab
def test_a_training_that_is_stopped_is_found_again_and_goes_on(window, panel, pools):
    ask(panel, pools, steps=300, every=1000)
    press(panel.go)
    until(lambda: panel.state.step >= 2, "some steps")
    press(panel.halt)
    until(lambda: panel.state.progress is None, "the stop")
    assert window.desk.strip.message.key == "train.stopped"
    until(lambda: panel.state.curves.losses, "the curve")
    done = len(panel.state.curves.losses)
    assert done < 300
    panel.choose(0)
    assert panel.state.training is None
    panel.form.earlier.setCurrentIndex(1)
    panel.form.earlier.activated.emit(1)
    assert panel.go.text() == window.desk.words("train.go_on")
    press(panel.go)
    until(lambda: panel.state.step > done + 1, "some more steps")
    press(panel.halt)
    until(lambda: panel.state.progress is None, "the second stop")
    until(lambda: len(panel.state.curves.losses) > done, "the longer curve")
    steps = [step for step, _ in panel.state.curves.losses]
    assert steps == list(range(1, len(steps) + 1))


@needs_lab
def test_two_windows_do_not_train_in_one_folder(window, panel, pools):
    from afterglow.desktop import open_window

    ask(panel, pools, steps=3000, every=10000)
    press(panel.go)
    until(lambda: panel.state.step >= 1, "the first step")
    _, other = open_window(["--panel", "train"])
    other.panel.choose(1)
    press(other.panel.go)
    until(lambda: other.desk.strip.message, "the refusal")
    assert f"{panel.state.training.name} is being worked on in another window" in other.desk.strip.text()
    assert other.panel.state.progress is None
    other.close()
    step = panel.state.step
    until(lambda: panel.state.step > step, "a further step")
    press(panel.halt)
    until(lambda: panel.state.progress is None, "the stop")


@needs_lab
def test_what_the_lab_refuses_is_said_in_place(window, panel, pools):
    ask(panel, pools, steps=1, every=1)
    for picture in (pools / "good").iterdir():
        picture.write_text("no picture")
    press(panel.go)
    until(lambda: panel.state.progress is None, "the refusal")
    assert "no usable picture of good" in window.desk.strip.text()


def test_without_a_folder_nothing_can_be_started(panel, tmp_path):
    assert not panel.go.isEnabled()
    panel.take([tmp_path])
    assert panel.go.isEnabled() == lab.is_there()
    assert panel.form.folder.text() == str(tmp_path)


def test_the_network_and_the_start_follow_the_task(panel):
    box = panel.form.task
    box.setCurrentIndex(box.findData("mosaic-art"))
    box.activated.emit(box.currentIndex())
    there = [quality for task, quality in lab.templates() if task == "mosaic-art"]
    assert [panel.form.quality.itemData(i) for i in range(panel.form.quality.count())] == there
    assert panel.form.warm.findData("mosaic-art-fast") > 0


def test_where_the_lab_is_missing_one_sentence_says_how_to_get_it(panel, monkeypatch, tmp_path):
    monkeypatch.setattr(lab, "NEEDED", ("afterglow_lab", "no_such_torch"))
    panel.take([tmp_path])
    assert panel.view.trouble.isVisible()
    assert "pip install 'afterglow[lab]'" in panel.view.trouble.text()
    assert not panel.go.isEnabled()
