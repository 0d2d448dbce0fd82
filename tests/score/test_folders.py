import pytest

from afterglow.errors import UnreadableFile
from afterglow.image import write
from afterglow.score.compare import compare
from afterglow.score.folders import pair_up, table
from tests.score.pictures import image, jpeg, noisy, scene

SUFFIXES = (".jpg", ".png")


@pytest.fixture
def two_folders(tmp_path):
    for seed in range(3):
        for folder, suffix in (("a", ".png"), ("b", ".enhanced.png")):
            (tmp_path / folder / "sub").mkdir(parents=True, exist_ok=True)
            write(image(scene(64, 64, seed)), tmp_path / folder / "sub" / f"{seed}{suffix}")
    write(image(scene(64, 64, 9)), tmp_path / "a" / "alone.png")
    return tmp_path / "a", tmp_path / "b"


def test_pictures_pair_up_by_name(two_folders):
    pairs = pair_up(*two_folders, SUFFIXES)
    assert [pair.name for pair in pairs] == ["sub/0", "sub/1", "sub/2"]
    assert pairs[0].b.name == "0.enhanced.png"


def test_folders_without_a_pair_are_refused(two_folders, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreadableFile, match="has its like"):
        pair_up(two_folders[0], tmp_path / "empty", SUFFIXES)


def test_the_table_has_means_differences_and_intervals():
    found = [
        compare(
            image(jpeg(scene(96, 96, seed), 20)),
            image(jpeg(scene(96, 96, seed), 80)),
            image(scene(96, 96, seed)),
        )
        for seed in range(4)
    ]
    row = next(row for row in table(found) if row.name == "psnr")
    assert row.pairs == row.higher_in_b == 4
    assert row.difference == pytest.approx(row.mean_b - row.mean_a)
    assert 0 < row.low <= row.difference <= row.high


def test_infinite_values_are_left_out_of_the_table():
    found = [compare(image(scene(64, 64)), image(noisy(scene(64, 64), 9)), image(scene(64, 64)))]
    assert "psnr" not in {row.name for row in table(found)}
    assert "ssim" in {row.name for row in table(found)}
