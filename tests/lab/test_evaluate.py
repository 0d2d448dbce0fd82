import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from afterglow_lab.evaluate import main
from afterglow_lab.evaluation.damages import damages
from afterglow_lab.evaluation.measure import measure
from afterglow_lab.evaluation.pairs import Case, sources_in
from afterglow_lab.evaluation.restorers import Restorer, Setting, find_restorer
from afterglow_lab.evaluation.tables import comparisons
from tests.lab.baselines.test_onnx_file import network
from tests.support import SHARED, texture

EVAL = SHARED / "data" / "eval"
needs_benchmarks = pytest.mark.skipif(
    not EVAL.is_dir(), reason="the benchmark pictures are not on this machine"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "pictures"
    place.mkdir()
    for seed in range(6):
        cv2.imwrite(str(place / f"{seed}.png"), texture(48, 40, seed=seed))
    return place


def rows(capsys: pytest.CaptureFixture[str], start: str) -> list[list[str]]:
    lines = capsys.readouterr().out.splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith(start)]


def test_a_table_says_quality_gain_harm_and_cost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["--data", str(folder), "--jpeg", "10,60", "--model", "gaussian", "--metrics", "psnr,ssim"]) == 0
    )
    found = rows(capsys, "| ")
    assert found[0] == ["", "PSNR dB", "SSIM", "gain dB", "harmed", "worst dB", "s/MP", "kMAC/px"]
    assert [row[0] for row in found if row[0] and set(row[0]) != {"-"}] == ["input", "gaussian"] * 2


def test_the_files_say_the_same_and_show_the_worst(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["--data", str(folder), "--noise", "20", "--model", "gaussian", "--out", str(out)]
    assert main(arguments) == 0
    records = json.loads((out / "evaluation.json").read_text())
    assert [record["restorer"] for record in records] == ["input", "gaussian"]
    ours = records[1]
    gains = [ours["values"][name]["psnr"] - records[0]["values"][name]["psnr"] for name in "012345"]
    assert ours["gain"]["mean"] == pytest.approx(np.mean(gains))
    assert ours["worst"] == pytest.approx(min(gains))
    assert ours["harmed"] == pytest.approx(np.mean([gain < 0 for gain in gains]))
    assert set(ours["against"]) == {"input"}
    page = (out / "index.html").read_text()
    assert f"{min(gains):+.2f} dB" in page
    assert f"{max(gains):+.2f} dB" in page
    # Three worst and one best, each before, after, reference and two differences.
    assert len(list((out / "pictures").glob("*.png"))) == 4 * 5
    assert "gaussian" in (out / "evaluation.md").read_text()


def test_an_untouched_picture_is_perfect_and_stays_finite(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["--data", str(folder), "--model", "input", "--out", str(out)]) == 0
    for record in json.loads((out / "evaluation.json").read_text()):
        assert record["means"]["psnr"]["mean"] == 100
        assert record["harmed"] == 0


def test_networks_and_finished_pictures_are_measured_beside_baselines(folder: Path, tmp_path: Path) -> None:
    case = Case("noise", sources_in(folder), *damages([], [], [25], [])[0][1:])
    names = ["input", str(network(tmp_path / "same.onnx", fold=4)), f"perfect={folder}", "total_variation"]
    measured, shown = measure(case, [find_restorer(name, Setting(threads=1)) for name in names], ["ssim"])
    kept, same, perfect, smooth = (row.values["psnr"] for row in measured)
    assert [row.restorer for row in measured] == ["input", "same", "perfect", "total_variation"]
    assert same == pytest.approx(kept)
    assert (perfect == 100).all()
    assert (smooth > kept).all()
    assert measured[1].kmacs == pytest.approx(48 * 48 * 9 / 16 / 1000)
    assert {one.restorer for one in shown} == {"same"}
    assert measured[1].seconds_per_megapixel is not None
    assert measured[2].seconds_per_megapixel is None
    assert len(comparisons(measured)) == 3


def test_enlarging_is_measured_at_the_references_size(folder: Path, tmp_path: Path) -> None:
    case = Case("×2", sources_in(folder), *damages([], [], [], [2])[0][1:])
    double, same = network(tmp_path / "double.onnx", enlarge=2), network(tmp_path / "same.onnx")
    names = ["input", "lanczos", str(double), str(same)]
    measured, _ = measure(case, [find_restorer(name, Setting()) for name in names], ["psnr_y"])
    bicubic, lanczos, nearest, kept = (row.values["psnr_y"] for row in measured)
    assert kept == pytest.approx(bicubic)
    assert (lanczos != bicubic).all()
    assert nearest.mean() < bicubic.mean()


def test_a_tuned_baseline_is_never_worse(folder: Path) -> None:
    case = Case("noise", sources_in(folder)[:2], *damages([], [], [25], [])[0][1:])
    setting, tuned = Setting(), Setting(tuned=True)
    restorers = [find_restorer("gaussian", setting), find_restorer("gaussian", tuned)]
    restorers[1] = Restorer("tuned", restorers[1].restore)
    (plain, best), _ = measure(case, restorers, ["psnr"])
    assert (best.values["psnr"] >= plain.values["psnr"]).all()


def test_peers_that_are_no_restorers_are_left_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    peers = tmp_path / "peers"
    peers.mkdir()
    network(peers / "good.onnx")
    (peers / "bad.onnx").write_bytes(b"hello")
    assert main(["--data", str(folder), "--first", "2", "--jpeg", "30", "--peers", str(peers)]) == 0
    printed = capsys.readouterr()
    assert "| good |" in printed.out
    assert "bad.onnx is left out" in printed.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--model", "nonsense"], "nonsense"),
        (["--metrics", "beauty"], "beauty"),
        (["--pair", "_a,_b"], "nothing to measure"),
        (["--model", "x=nowhere"], "nowhere"),
        (["--model", "nowhere.onnx"], "nowhere"),
        (["--model", "nowhere.toml"], "nowhere"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["--data", str(folder), *arguments]) == 2
    error = capsys.readouterr().err.strip()
    assert said in error
    assert "\n" not in error


def test_a_missing_folder_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "none")]) == 2
    assert "There is no folder" in capsys.readouterr().err


def mean_of(case: Case, metric: str) -> float:
    (kept,), _ = measure(case, [find_restorer("input", Setting())], [metric])
    return float(kept.values[metric].mean())


@needs_benchmarks
@pytest.mark.slow
@pytest.mark.parametrize(
    ("quality", "psnr", "ssim"),
    [(10, 25.69, 0.743), (20, 28.06, 0.826), (30, 29.37, 0.861), (40, 30.28, 0.882)],
)
def test_jpeg_on_live1_is_as_published(quality: int, psnr: float, ssim: float) -> None:
    case = Case("JPEG", sources_in(EVAL / "live1"), damages([quality], [], [], [])[0][1])
    (kept,), _ = measure(case, [find_restorer("input", Setting())], ["ssim"])
    assert kept.values["psnr"].mean() == pytest.approx(psnr, abs=0.01)
    assert kept.values["ssim"].mean() == pytest.approx(ssim, abs=0.001)


@needs_benchmarks
@pytest.mark.slow
def test_noise_on_polyu_and_bicubic_on_set14_are_as_published() -> None:
    pairs = sources_in(EVAL / "polyu_half", "_real,_mean")
    assert mean_of(Case("noise", pairs, crop=256), "psnr") == pytest.approx(36.45, abs=0.01)
    ((_, shrink, scale),) = damages([], [], [], [2])
    assert mean_of(Case("×2", sources_in(EVAL / "set14"), shrink, scale), "psnr_y") == pytest.approx(
        30.24, abs=0.15
    )
