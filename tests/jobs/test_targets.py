from pathlib import Path

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import WouldOverwrite
from afterglow.jobs import targets
from afterglow.jobs.gather import Picture
from afterglow.jobs.job import Job
from afterglow.jobs.targets import Place, jobs_for, refuse_to_overwrite, suffix_for, target_of


def pictures(folder: Path, *names: str) -> list[Picture]:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")
    return [Picture(folder / name, Path(name)) for name in names]


def test_results_go_beside_their_pictures(tmp_path):
    (picture,) = pictures(tmp_path, "holiday/a.b.JPG")
    assert target_of(picture, Place(), ".JPG") == tmp_path / "holiday" / "a.b.enhanced.JPG"


def test_results_in_a_folder_keep_the_tree_and_their_names(tmp_path):
    (picture,) = pictures(tmp_path, "holiday/a.b.jpg")
    assert target_of(picture, Place(folder=Path("out")), ".png") == Path("out/holiday/a.b.png")


@pytest.mark.parametrize(
    ("name", "format", "suffix"),
    [
        ("a.JPG", "same", ".JPG"),
        ("a.jpeg", "jpeg", ".jpeg"),
        ("a.jpeg", "png", ".png"),
        ("a.heic", "same", ".jpg"),
        ("a.bmp", "same", ".png"),
        ("a.tif", "tiff", ".tif"),
    ],
)
def test_a_suffix_stays_where_the_format_does(name, format, suffix):
    assert suffix_for(Path(name), format) == suffix


def test_a_picture_without_a_suffix_gets_the_one_of_its_content(tmp_path):
    (tmp_path / "scan").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert suffix_for(tmp_path / "scan", "same") == ".png"


def test_a_name_that_would_grow_too_long_is_cut_and_stays_unique(tmp_path):
    names = ["日" * 82 + "本.jpg", "日" * 82 + "人.jpg"]
    jobs, refused = jobs_for(pictures(tmp_path, *names), Place(), Recipe())
    assert refused == []
    cut = [Path(job.target).name for job in jobs]
    assert len(set(cut)) == 2
    assert all(len(name.encode()) <= 255 and name.endswith(".enhanced.jpg") for name in cut)


def test_the_second_of_two_pictures_with_one_target_is_refused(tmp_path):
    jobs, refused = jobs_for(pictures(tmp_path, "a.jpg", "a.png", "b.png"), Place(), Recipe(format="png"))
    assert [Path(job.source).name for job in jobs] == ["a.jpg", "b.png"]
    assert refused[0].path.name == "a.png"
    assert "same file" in refused[0].message


def test_a_result_never_replaces_an_input(tmp_path):
    both = pictures(tmp_path, "a.jpg", "b.jpg")
    jobs, refused = jobs_for(both, Place(folder=tmp_path), Recipe(), overwrite=True)
    assert jobs == []
    assert all("would replace an input" in one.message for one in refused)


def test_an_input_behind_a_link_is_not_replaced_either(tmp_path):
    (picture,) = pictures(tmp_path, "a.jpg")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "a.jpg")
    jobs, refused = jobs_for([picture], Place(file=tmp_path / "link.jpg"), Recipe(), overwrite=True)
    assert jobs == []
    assert len(refused) == 1


def test_names_that_differ_only_in_case_clash_where_the_drive_folds_case(tmp_path, monkeypatch):
    # A case-folding drive cannot be made in a test; what is asked of it can be answered as one would.
    monkeypatch.setattr(targets, "_folds_case", lambda path: True)
    jobs, refused = jobs_for(
        pictures(tmp_path, "IMG.jpg", "img.jpg"), Place(folder=tmp_path / "out"), Recipe()
    )
    assert len(jobs) == 1
    assert "same file" in refused[0].message


def test_names_that_differ_only_in_case_are_two_files_here(tmp_path):
    both = pictures(tmp_path, "IMG.jpg", "img.jpg")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this drive folds case")
    jobs, refused = jobs_for(both, Place(folder=tmp_path / "out"), Recipe())
    assert (len(jobs), refused) == (2, [])


def test_what_is_in_the_way_is_refused_unless_asked_to_overwrite(tmp_path):
    (tmp_path / "there.jpg").write_bytes(b"mine")
    job = Job("1", "a.jpg", str(tmp_path / "there.jpg"), Recipe())
    with pytest.raises(WouldOverwrite, match="--overwrite"):
        refuse_to_overwrite(job)
    refuse_to_overwrite(Job("1", "a.jpg", str(tmp_path / "there.jpg"), Recipe(), overwrite=True))
