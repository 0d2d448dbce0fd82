import json
from pathlib import Path

import numpy as np
import pytest

from afterglow.desktop.panels.judge.looking import BOTH, LOST, NEW, curves, drawn, edge_map, export, laid
from afterglow.desktop.panels.judge.state import REFERENCE, A, B, Opened
from afterglow.errors import CannotWrite, UnsupportedPicture
from afterglow.image import read, write
from afterglow.score.compare import Comparison
from tests.score.pictures import blurred, image, jpeg, scene

FOUND = Comparison(
    "b", 0.9, "B is nearer to the reference in 80 % of its regions", {}, {"psnr": {"a": 30, "b": 31}}
)


@pytest.fixture
def opened(tmp_path):
    """A strongly and a weakly compressed copy of a picture, and the picture."""
    truth = scene(160, 120)
    made = {}
    for side, pixels in ((A, jpeg(truth, 10)), (B, jpeg(truth, 80)), (REFERENCE, truth)):
        path = tmp_path / f"{side}.png"
        write(image(pixels), path)
        made[side] = Opened(path, read(path))
    return made


def without_reference(opened):
    return {side: opened[side] for side in (A, B)}


def test_with_a_reference_both_are_held_against_it(opened):
    worse, better = drawn(laid(opened), "difference", 5)
    assert worse.pixels.mean() > better.pixels.mean()


def test_without_one_b_is_held_against_a(opened):
    pictures = laid(without_reference(opened))
    first, second = drawn(pictures, "difference", 5)
    assert np.array_equal(first.pixels, opened[A].image.pixels)
    assert drawn(pictures, "difference", 20)[1].pixels.mean() > second.pixels.mean()
    assert [one.size for one in drawn(pictures, "pictures", 5)] == [opened[A].image.size] * 2


def test_edges_that_are_lost_and_new_are_told_apart():
    truth = scene(160, 120)
    soft = blurred(truth, 3)

    def count(made, colour):
        return int((made == np.array(colour)).all(axis=2).sum())

    lost, gained = edge_map(soft, truth), edge_map(truth, soft)
    assert count(lost, LOST) > 2 * count(lost, NEW)
    assert count(lost, LOST) == count(gained, NEW)
    assert count(edge_map(truth, truth), BOTH) > 0
    assert count(edge_map(truth, truth), LOST) == 0


def test_histograms_are_shares(opened):
    made = curves(opened)
    assert made.keys() == {A, B}
    assert made[A]["rgb"].sum(axis=1) == pytest.approx([1, 1, 1])


def test_each_kind_of_report_is_written(opened, tmp_path):
    page = export(tmp_path / "x.html", FOUND, opened, 5).read_text()
    assert "B is better" in page
    assert json.loads(export(tmp_path / "x.json", FOUND, opened, 5).read_text())["better"] == "b"
    assert read(export(tmp_path / "x.png", FOUND, opened, 5)).size == opened[A].image.size


def test_a_report_never_takes_the_place_of_a_picture(opened, tmp_path):
    with pytest.raises(CannotWrite, match="originals are never changed"):
        export(opened[A].path, FOUND, opened, 5)
    with pytest.raises(UnsupportedPicture, match=r"cannot be a \.jpg"):
        export(tmp_path / "x.jpg", FOUND, opened, 5)
    with pytest.raises(CannotWrite):
        export(Path(tmp_path / "not" / "there.html"), FOUND, opened, 5)
