"""What the room offers, and what it loads only when asked."""

from __future__ import annotations

import subprocess
import sys

import afterglow.image


def test_everything_offered_is_there():
    assert sorted(afterglow.image.__all__) == sorted(afterglow.image._HOMES)
    for name in afterglow.image.__all__:
        assert getattr(afterglow.image, name) is not None


def test_codecs_load_only_when_a_file_is_touched():
    code = "import sys, afterglow.image.formats, afterglow.image.image; print('pyvips' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
