import json
import shutil

import numpy as np
import pytest

from afterglow.cli import exits
from afterglow.errors import UnreadableFile, WrongOption
from afterglow_lab.data import pictures
from afterglow_lab.data.align import Plan, align
from afterglow_lab.data.cli import main
from afterglow_lab.data.manifest import read_rows
from afterglow_lab.data.pairs import pairs_in
from afterglow_lab.data.windows import correlated
from tests.lab.data.test_matching import WARPS, other_camera, scene


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two scenes by a phone, and by a camera that stood elsewhere and one that has twice the pixels."""
    phone, camera = tmp_path_factory.mktemp("phone"), tmp_path_factory.mktemp("camera")
    rng = np.random.default_rng(4)
    put(scene(3), phone / "IMG_0.png")
    put(other_camera(scene(3), WARPS["a step aside"], (640, 480), rng), camera / "img_0.png")
    put(scene(5), phone / "IMG_1.png")
    put(other_camera(scene(5), WARPS["twice the pixels"], (1280, 960), rng), camera / "img_1.png")
    return phone, camera


def put(pixels, path):
    pictures.put(pictures.encoded(pixels, "png"), path)


def test_patches_of_both_cameras_are_written_and_match(folders, tmp_path):
    out = tmp_path / "out"
    aligned = align(*folders, out, Plan())
    assert [pair.name for pair in aligned] == ["img_0", "img_1"]
    assert all(len(pair.patches) > 5 for pair in aligned)
    pairs = pairs_in(out)
    assert len(pairs) == sum(len(pair.patches) for pair in aligned)
    for pair in pairs:
        phone, camera = (pictures.load(path).pixels for path in (pair.damaged, pair.clean))
        assert phone.shape == camera.shape == (100, 100, 3)
        assert correlated(phone.mean(2), camera.mean(2)) > 0.88
    assert "2 pairs" in (out / "report.html").read_text()
    assert len(json.loads((out / "report.json").read_text())) == 2


def test_a_pair_with_nothing_in_common_is_a_sentence_and_the_others_go_on(folders, tmp_path):
    phone, camera = tmp_path / "phone", tmp_path / "camera"
    shutil.copytree(folders[0], phone)
    shutil.copytree(folders[1], camera)
    put(scene(7), phone / "strange.png")
    put(scene(9), camera / "strange.png")
    put(scene(8), phone / "lonely.png")
    aligned = {pair.name: pair for pair in align(phone, camera, tmp_path / "out", Plan(patch=96, stride=96))}
    assert aligned["strange"].problem.startswith("strange: the two pictures show nothing in common")
    assert not aligned["strange"].patches
    assert aligned["lonely"].problem == "lonely: there is but one photo of that name"
    assert "nothing in common" in (tmp_path / "out/report.html").read_text()
    assert aligned["img_0"].patches[0]["correlation"] >= 0.9


def test_running_again_keeps_what_is_done(folders, tmp_path):
    first = align(*folders, tmp_path / "out", Plan())
    before = len(list(read_rows(tmp_path / "out")))
    assert align(*folders, tmp_path / "out", Plan()) == first
    assert len(list(read_rows(tmp_path / "out"))) == before


def test_from_the_command_line(folders, tmp_path, capsys):
    code = main(["align", *map(str, folders), str(tmp_path / "out"), "--patch", "96", "--json"])
    assert code == exits.FINE
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_folders_without_a_common_name_are_refused(folders, tmp_path):
    put(scene(1), tmp_path / "else/other.png")
    with pytest.raises(UnreadableFile, match="has the name"):
        align(folders[0], tmp_path / "else", tmp_path / "out", Plan())


@pytest.mark.parametrize("wrong", [{"patch": 4}, {"threshold": 1.5}, {"stride": 0}])
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(WrongOption):
        Plan(**wrong)
