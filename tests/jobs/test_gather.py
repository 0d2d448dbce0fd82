import os
from pathlib import Path

import pytest

from afterglow.jobs.gather import gather, is_result, look_for
from afterglow.progress import Cancelled, Progress

SUFFIXES = {".jpg", ".png"}


def names(found):
    return [str(picture.relative) for picture in found.pictures]


def make(folder: Path, *paths: str) -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"x")
    return folder


def test_a_folder_means_every_picture_in_it_and_below_in_order(tmp_path):
    make(tmp_path, "b.jpg", "a.PNG", "deep/er/c.jpg", "notes.txt", "raw")
    assert names(gather([tmp_path], SUFFIXES)) == ["a.PNG", "b.jpg", "deep/er/c.jpg"]


def test_a_named_file_counts_whatever_it_is_called(tmp_path):
    make(tmp_path, "picture", "picture.txt")
    found = gather([tmp_path / "picture", tmp_path / "picture.txt"], SUFFIXES)
    assert names(found) == ["picture", "picture.txt"]


def test_results_of_an_earlier_run_are_left_out(tmp_path):
    make(tmp_path, "a.jpg", "a.enhanced.jpg", "b.Enhanced.PNG")
    assert names(gather([tmp_path], SUFFIXES)) == ["a.jpg"]
    found = gather([tmp_path / "a.enhanced.jpg"], SUFFIXES)
    assert found.pictures == ()
    assert found.results == (tmp_path / "a.enhanced.jpg",)


def test_only_the_mark_before_the_suffix_makes_a_result():
    assert is_result(Path("a.enhanced.jpg"))
    assert not is_result(Path("enhanced.jpg"))
    assert not is_result(Path("a.enhanced.b.jpg"))


def test_hidden_files_and_folders_are_left_out(tmp_path):
    make(tmp_path, ".hidden.jpg", "._a.jpg", ".thumbnails/b.jpg", "a.jpg")
    assert names(gather([tmp_path], SUFFIXES)) == ["a.jpg"]


def test_the_output_folder_is_left_out_where_it_lies_inside(tmp_path):
    make(tmp_path, "a.jpg", "better/a.jpg")
    assert names(gather([tmp_path], SUFFIXES, leave_out=tmp_path / "better")) == ["a.jpg"]


def test_a_picture_named_twice_is_meant_once(tmp_path):
    make(tmp_path, "a.jpg")
    assert names(gather([tmp_path, tmp_path / "a.jpg", tmp_path / "." / "a.jpg"], SUFFIXES)) == ["a.jpg"]


def test_what_is_not_there_is_told(tmp_path):
    make(tmp_path, "a.jpg")
    found = gather([tmp_path / "nothing.jpg", tmp_path / "a.jpg"], SUFFIXES)
    assert names(found) == ["a.jpg"]
    assert "nothing.jpg is not there" in found.refused[0].message


def test_links_that_lead_back_into_themselves_are_told_and_not_followed(tmp_path):
    make(tmp_path, "album/a.jpg")
    (tmp_path / "album" / "again").symlink_to(tmp_path / "album")
    (tmp_path / "album" / "up").symlink_to(tmp_path)
    found = gather([tmp_path], SUFFIXES)
    assert names(found) == ["album/a.jpg"]
    assert len(found.refused) == 2
    assert all("leads back into itself" in refused.message for refused in found.refused)


def test_links_that_lead_nowhere_are_told(tmp_path):
    (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    (tmp_path / "self.jpg").symlink_to(tmp_path / "self.jpg")
    found = gather([tmp_path], SUFFIXES)
    assert found.pictures == ()
    assert sorted(refused.path.name for refused in found.refused) == ["gone.jpg", "self.jpg"]


@pytest.mark.parametrize("end", ["nowhere.jpg", "link.jpg"])
def test_a_link_that_leads_nowhere_is_told_where_it_is_named(end, tmp_path):
    (tmp_path / "link.jpg").symlink_to(tmp_path / end)
    (refused,) = gather([tmp_path / "link.jpg"], {".jpg"}).refused
    assert "leads nowhere" in refused.message


def test_links_to_pictures_and_folders_are_followed(tmp_path):
    make(tmp_path, "elsewhere/a.jpg", "album/b.jpg")
    (tmp_path / "album" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "album" / "c.jpg").symlink_to(tmp_path / "elsewhere" / "a.jpg")
    assert names(gather([tmp_path / "album"], SUFFIXES)) == ["b.jpg", "c.jpg", "linked/a.jpg"]


def test_what_is_neither_file_nor_folder_is_left_out(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    found = gather([tmp_path], SUFFIXES)
    assert (found.pictures, found.refused) == ((), ())
    found = gather([tmp_path / "pipe.jpg", Path("/dev/null")], SUFFIXES)
    assert found.pictures == ()
    assert all("not an ordinary file" in refused.message for refused in found.refused)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_may_not_be_read_is_told_and_the_others_go_on(tmp_path):
    make(tmp_path, "closed/a.jpg", "open/b.jpg")
    (tmp_path / "closed").chmod(0)
    found = gather([tmp_path], SUFFIXES)
    (tmp_path / "closed").chmod(0o700)
    assert names(found) == ["open/b.jpg"]
    assert "cannot be looked into" in found.refused[0].message


def test_a_walk_asks_at_every_file_whether_to_go_on(tmp_path):
    make(tmp_path, *(f"{number}.txt" for number in range(9)), "a.jpg")
    asked = []
    progress = Progress(stopped=lambda: len(asked) == 5, show=asked.append)
    with pytest.raises(Cancelled):
        list(look_for([tmp_path], SUFFIXES, progress=progress))
    assert len(asked) == 5
