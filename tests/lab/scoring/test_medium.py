import numpy as np

from afterglow_lab.scoring.medium import Table, fit, right
from afterglow_lab.scoring.stored import write_perceptron


def clouds(seed, count=120):
    """Traits of two kinds that differ in some of them only."""
    rng = np.random.default_rng(seed)
    drawn = rng.random(count) < 0.3
    traits = rng.normal(0, 1, (count, 6)).astype(np.float32)
    traits[drawn, :3] += 3
    return Table(traits, drawn)


def test_what_was_fitted_and_stored_names_both_kinds(tmp_path):
    file = tmp_path / "medium.json"
    write_perceptron(fit(clouds(0)), file)
    drawings, photographs = right(file, clouds(1))
    assert drawings > 0.9
    assert photographs > 0.9


def test_the_same_seed_fits_the_same():
    one, two = fit(clouds(0)), fit(clouds(0))
    for name, numbers in one.items():
        np.testing.assert_array_equal(numbers, two[name])
