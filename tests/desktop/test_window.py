import pytest

from afterglow.desktop.words import LANGUAGES


def test_the_window_opens_with_its_first_panel(window):
    assert window.isVisible()
    assert window.panel.name == "photos"


def test_the_keyboard_goes_with_the_panel_and_no_other_door_looks_chosen(window):
    for name in ("photos", "judge"):
        window.go_to(name)
        assert window.panel is window.focusWidget() or window.panel.isAncestorOf(window.focusWidget())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_changes_at_once(window, language):
    window.desk.speak(language)
    titles = [action.text() for action in window.menuBar().actions() if action.isVisible()]
    assert window.desk.words("shell.menu_settings") in titles
    assert window.doors["photos"].text() == window.desk.words("shell.photos")


def test_language_and_theme_are_kept(window):
    from afterglow.desktop.settings import Settings, WindowSettings

    window.desk.speak("ja")
    window.desk.wear("light")
    kept = Settings().read("window", WindowSettings)
    assert (kept.language, kept.theme) == ("ja", "light")


def test_what_is_said_is_written_down(window):
    from afterglow.errors import CannotWrite

    window.desk.strip.problem(CannotWrite("a.png cannot be written", "Free some space."))
    window.desk.strip.say("good", "shell.quit")
    assert [(entry.kind, entry.text(window.desk.words)) for entry in window.desk.log.entries()] == [
        ("problem", "a.png cannot be written. Free some space."),
        ("good", "Quit"),
    ]
