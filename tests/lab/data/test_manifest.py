import csv
import json

import pytest

from afterglow.errors import WrongOption
from afterglow_lab.data.manifest import NAME, Manifest, read_rows


def test_rows_are_on_the_disk_at_once_and_again_in_the_next_run(tmp_path):
    with Manifest(tmp_path) as manifest:
        manifest.add({"file": "a", "plan": "x", "psnr": 31.5})
        assert [row["file"] for row in read_rows(tmp_path)] == ["a"]
        manifest.add({"file": "b", "plan": "x", "parameters": [{"kind": "Jpeg"}]})
    with Manifest(tmp_path) as manifest:
        assert set(manifest.rows) == {"a", "b"}
    with (tmp_path / "manifest.csv").open(newline="") as lines:
        table = list(csv.DictReader(lines))
    assert table[0]["psnr"] == "31.5"
    assert json.loads(table[1]["parameters"]) == [{"kind": "Jpeg"}]


def test_a_line_cut_short_by_a_power_cut_is_dropped(tmp_path):
    with Manifest(tmp_path) as manifest:
        manifest.add({"file": "a", "plan": "x"})
    with (tmp_path / NAME).open("a") as file:
        file.write('{"file": "b", "pl')
    with Manifest(tmp_path) as manifest:
        assert set(manifest.rows) == {"a"}
        manifest.add({"file": "c", "plan": "x"})
    assert [row["file"] for row in read_rows(tmp_path)] == ["a", "c"]


def test_the_last_word_on_a_file_counts(tmp_path):
    with Manifest(tmp_path) as manifest:
        manifest.add({"file": "a", "bytes": 1})
        manifest.add({"file": "a", "bytes": 2})
    with Manifest(tmp_path) as manifest:
        assert manifest.rows["a"]["bytes"] == 2


def test_a_set_made_to_another_plan_is_refused(tmp_path):
    with Manifest(tmp_path) as manifest:
        manifest.add({"file": "a", "plan": "x"})
        manifest.refuse_other("x")
        with pytest.raises(WrongOption, match="other options"):
            manifest.refuse_other("y")
