"""Pictures in the colours of the screen, on every page that shows any."""

import numpy as np
import pytest

from afterglow.image import Image, write
from tests.desktop.conftest import why_not
from tests.desktop.person import until

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from PySide6.QtGui import QGuiApplication

from afterglow.desktop import screen
from afterglow.desktop.settings import Settings, WindowSettings
from tests.desktop.profiles import swapped
from tests.desktop.widgets.test_asking import answer, plain_dialogs

__all__ = ["plain_dialogs"]

RED, GREEN = (200, 60, 10), (60, 200, 10)


@pytest.fixture
def profile(tmp_path):
    """The file of a profile that swaps red and green."""
    (tmp_path / "my screen.icc").write_bytes(swapped())
    return tmp_path / "my screen.icc"


@pytest.fixture
def red(tmp_path):
    """A picture that is red all over."""
    write(Image(np.full((400, 600, 3), RED, np.uint8)), tmp_path / "red.png")
    return tmp_path / "red.png"


def painted(widget, where=0.25):
    """The colour in the middle of a widget's height, and so far to the right."""
    image = widget.grab().toImage()
    return image.pixelColor(round(image.width() * where), image.height() // 2).getRgb()[:3]


def choices(window):
    """The choices of the screen's colours that the menu offers now."""
    menus = window.menuBar().actions()[-1].menu().actions()
    return next(one.menu().actions() for one in menus if one.text() == window.desk.words("shell.screen"))


def test_a_photo_its_result_and_its_thumbnail_change_at_once(window, profile, red):
    panel = window.panel
    window.take([red])
    until(lambda: panel.state.ready, "the result")
    until(lambda: not panel.strip.item(0).icon().isNull(), "the thumbnail")
    panel.change("strength", 0.5)
    panel.change("sharpen", 0.5)
    until(lambda: panel.view.patches, "the sharpened part")
    zoom = panel.view.zoom
    assert np.abs(np.subtract(painted(panel.view, 0.35), RED)).max() <= 3
    window.desk.colour(str(profile))
    until(lambda: painted(panel.view, 0.35) == GREEN, "the picture in the screen's colours")
    until(lambda: np.abs(np.subtract(painted(panel.view, 0.65), GREEN)).max() <= 3, "the result in them")
    until(lambda: panel.view.patches, "the sharpened part in them")
    assert np.abs(np.subtract(painted(panel.view, 0.65), GREEN)).max() <= 3
    assert panel.view.zoom == zoom
    assert panel.state.ready, "no model runs again"
    small = panel.strip.item(0)
    until(lambda: small.icon().pixmap(96, 64).toImage().pixelColor(48, 32).getRgb()[:3] == GREEN)
    window.desk.colour("srgb")
    until(lambda: painted(panel.view, 0.35) == RED)


def test_a_picture_is_opened_in_the_screens_colours_and_copied_in_srgb(window, profile, red):
    window.desk.colour(str(profile))
    panel = window.panel
    window.take([red])
    until(lambda: panel.state.ready, "the result")
    until(lambda: painted(panel.view, 0.35) == GREEN)
    panel.commands["copy"].trigger()
    until(lambda: window.desk.strip.message, "the copy")
    colour = QGuiApplication.clipboard().image().pixelColor(300, 200).getRgb()[:3]
    assert np.abs(np.subtract(colour, RED)).max() <= 3


def test_a_profile_is_chosen_in_the_menu_and_kept(window, plain_dialogs, profile, red):
    from afterglow.desktop import open_window

    window.take([red])
    assert [choice.isChecked() for choice in choices(window)] == [True, False, False]
    answer(str(profile))
    choices(window)[2].trigger()
    assert [choice.isChecked() for choice in choices(window)] == [False, False, True]
    assert choices(window)[2].text() == "From the file my screen.icc…"
    until(lambda: painted(window.panel.view, 0.35) == GREEN)
    window.close()
    _, tomorrow = open_window([str(red)])
    until(lambda: painted(tomorrow.panel.view, 0.35) == GREEN)
    choices(tomorrow)[1].trigger()
    until(lambda: painted(tomorrow.panel.view, 0.35) == RED)
    assert Settings().read("window", WindowSettings).screen == "srgb"
    tomorrow.close()


def test_a_question_for_a_profile_that_is_left_changes_nothing(window, plain_dialogs):
    answer("")
    choices(window)[2].trigger()
    assert [choice.isChecked() for choice in choices(window)] == [True, False, False]


def test_a_damaged_profile_is_refused_in_place_and_the_colours_stay(window, profile):
    window.desk.colour(str(profile))
    torn = profile.with_name("torn.icc")
    torn.write_bytes(swapped()[:300])
    window.desk.colour(str(torn))
    assert window.desk.strip.text() == (
        "torn.icc is no colour profile of a screen. "
        "Choose the .icc or .icm file that was made for this screen."
    )
    assert window.desk.screen.profile == swapped()
    assert Settings().read("window", WindowSettings).screen == str(profile)
    window.desk.speak("zh-Hant")
    assert window.desk.strip.text().startswith("torn.icc 不是螢幕的色彩描述檔")


def test_a_profile_that_has_gone_is_said_when_the_window_opens_and_not_forgotten(window, profile):
    from afterglow.desktop import open_window

    window.desk.colour(str(profile))
    window.close()
    profile.rename(profile.with_name("elsewhere"))
    _, tomorrow = open_window([])
    assert "my screen.icc is not there" in tomorrow.desk.strip.text()
    assert tomorrow.desk.screen.profile is None
    assert [choice.isChecked() for choice in choices(tomorrow)] == [True, False, False]
    assert tomorrow.desk.own.screen == str(profile)
    tomorrow.close()


def test_a_window_that_moves_to_another_screen_takes_on_its_colours(window, red, monkeypatch):
    window.take([red])
    until(lambda: window.panel.view.before, "the picture")
    # No screen without a glass has a profile: what the system would say is said here instead.
    monkeypatch.setattr(screen, "profile_of", lambda place: swapped())
    window.windowHandle().screenChanged.emit(window.screen())
    until(lambda: painted(window.panel.view, 0.35) == GREEN)
    window.desk.colour("srgb")
    until(lambda: painted(window.panel.view, 0.35) == RED)
    window.desk.colour("system")
    until(lambda: painted(window.panel.view, 0.35) == GREEN)


def test_both_judged_pictures_change_and_so_do_the_small_ones(window, profile, red):
    window.go_to("judge")
    panel = window.panel
    window.take([red, red])
    until(lambda: panel.state.found and panel.view.after, "the verdict")
    window.desk.colour(str(profile))
    until(lambda: painted(panel.view, 0.35) == painted(panel.view, 0.65) == GREEN)
    small = panel.slots["b"].picture
    until(lambda: small.pixmap().toImage().pixelColor(small.width() // 2, 10).getRgb()[:3] == GREEN)
    assert panel.state.found, "what was found still holds"


def test_a_clip_changes(window, profile, tmp_path):
    pytest.importorskip("av", reason="PyAV is not installed")
    from tests.video.clips import Kind, make

    make(tmp_path / "clip.mp4", Kind("h264"))
    window.go_to("video")
    panel = window.panel
    window.take([tmp_path / "clip.mp4"])
    until(lambda: panel.state.made, "the picture made better")
    before, after = (raster.pixels.astype(int) for raster in (panel.view.before, panel.view.after))
    window.desk.colour(str(profile))
    until(lambda: panel.view.after.screen == panel.view.before.screen == swapped())
    for old, new in ((before, panel.view.before), (after, panel.view.after)):
        assert np.abs(old[:, :, [1, 0, 2]] - new.pixels).max() <= 2


def test_the_sample_of_a_training_and_what_was_prepared_change(window, profile, red):
    window.go_to("train")
    panel = window.panel
    panel.state.sample = red
    panel.choose(0)
    panel.state.sample = red
    panel._show_sample()
    until(lambda: painted(panel.view.sample, 0.5) == RED)
    window.desk.colour(str(profile))
    until(lambda: painted(panel.view.sample, 0.5) == GREEN)


def test_what_a_damage_does_changes(window, profile, red):
    from afterglow.desktop.panels.train import lab

    if not lab.is_there():
        pytest.skip("the lab or torch is not installed")
    window.go_to("train")
    window.panel.tabs.setCurrentIndex(1)
    page = window.panel.data
    window.take([red.parent])
    until(lambda: page.left.seen, "the preview")
    window.desk.colour(str(profile))
    until(lambda: painted(page.left.view, 0.35) == GREEN)
