from pathlib import Path

import pytest

from afterglow.errors import CannotWrite
from afterglow_lab.log import Log, read_log
from tests.support import drive


def test_a_log_keeps_what_is_not_done_again(tmp_path: Path):
    log = Log(tmp_path / "run", 0)
    for step in range(1, 5):
        log.write(step, loss=1 / step)
    with log.path.open("a") as file:
        file.write('{"step": 5, "lo')
    with log.path.open("ab") as torn:
        torn.write(b"\n\0\0\xff\n")
    Log(tmp_path / "run", 3)
    assert read_log(log.path) == [{"step": step, "loss": 1 / step} for step in (1, 2, 3)]


def test_a_run_without_a_log_has_no_entries(tmp_path: Path):
    assert read_log(tmp_path / "log.jsonl") == []


def test_a_full_disk_is_one_sentence_and_costs_at_most_the_last_line(tmp_path: Path):
    with drive(tmp_path / "disk", "size=8k") as disk:
        log = Log(disk, 0)

        def fill() -> None:
            for step in range(1, 2000):
                log.write(step, loss=0.5)

        with pytest.raises(CannotWrite, match=r"log\.jsonl cannot be written: No space left"):
            fill()
        kept = [line for line in log.path.read_text().splitlines(keepends=True) if line.endswith("\n")]
        assert len(kept) > 100


def test_a_place_where_no_folder_can_be_is_one_sentence(tmp_path: Path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(CannotWrite):
        Log(tmp_path / "out" / "run", 0)
