import numpy as np
import pytest

from afterglow_lab.degradations.sensor import NoiseLevel, draw_iso, exposed, level_at


@pytest.mark.parametrize("signal", [0.0, 0.002, 0.05, 0.5, 1.0])
@pytest.mark.parametrize("shot", [1e-4, 1.2e-2])
def test_variance_grows_with_the_signal_and_the_mean_does_not_move(signal: float, shot: float) -> None:
    level = NoiseLevel(shot, read=0.002)
    read = exposed(np.full((400, 500), signal, np.float32), level, np.random.default_rng(1))
    deviation = np.sqrt(shot * signal + level.read**2)
    assert read.mean() == pytest.approx(signal, abs=0.02 * deviation + 0.05 * shot)
    assert read.std() == pytest.approx(deviation, rel=0.05)


def test_few_photons_are_as_skewed_as_poisson() -> None:
    shot, photons = 0.01, 5.0
    read = exposed(
        np.full((400, 500), photons * shot, np.float32), NoiseLevel(shot, 0.0), np.random.default_rng(1)
    )
    skew = ((read - read.mean()) ** 3).mean() / read.std() ** 3
    assert skew == pytest.approx(photons**-0.5, rel=0.15)


def test_rows_share_some_of_the_noise() -> None:
    level = NoiseLevel(1e-6, read=0.002, row=0.01)
    read = exposed(np.full((200, 300), 0.1, np.float32), level, np.random.default_rng(1))
    assert read.mean(1).std() == pytest.approx(0.01, rel=0.2)


def test_phones_are_within_their_published_range() -> None:
    rng = np.random.default_rng(1)
    levels = {iso: [level_at(iso, rng) for _ in range(200)] for iso in (100, 12000)}
    assert levels[100][0].shot == pytest.approx(1e-4)
    assert levels[12000][0].shot == pytest.approx(1.2e-2)
    assert np.mean([np.log(level.read**2) for level in levels[12000]]) == pytest.approx(-8.44, abs=0.1)
    assert np.median([level.visible for level in levels[12000]]) > 8 * np.median(
        [a.visible for a in levels[100]]
    )


def test_each_doubling_of_the_iso_is_as_likely_as_the_next() -> None:
    rng = np.random.default_rng(1)
    doublings = np.log2([draw_iso((100, 12800), rng) / 100 for _ in range(4000)])
    counts, _ = np.histogram(doublings, bins=7, range=(0, 7))
    assert counts.sum() == 4000
    assert counts.min() > 450
