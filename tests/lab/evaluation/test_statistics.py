import numpy as np
import pytest
from scipy import stats

from afterglow_lab.evaluation.statistics import compare, corrected, estimate


def test_the_interval_holds_the_mean_and_narrows_with_more_pictures() -> None:
    rng = np.random.default_rng(0)
    few, many = estimate(rng.normal(30, 2, 10)), estimate(rng.normal(30, 2, 1000))
    assert few.low < few.mean < few.high
    assert many.high - many.low < (few.high - few.low) / 4


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    found = [estimate(rng.normal(0, 1, 30)) for _ in range(100)]
    assert 88 <= sum(one.low <= 0 <= one.high for one in found) <= 100


@pytest.mark.parametrize("values", [[3.0], [3.0, 3.0, 3.0]])
def test_without_spread_there_is_no_interval(values: list[float]) -> None:
    found = estimate(np.array(values))
    assert (found.low, found.mean, found.high) == (3, 3, 3)


def test_a_comparison_is_paired() -> None:
    rng = np.random.default_rng(2)
    theirs = rng.normal(30, 5, 29)
    ours = theirs + rng.normal(0.1, 0.05, 29)
    found = compare(ours, theirs)
    assert found.p == pytest.approx(stats.wilcoxon(ours - theirs).pvalue)
    assert found.p < 1e-4
    assert found.difference.low > 0


def test_equal_restorers_do_not_differ() -> None:
    found = compare(np.ones(5), np.ones(5))
    assert (found.p, found.wins, found.difference.mean) == (1, 0, 0)


def test_holm_corrects_as_published() -> None:
    assert corrected([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert corrected([]) == []
