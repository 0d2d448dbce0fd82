import sqlite3
import threading

import pytest

from afterglow.jobs.ledger import NAME, STEPS, Entry, Key, open_ledger

KEY = Key(b"source", "recipe", b"/target")
DONE = Entry("done", b"result", 10, 20, "model", "weights")


def test_what_was_put_is_found_again_by_the_next_run(tmp_path):
    ledger = open_ledger(tmp_path)
    assert ledger.note == ""
    ledger.put(KEY, DONE)
    ledger.close()
    assert open_ledger(tmp_path).find(KEY) == DONE


def test_other_content_recipes_and_targets_are_other_work(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.put(KEY, DONE)
    for other in (KEY._replace(source=b"x"), KEY._replace(recipe="x"), KEY._replace(target=b"x")):
        assert ledger.find(other) is None


def test_forgotten_work_is_unknown(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger.put(KEY, DONE)
    ledger.forget(KEY)
    assert ledger.find(KEY) is None


def test_a_target_name_that_is_no_text_is_remembered(tmp_path):
    ledger = open_ledger(tmp_path)
    key = KEY._replace(target=b"/\xff\xfe\n")
    ledger.put(key, DONE)
    assert ledger.find(key) == DONE


def test_every_commit_is_on_disk_when_it_returns(tmp_path):
    connection = open_ledger(tmp_path)._connection
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2  # FULL


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_ledger_is_set_aside_with_a_sentence(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    ledger = open_ledger(tmp_path)
    ledger.put(KEY, DONE)
    assert ledger.find(KEY) == DONE
    if content:
        assert "set aside" in ledger.note
        assert [path.read_bytes() for path in tmp_path.glob("*.aside")] == [content]


def test_a_ledger_damaged_in_the_middle_is_set_aside(tmp_path):
    ledger = open_ledger(tmp_path)
    for number in range(500):
        ledger.put(KEY._replace(target=b"/%d" % number), DONE)
    ledger.close()
    content = bytearray((tmp_path / NAME).read_bytes())
    content[4096:12288] = b"\xa5" * 8192
    (tmp_path / NAME).write_bytes(content)
    assert "set aside" in open_ledger(tmp_path).note


def test_a_ledger_of_a_newer_version_is_set_aside(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger._connection.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    ledger.close()
    assert "newer" in open_ledger(tmp_path).note


def test_a_ledger_that_was_never_filled_is_brought_up_to_date(tmp_path):
    sqlite3.connect(tmp_path / NAME).close()
    ledger = open_ledger(tmp_path)
    assert ledger.note == ""
    assert ledger._connection.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)


def test_without_a_place_to_keep_it_a_run_still_works(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    ledger = open_ledger(tmp_path / "file")
    assert "cannot be remembered" in ledger.note
    ledger.put(KEY, DONE)
    assert ledger.find(KEY) == DONE


def test_a_ledger_that_fails_later_costs_nobody_a_picture(tmp_path):
    ledger = open_ledger(tmp_path)
    ledger._connection.execute("DROP TABLE work")
    ledger.put(KEY, DONE)
    assert ledger.find(KEY) is None
    assert "could not be remembered" in ledger.note


def test_threads_and_programs_may_share_it(tmp_path):
    ledgers = [open_ledger(tmp_path), open_ledger(tmp_path)]

    def fill(ledger, start):
        for number in range(start, start + 25):
            ledger.put(KEY._replace(target=b"/%d" % number), DONE)

    threads = [threading.Thread(target=fill, args=(ledgers[n % 2], n * 25)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(ledger.note == "" for ledger in ledgers)
    assert all(ledgers[0].find(KEY._replace(target=b"/%d" % number)) == DONE for number in range(100))
