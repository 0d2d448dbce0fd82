"""What holds for every panel there is."""

import re

import pytest

from afterglow.desktop.panels import PANELS
from afterglow.desktop.words import LANGUAGES, PSEUDO
from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from tests.desktop.reading import pressable, shown_texts, spoken_name

LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("name", PANELS)
def test_nothing_is_shown_that_was_not_put_into_words(window, name):
    window.go_to(name)
    window.desk.speak(PSEUDO)
    bare = [text for text in shown_texts(window) if LETTERS.search(text) and "⟦" not in text]
    assert not bare, "put these into words/, or mark the widget that shows data as `plain`"


@pytest.mark.parametrize("name", PANELS)
def test_all_that_can_be_pressed_says_its_name(window, name):
    window.go_to(name)
    assert not [widget for widget in pressable(window.panel) if not spoken_name(widget)]


@pytest.mark.parametrize("name", PANELS)
def test_every_command_stands_in_a_menu_and_no_keys_are_given_twice(window, name):
    window.go_to(name)
    in_menus = [action for menu in window.panel.menus.values() for action in menu if action]
    assert set(in_menus) == set(window.panel.commands.values())
    actions = [*in_menus, *window.doors.values()]
    keys = [keys.toString() for action in actions for keys in action.shortcuts()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PANELS)
def test_the_window_fits_a_small_screen_in_every_language(window, name, language):
    window.go_to(name)
    window.desk.speak(language)
    smallest = window.minimumSizeHint()
    assert smallest.width() <= 1180
    assert smallest.height() <= 740
