from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from afterglow.errors import WrongOption
from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.fitting import check_fit, check_judge, check_network
from afterglow_lab.networks import NETWORKS
from afterglow_lab.run import Judge, Validation, read_run
from tests.lab.support import small_run

RUNS = Path(__file__).parents[2] / "src" / "afterglow_lab" / "runs"
JUDGES = {name for name in NETWORKS if name.endswith("_discriminator")}


@pytest.mark.parametrize("name", sorted(NETWORKS.keys() - JUDGES))
def test_every_network_takes_patches_that_are_large_enough(name: str):
    assert check_network(name, 256, 2, "patch").shape[:2] == (2, 3)


@pytest.mark.parametrize("name", sorted(JUDGES))
def test_every_judge_looks_at_large_patches_and_makes_no_pictures(name: str):
    check_judge(name, check_network("srcnn", 256, 2, "patch"))
    with pytest.raises(WrongOption, match=f"{name} makes no pictures"):
        check_network(name, 256, 2, "patch")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"patches": PatchPlan({"photo": 1.0}, patch=36)},
            "patch of .* is 36. afterglow_fast asks for a multiple of 8",
        ),
        ({"validation": Validation(side=60)}, "the side of .* is 60"),
        ({"judge": Judge("ff_discriminator")}, "cannot look at patches of 32 pixels"),
        ({"judge": Judge("srcnn")}, "srcnn makes pictures and judges none"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_learned(changes: dict[str, Any], says: str):
    with pytest.raises(WrongOption, match=says):
        check_fit(replace(small_run(steps=1), **changes))


@pytest.mark.parametrize("path", sorted(RUNS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_run_of_ours_fits(path: Path):
    check_fit(read_run(path))
