import numpy as np
import pytest

from afterglow.score.frequencies import BLOCK, basis, product, waves


@pytest.mark.parametrize("count", [0, 1, 64, 65, 500])
def test_a_product_in_few_rows_at_a_time_is_the_whole_product(count):
    rng = np.random.default_rng(count)
    rows, matrix = rng.random((count, 64), np.float32), rng.random((64, 64), np.float32)
    np.testing.assert_allclose(product(rows, matrix), rows @ matrix, rtol=1e-6)


def test_a_block_comes_back_from_its_frequencies():
    block = np.random.default_rng(0).random((BLOCK, BLOCK))
    found = waves() @ block @ waves().T
    np.testing.assert_allclose(block.ravel() @ basis(), found.ravel(), atol=1e-6)
    np.testing.assert_allclose(found.ravel() @ basis().T, block.ravel(), atol=1e-6)
