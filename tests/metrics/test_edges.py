import cv2
import numpy as np
import pytest

from afterglow.metrics.edges import canny, edge_similarity, edges
from tests.support import texture


@pytest.mark.parametrize("thresholds", [(0, 0), (10, 60), (40, 120), (100, 255)])
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (64, 48), (201, 133)])
def test_it_finds_the_edges_that_opencv_finds(size: tuple[int, int], thresholds: tuple[int, int]) -> None:
    gray = np.rint(texture(*size, np.float32, seed=3).mean(axis=2) * 255).astype(np.uint8)
    wanted = cv2.Canny(gray, *thresholds) > 0
    assert (canny(gray, *thresholds) == wanted).all()


def test_a_weak_edge_survives_where_a_strong_one_leads_to_it() -> None:
    plane = np.zeros((40, 40))
    plane[20:] = np.linspace(20, 120, 40)
    found = canny(plane, 60, 300)
    assert found[19:21].any(axis=0)[5:].all()
    assert not canny(plane[:, :15], 60, 300).any()


def test_a_shift_by_one_pixel_is_forgiven_and_by_ten_is_not() -> None:
    def step_at(column: int) -> np.ndarray:
        pixels = np.zeros((80, 80, 3), np.float32)
        pixels[:, column:] = 1
        return pixels

    assert edge_similarity(step_at(31), step_at(30)) == 1
    assert edge_similarity(step_at(40), step_at(30)) == 0


def test_flat_pictures_agree_and_a_flat_one_agrees_with_no_other() -> None:
    flat = np.full((20, 20, 3), 0.5, np.float32)
    assert edge_similarity(flat, flat) == 1
    step = flat.copy()
    step[10:] = 1
    assert edges(step).any()
    assert edge_similarity(flat, step) == 0
