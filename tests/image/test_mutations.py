"""5,000 damaged files end in a picture or in one sentence: never in a crash, a hang or a foreign error."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.image.samples import seeds

PATIENCE = 10  # seconds for one file
MEMORY = 1024  # MB for all of them together
COUNTS = {"cmyk": 100, "dng": 200, **dict.fromkeys(sorted(set(seeds()) - {"cmyk", "dng"}), 428)}
SOAK = int(os.environ.get("AFTERGLOW_SOAK", "0"))  # so many for each kind of file

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", COUNTS)
def test_damaged_files_are_refused_in_one_sentence_or_read(name):
    count = SOAK or COUNTS[name]
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.image.mutations", name, "0", str(count)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(worker, lines), daemon=True).start()
    last = "none yet"
    try:
        while line := lines.get(timeout=PATIENCE + 20 * (last == "none yet")):
            last = line
    except queue.Empty:
        worker.kill()
        pytest.fail(f"{name}: file {last} took longer than {PATIENCE} seconds")
    errors = worker.communicate()[1]
    assert worker.returncode == 0, f"{name}: after file {last}: {errors[-3000:]}"
    assert last.startswith("most memory")
    assert int(last.split()[-1]) < MEMORY


def _listen(worker: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    """Pass on each line as it comes, and an empty one at the end."""
    for line in iter(worker.stdout.readline, ""):
        lines.put(line.strip())
    lines.put("")


def test_five_thousand_files_are_tried():
    assert sum(COUNTS.values()) >= 5000
    assert len(COUNTS) >= 12
