from pathlib import Path

import cv2
import numpy as np
import pytest

from afterglow.errors import AfterglowError
from afterglow_lab.evaluation.damages import damages
from afterglow_lab.evaluation.pairs import Case, middle, sources_in
from tests.support import texture


def save(path: Path, pixels: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _, stored = cv2.imencode(".png", pixels[..., ::-1])
    path.write_bytes(stored.tobytes())


def test_a_folder_of_pictures_is_its_own_reference(tmp_path: Path) -> None:
    save(tmp_path / "one.png", texture(9, 7))
    (tmp_path / "README.txt").write_text("not a picture")
    (pair,) = Case("as they are", sources_in(tmp_path)).pairs()
    assert pair.name == "one"
    assert (pair.picture == pair.reference).all()


def test_of_a_pool_only_what_was_held_back_is_measured(tmp_path: Path) -> None:
    for name in ("learned", "held"):
        save(tmp_path / "photo" / f"{name}.png", texture(8, 8))
    rows = "file,split,pool\nphoto/learned.png,train,photo\nphoto/held.png,val,photo\n"
    (tmp_path / "MANIFEST.csv").write_text(rows)
    assert [source.name for source in sources_in(tmp_path / "photo")] == ["held"]


def test_pairs_are_matched_by_their_endings(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}_real.png", texture(8, 8, seed=1))
        save(tmp_path / f"{name}_mean.png", texture(8, 8, seed=2))
    save(tmp_path / "alone_real.png", texture(8, 8))
    pairs = list(Case("pairs", sources_in(tmp_path, "_real,_mean")).pairs())
    assert [pair.name for pair in pairs] == ["a", "b"]
    assert (pairs[0].picture == texture(8, 8, seed=1)).all()
    assert (pairs[0].reference == texture(8, 8, seed=2)).all()


def test_pairs_are_matched_by_their_folders(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png", texture(8, 8, seed=1))
    save(tmp_path / "out" / "a.png", texture(8, 8, seed=2))
    (pair,) = Case("pairs", sources_in(tmp_path, "in,out")).pairs()
    assert (pair.reference == texture(8, 8, seed=2)).all()


def test_a_picture_gets_the_same_noise_in_any_company(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.png", texture(20, 20))
    ((_, noise, _),) = damages([], [], [20], [])
    sources = sources_in(tmp_path)
    together = list(Case("noise", sources, noise).pairs())
    (alone,) = Case("noise", sources[1:], noise).pairs()
    assert (together[1].picture == alone.picture).all()
    assert (together[0].picture != together[1].picture).any()


def test_a_shrunk_reference_has_sides_that_divide(tmp_path: Path) -> None:
    save(tmp_path / "a.png", texture(21, 15))
    ((_, shrink, scale),) = damages([], [], [], [2])
    (pair,) = Case("x2", sources_in(tmp_path), shrink, scale).pairs()
    assert pair.reference.shape == (14, 20, 3)
    assert pair.picture.shape == (7, 10, 3)


def test_the_middle_is_cut_from_the_middle() -> None:
    pixels = texture(11, 9)
    assert (middle(pixels, 5) == pixels[2:7, 3:8]).all()
    assert (middle(pixels, 100) == pixels).all()


@pytest.mark.parametrize("pair", ["", "_a,_b", "_a"])
def test_nothing_to_measure_is_said(tmp_path: Path, pair: str) -> None:
    with pytest.raises(AfterglowError):
        sources_in(tmp_path, pair)


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(b"hello")
    with pytest.raises(AfterglowError, match=r"bad\.png"):
        list(Case("as they are", sources_in(tmp_path)).pairs())
