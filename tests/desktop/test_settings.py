from dataclasses import dataclass

import pytest

from afterglow.desktop.settings import FILE, Settings
from afterglow.errors import CannotWrite


@dataclass(frozen=True)
class Lamp:
    colour: str = "white"
    lit: bool = True
    watts: int = 5
    height: float = 1.5


def test_a_table_is_read_as_it_was_kept(tmp_path):
    lamp = Lamp('"blue"\n\\', False, 7, 2.25)
    Settings(tmp_path / "new").keep("lamp", lamp)
    assert Settings(tmp_path / "new").read("lamp", Lamp) == lamp


def test_rooms_do_not_touch_each_other(tmp_path):
    one, other = Settings(tmp_path), Settings(tmp_path)
    one.keep("lamp", Lamp(watts=1))
    other.keep("door", Lamp(watts=2))
    assert one.read("lamp", Lamp).watts == 1
    assert one.read("door", Lamp).watts == 2


@pytest.mark.parametrize(
    "torn", ["", "\x00\xff", "[lamp\nwatts = ", "lamp = 3", '[lamp]\nwatts = "much"\nunknown = 1']
)
def test_what_is_damaged_is_as_if_never_set(tmp_path, torn):
    (tmp_path / FILE).write_text(torn)
    assert Settings(tmp_path).read("lamp", Lamp) == Lamp()


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="settings cannot be kept"):
        Settings(tmp_path / "file" / "below").keep("lamp", Lamp())
