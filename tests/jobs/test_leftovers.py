import subprocess
import sys
import time

import pytest

from afterglow.image.landing import HALF_MADE
from afterglow.jobs.leftovers import run_under_way, sweep

HALF = HALF_MADE[0] + "0123456789ab" + HALF_MADE[1]


def test_half_made_files_are_swept_and_nothing_else(tmp_path):
    (tmp_path / HALF).write_bytes(b"half")
    (tmp_path / "mine.part").write_bytes(b"mine")
    (tmp_path / ".afterglow-mine.jpg").write_bytes(b"mine")
    assert sweep([str(tmp_path), str(tmp_path / "not there")], before=time.time() + 1) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [".afterglow-mine.jpg", "mine.part"]


def test_a_file_that_is_being_written_now_is_left_alone(tmp_path):
    (tmp_path / HALF).write_bytes(b"half")
    assert sweep([str(tmp_path)], before=time.time() - 60) == 0


def test_a_run_sweeps_where_its_results_go(tmp_path):
    (tmp_path / HALF).write_bytes(b"half")
    time.sleep(0.01)
    with run_under_way(tmp_path / "state", [str(tmp_path / "a.jpg")]):
        assert not (tmp_path / HALF).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="files that are open cannot be deleted there")
def test_a_run_does_not_sweep_while_another_is_under_way(tmp_path):
    other = (
        "import sys, pathlib; from afterglow.jobs.leftovers import run_under_way\n"
        "with run_under_way(pathlib.Path(sys.argv[1]), []): print('ready', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", other, str(tmp_path / "state")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    (tmp_path / HALF).write_bytes(b"half")
    time.sleep(0.01)
    with run_under_way(tmp_path / "state", [str(tmp_path / "a.jpg")]):
        assert (tmp_path / HALF).exists()
    process.communicate()
    with run_under_way(tmp_path / "state", [str(tmp_path / "a.jpg")]):
        assert not (tmp_path / HALF).exists()


def test_a_state_folder_that_cannot_be_made_is_no_reason_to_fail(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with run_under_way(tmp_path / "file", []):
        pass
