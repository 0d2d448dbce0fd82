import subprocess
import sys

import pytest

from afterglow.desktop.panels.train.alone import alone_in
from afterglow.errors import AfterglowError

HOLD = """
import sys
from pathlib import Path
from afterglow.desktop.panels.train.alone import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(home, tmp_path):
    return tmp_path / "set"


def test_a_folder_is_worked_on_by_one_at_a_time(folder):
    with alone_in(folder):
        with alone_in(folder.with_name("other")):
            pass
        with (
            pytest.raises(AfterglowError, match="set is being worked on in another window"),
            alone_in(folder),
        ):
            pass
    with alone_in(folder):
        pass


def test_who_is_killed_leaves_nothing_locked(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout.readline().strip() == b"held"
    with pytest.raises(AfterglowError), alone_in(folder):
        pass
    holder.kill()
    holder.wait()
    with alone_in(folder):
        pass


def test_where_nothing_can_be_remembered_it_is_worked_all_the_same(folder, home):
    (home / "state").write_bytes(b"")
    with alone_in(folder):
        pass
