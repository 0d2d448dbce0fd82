import pytest

from afterglow.desktop.words import LANGUAGES


def test_the_window_opens_with_its_first_panel(window):
    assert window.isVisible()
    assert window.panel.name == "photos"


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
