import json

import pytest

from afterglow.desktop.panels.train.data.found import MANIFEST, Manifest


@pytest.fixture
def write(tmp_path):
    def write(*rows, end="\n"):
        with (tmp_path / MANIFEST).open("a") as file:
            file.write("\n".join(json.dumps(row) for row in rows) + end)

    return write


def copy(name, quality, psnr, size):
    row = {"file": f"{name}_q{quality}.png", "source": name, "quality": quality}
    return row | {"psnr": psnr, "ssim": 0.5, "bytes": size}


def test_a_folder_without_a_manifest_has_nothing(tmp_path):
    manifest = Manifest(tmp_path)
    manifest.look()
    assert manifest.found("degrade").lines == ()


def test_copies_are_told_by_level(tmp_path, write):
    write(copy("a", 10, 20.0, 500_000), copy("a", 100, None, 1_000_000), copy("b", 10, 22.0, 1_500_000))
    manifest = Manifest(tmp_path)
    manifest.look()
    found = manifest.found("degrade")
    assert found.lines == (
        ("10", "2", "21.00", "0.5000", "2.00", "50%"),
        ("100", "1", "–", "0.5000", "1.00", "100%"),
    )
    assert found.files == 3
    assert found.latest == tmp_path / "b_q10.png"


def test_only_what_was_added_is_read_and_half_a_line_waits(tmp_path, write):
    write(copy("a", 10, 20.0, 1))
    manifest = Manifest(tmp_path)
    manifest.look()
    write(copy("b", 10, 20.0, 1), end="")
    manifest.look()
    assert list(manifest.rows) == ["a_q10.png"]
    write(end="\n")
    manifest.look()
    assert list(manifest.rows) == ["a_q10.png", "b_q10.png"]


def test_a_set_that_is_made_anew_is_read_anew(tmp_path, write):
    write(copy("a", 10, 20.0, 1), copy("b", 10, 20.0, 1))
    manifest = Manifest(tmp_path)
    manifest.look()
    (tmp_path / MANIFEST).unlink()
    write(copy("c", 10, 20.0, 1))
    manifest.look()
    assert list(manifest.rows) == ["c_q10.png"]


def test_pairs_are_told_one_by_one(tmp_path, write):
    told = {"name": "s", "agreeing": 40, "tried": 90, "correlation": 0.97, "looked_at": 12, "patches": [1, 2]}
    write({"file": "damaged/s_1.png", "kind": "patch"}, {"file": "s", "kind": "pair", "told": told})
    manifest = Manifest(tmp_path)
    manifest.look()
    found = manifest.found("align")
    assert found.lines == (("s", "40 / 90", "0.970", "2 / 12"),)
    assert found.latest == tmp_path / "previews" / "s.jpg"


def test_videos_are_told_while_and_after_they_are_read(tmp_path, write):
    frames = [{"file": f"f{n}.png", "kind": "frame", "source": "trip"} for n in range(2)]
    write(*frames)
    manifest = Manifest(tmp_path)
    manifest.look()
    assert manifest.found("frames").lines == (("trip", "2", "–", "–", "–"),)
    write({"file": "trip.mp4", "kind": "video", "source": "trip", "refused": {"alike": 4}})
    manifest.look()
    found = manifest.found("frames")
    assert found.lines == (("trip", "2", "0", "0", "4"),)
    assert (found.files, found.latest) == (2, tmp_path / "f1.png")


def test_drawings_are_told_by_kind(tmp_path, write):
    write(*({"file": f"line_art_0000{n}.png", "bytes": 500_000} for n in range(2)))
    manifest = Manifest(tmp_path)
    manifest.look()
    found = manifest.found("draw")
    assert found.columns == ("kind", "files", "megabytes")
    assert found.lines == (("line_art", "2", "1.00"),)
    assert (found.files, found.latest) == (2, tmp_path / "line_art_00001.png")
    assert found.begun
