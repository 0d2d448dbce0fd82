"""The page of preparing pictures, used as a person would: the real lab on tiny pictures."""

import shutil

import pytest

from afterglow.desktop.panels.train import lab
from tests.desktop.conftest import why_not
from tests.desktop.person import press, strike, until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtGui import QGuiApplication

pytestmark = pytest.mark.skipif(not lab.is_there(), reason="the lab or torch is not installed")


def choose(page, name):
    box = page.form.work
    box.setCurrentIndex(box.findData(name))
    box.activated.emit(box.currentIndex())


def run(window, page):
    press(page.go)
    until(lambda: not page.state.running, "the work")
    return window.desk.strip.message


def cells(page):
    lines = page.left.table.lines()
    return [[line.text(column) for column in range(page.left.table.columnCount())] for line in lines]


def test_copies_are_previewed_made_counted_and_learned_from(window, page, good):
    window.take([good])
    until(lambda: page.left.seen, "the preview")
    mild = page.left.seen.psnr
    page.left.level.setValue(5)
    until(lambda: page.left.seen.psnr < mild - 1, "the worse copy")
    assert "dB" in page.left.facts.text()
    page.form.groups["levels"].controls["step"].setValue(45)
    message = run(window, page)
    assert message.key == "data.done", window.desk.strip.text()
    whole = [["10", "3"], ["55", "3"], ["100", "3"]]
    until(lambda: [row[:2] for row in cells(page)] == whole, "the whole table")
    assert len(list((good.parent / "good-jpeg").glob("*.png"))) == 9
    until(lambda: page.go.text() == "Go on", "what is there")
    window.desk.strip._offer.click()
    assert window.panel.form.folder.text() == str(good.parent / "good-jpeg")
    assert window.panel.tabs.currentIndex() == 0


def test_work_that_is_stopped_goes_on_where_it_was(window, page, good):
    for number in range(7):
        shutil.copy(good / "0.png", good / f"more{number}.png")
    window.take([good])
    choose(page, "mixed")
    press(page.go)
    until(lambda: page.state.progress, "the first picture")
    press(page.halt)
    until(lambda: not page.state.running, "the stop")
    assert window.desk.strip.message.key == "data.stopped"
    out = good.parent / "good-mixed"
    made = {path: path.stat().st_mtime_ns for path in out.glob("*_q100.png")}
    assert 0 < len(made) < 10
    assert run(window, page).key == "data.done", window.desk.strip.text()
    assert len(list(out.glob("*_q100.png"))) == 10
    kept = [path for path, time in made.items() if path.stat().st_mtime_ns == time]
    assert len(kept) >= len(made) - 1, "at most the one that was stopped in is made again"


def test_other_options_in_a_folder_are_refused_in_place_until_it_is_to_be_made_anew(window, page, good):
    window.take([good])
    page.change("step", 90)
    assert run(window, page).key == "data.done", window.desk.strip.text()
    page.change("seed", 2)
    run(window, page)
    assert "other options" in window.desk.strip.text()
    press(page.form.groups["files"].controls["overwrite"])
    assert run(window, page).key == "data.done", window.desk.strip.text()
    assert not page.form.groups["files"].controls["overwrite"].isChecked()


def test_photos_of_two_cameras_are_aligned_and_reported(window, page, tmp_path):
    from afterglow_lab.data import pictures
    from afterglow_lab.data.scenes import scene

    view = scene("street", 3, 420, 320)
    pictures.put(pictures.encoded(view[10:, 10:], "png"), tmp_path / "phone/street.png")
    pictures.put(pictures.encoded(view, "png"), tmp_path / "camera/street.png")
    choose(page, "align")
    assert not page.go.isEnabled()
    window.take([tmp_path / "phone"])
    window.take([tmp_path / "camera"])
    page.form.groups["patches"].controls["patch"].setValue(64)
    page.form.groups["patches"].controls["threshold"].setValue(80)
    assert run(window, page).key == "data.done", window.desk.strip.text()
    until(lambda: cells(page), "the table")
    ((name, _, correlation, matching),) = cells(page)
    assert name == "street"
    assert float(correlation) > 0.8
    kept = int(matching.partition(" / ")[0])
    out = tmp_path / "phone-align"
    assert kept == len(list((out / "damaged").glob("*.png"))) > 0
    assert page.state.found.report == out / "report.html"
    assert page.open.text() == "Show the report"
    until(lambda: page.left.view.before, "both photos woven")


def test_a_check_names_what_is_not_worth_learning_from(window, page, good):
    shutil.copy(good / "0.png", good / "again.png")
    choose(page, "check")
    window.take([good])
    assert run(window, page).key == "data.faults", window.desk.strip.text()
    until(lambda: cells(page), "the table")
    assert ["Seen before", "again.png"] in [row[:2] for row in cells(page)]


def test_pictures_are_drawn_and_the_latest_is_shown(window, page, tmp_path):
    choose(page, "draw")
    page.state.place("out", tmp_path / "drawn")
    page.change("count", 2)
    page.change("size", "256x192")
    assert run(window, page).key == "data.done", window.desk.strip.text()
    until(lambda: page.left.view.before, "the latest")
    assert page.left.view.before.size == (256, 192)
    assert cells(page)[0][1] == "2"


def test_frames_are_taken_out_of_a_video(window, page, tmp_path):
    pytest.importorskip("av", reason="PyAV is not installed")
    from tests.video.clips import Kind, make

    make(tmp_path / "clip.mp4", Kind("h264"))
    window.take([tmp_path / "clip.mp4"])
    page.change("every", 2)
    page.change("min_sharpness", 0)
    assert run(window, page).key == "data.done", window.desk.strip.text()
    until(lambda: cells(page), "the table")
    assert cells(page)[0][0] == "clip"


def test_where_nothing_could_be_used_the_reason_is_said(window, page, tmp_path):
    (tmp_path / "clip.mp4").write_text("no video")
    window.take([tmp_path / "clip.mp4"])
    assert run(window, page).error, window.desk.strip.text()
    assert "clip.mp4" in window.desk.strip.text()


def test_what_does_the_same_in_a_terminal_is_copied(window, page, good):
    window.take([good])
    strike(window, "Ctrl+Shift+C")
    assert QGuiApplication.clipboard().text().startswith("afterglow data degrade --mode jpeg")


def test_a_picture_that_is_none_is_said_and_the_next_is_shown(window, page, good):
    (good / "broken.png").write_text("no picture")
    window.take([good])
    until(lambda: page.left.seen, "the preview")
    window.take([good / "broken.png"])
    until(lambda: window.desk.strip.message, "the problem")
    assert "broken.png" in window.desk.strip.text()
    page.left.seen = None
    window.take([good / "1.png"])
    until(lambda: page.left.seen, "the next preview")


def test_the_controls_of_a_damage_are_those_of_the_lab_and_change_what_is_seen_and_made(window, page, good):
    until(lambda: page.state.controls, "the controls")
    window.take([good])
    choose(page, "pixelation")
    page.look_at(10)
    until(lambda: page.left.seen, "the preview")
    seen = page.left.seen
    press(page.form.damage.heading)
    largest = page.form.controls.controls["largest"]
    assert largest.isVisible()
    largest.setValue(30)
    until(lambda: page.left.seen is not seen, "the preview with larger blocks")
    assert page.left.seen.psnr < seen.psnr
    assert "--set largest=30" in page.state.order.line
    page.change("step", 90)
    assert run(window, page).key == "data.done", window.desk.strip.text()
    press(page.form.controls.usual)
    assert largest.value() == 10
    assert "--set" not in page.state.order.line
