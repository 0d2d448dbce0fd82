from pathlib import Path

import pytest
from PIL import Image

from afterglow.errors import AfterglowError, UnreadableFile
from afterglow_lab.data.degrade import Plan, degrade
from afterglow_lab.data.manifest import Manifest
from afterglow_lab.data.naming import pair_name
from afterglow_lab.data.pictures import encoded, put
from afterglow_lab.data.pool import manifest_hash, read_pools
from tests.lab.support import drawing, write_pool


def test_a_corrupt_picture_among_good_ones_is_skipped_and_reported(tmp_path: Path):
    write_pool(tmp_path)
    (tmp_path / "photo" / "05.png").write_bytes(b"not a picture")
    (tmp_path / "photo" / "06.png").write_bytes(b"")
    said: list[str] = []
    pictures = read_pools(tmp_path, ("photo",), "train", report=said.append)
    assert len(pictures) == 8
    assert said == ["05.png cannot be read and is skipped", "06.png cannot be read and is skipped"]


def test_pictures_smaller_than_the_patch_are_skipped_and_reported(tmp_path: Path):
    write_pool(tmp_path)
    write_pool(tmp_path, count=3, side=32)
    said: list[str] = []
    assert len(read_pools(tmp_path, ("photo",), "train", smallest=64, report=said.append)) == 8
    assert said[0] == "01.png is smaller than 64 pixels and is skipped"


def test_an_empty_folder_is_one_sentence(tmp_path: Path):
    (tmp_path / "photo").mkdir()
    with pytest.raises(AfterglowError, match="photo holds no pictures"):
        read_pools(tmp_path, ("photo",), "train")


def test_a_missing_pool_is_one_sentence(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="there is no folder"):
        read_pools(tmp_path, ("photo",), "train")


def test_training_and_validation_share_no_picture(tmp_path: Path):
    write_pool(tmp_path)
    train = {picture.name for picture in read_pools(tmp_path, ("photo",), "train")}
    held_out = {picture.name for picture in read_pools(tmp_path, ("photo",), "val")}
    assert held_out
    assert not train & held_out


def test_a_corrupt_picture_is_never_the_only_one_to_measure_on(tmp_path: Path):
    write_pool(tmp_path, count=4)
    (tmp_path / "photo" / "00.png").write_bytes(b"not a picture")
    train, held_out = (
        [picture.name for picture in read_pools(tmp_path, ("photo",), split)] for split in ("train", "val")
    )
    assert (held_out, train) == (["01.png"], ["02.png", "03.png"])


def test_a_single_good_picture_is_for_both(tmp_path: Path):
    write_pool(tmp_path, count=2)
    (tmp_path / "photo" / "01.png").write_bytes(b"not a picture")
    for split in ("train", "val"):
        assert [picture.name for picture in read_pools(tmp_path, ("photo",), split)] == ["00.png"]


def test_a_manifest_decides_the_split(tmp_path: Path):
    write_pool(tmp_path, count=3)
    rows = [
        "file,split,pool",
        "photo/00.png,train,photo",
        "photo/01.png,val,photo",
        "photo/02.png,train,other",
    ]
    (tmp_path / "MANIFEST.csv").write_text("\n".join(rows))
    assert [picture.name for picture in read_pools(tmp_path, ("photo",), "val")] == ["01.png"]


def test_the_manifest_hash_follows_the_data(tmp_path: Path):
    before = manifest_hash(write_pool(tmp_path, count=2))
    assert manifest_hash(write_pool(tmp_path, count=3)) != before


def test_a_pool_of_pairs_gives_both_pictures(tmp_path: Path):
    write_pool(tmp_path / "phone", "damaged", count=3)
    write_pool(tmp_path / "phone", "clean", count=3)
    assert all(picture.damaged is not None for picture in read_pools(tmp_path, ("phone",), "train"))


def test_a_pair_of_two_sizes_is_skipped_and_reported(tmp_path: Path):
    write_pool(tmp_path / "phone", "damaged", count=4)
    write_pool(tmp_path / "phone", "clean", count=4)
    write_pool(tmp_path / "phone", "damaged", count=2, side=64)
    said: list[str] = []
    assert len(read_pools(tmp_path, ("phone",), "train", report=said.append)) == 2
    assert said == ["01.png differs in size from its pair and is skipped"]


def test_levels_of_damage_are_pairs_and_a_picture_is_never_on_both_sides(tmp_path: Path):
    write_pool(tmp_path, "good", count=4)
    degrade(tmp_path / "good", tmp_path / "levels", Plan("jpeg", qualities=(20, 60, 100)))
    train, held_out = (read_pools(tmp_path, ("levels",), split) for split in ("train", "val"))
    assert [picture.name for picture in held_out] == ["00_q100.png"] * 2
    assert len(train) == 6
    assert len({id(picture.pixels) for picture in train}) == 3
    assert all((picture.pixels != picture.damaged).any() for picture in train)


def test_all_that_was_made_of_a_picture_is_on_one_side(tmp_path: Path):
    pool = tmp_path / "made"
    turns = [f"{number:02}_{turn}" for number in range(12) for turn in ("once", "twice")]
    with Manifest(pool) as manifest:
        for name in turns:
            for half in (True, False):
                file = pair_name(name, ".png", damaged=half)
                put(encoded(drawing(32, 32, int(name[:2])), "png"), pool / file)
                manifest.add({"file": file, "source": f"{name[:2]}.jpg", "plan": "cameras"})
    train, held_out = (
        {picture.name for picture in read_pools(tmp_path, ("made",), split)} for split in ("train", "val")
    )
    assert held_out == {"00_once.png", "00_twice.png", "10_once.png", "10_twice.png"}
    assert train == {f"{name}.png" for name in turns} - held_out


def test_a_phones_formats_are_learned_from_too(tmp_path: Path):
    (tmp_path / "photo").mkdir()
    shown = Image.fromarray(drawing(96, 104, 1))
    shown.save(tmp_path / "photo/a.avif", quality=95)
    shown.save(tmp_path / "photo/b.gif")
    (tmp_path / "photo/c.heic").write_bytes(b"torn")
    said: list[str] = []
    read = [
        picture
        for split in ("train", "val")
        for picture in read_pools(tmp_path, ("photo",), split, 1, said.append)
    ]
    assert sorted(picture.name for picture in read) == ["a.avif", "b.gif"]
    assert all(picture.pixels.shape == (96, 104, 3) for picture in read)
    assert said == ["c.heic cannot be read and is skipped"]
