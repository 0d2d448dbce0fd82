import os
import re
import sys

import pytest

from afterglow.cli import exits
from tests.cli.product import HANG, album, start


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals there")
def test_on_a_terminal_a_bar_shows_how_far_it_is(tmp_path):
    photos = album(tmp_path / "photos", 6)
    ours, theirs = os.openpty()
    process = start("enhance", photos, "--model", "none", "--sharpen", "1", stderr=theirs)
    os.close(theirs)
    drawn = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        drawn += piece
    os.close(ours)
    assert process.communicate(timeout=HANG)[0] == b""
    assert process.returncode == exits.FINE
    told = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", drawn).decode()
    assert "100%" in told
    assert told.count("→") == 6
    assert told.rstrip().splitlines()[-1].startswith("6 done in ")
    assert drawn.rindex(b"\x1b[?25h") > drawn.rindex(b"\x1b[?25l"), "the cursor is shown again"
