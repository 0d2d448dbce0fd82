from functools import cache

import cv2
import numpy as np
import pytest

from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.matching import NothingInCommon, match, moved
from afterglow_lab.data.windows import windows


@cache
def scene(seed, width=640, height=480):
    """Something with detail everywhere, as a photo has."""
    rng = np.random.default_rng(seed)
    noise = sum(
        cv2.resize(
            rng.normal(0, 1, (height // n, width // n, 3)), (width, height), interpolation=cv2.INTER_CUBIC
        )
        * n**0.7
        for n in (3, 6, 12, 25, 50)
    )
    return np.clip(drawing(seed, width, height).astype(float) * 0.7 + 40 + 4 * noise, 0, 255).astype(np.uint8)


def other_camera(pixels, matrix, size, rng, sigma=4.0):
    """The scene by another camera: warped by `matrix`, in another tone, noisy."""
    warped = cv2.warpPerspective(pixels, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    toned = 255 * (warped / 255.0) ** 0.75 * (0.9, 0.95, 0.85) + 8
    return np.clip(toned + rng.normal(0, sigma, toned.shape), 0, 255).astype(np.uint8)


WARPS = {
    "a step aside": np.array([[1.0, 0.01, 13.3], [-0.008, 1.0, -7.6], [1e-5, -2e-5, 1]]),
    "closer and turned": np.array([[1.42, -0.2, -60.0], [0.21, 1.38, -90.0], [3e-5, 2e-5, 1]]),
    "twice the pixels": np.array([[2.05, 0.03, -20.2], [-0.02, 2.03, 15.7], [-2e-5, 1e-5, 1]]),
}


@pytest.mark.parametrize("name", WARPS)
def test_a_known_warp_is_found_to_half_a_pixel(name):
    first, matrix = scene(7), WARPS[name]
    size = (1280, 960) if "twice" in name else (640, 480)
    second = other_camera(first, matrix, size, np.random.default_rng(1))
    found = match(grey(first), grey(second))
    places = np.stack(np.meshgrid(np.linspace(120, 520, 9), np.linspace(90, 390, 7)), -1).reshape(-1, 2)
    # Off by so many pixels of the second photo, where both show the scene.
    off = np.linalg.norm(moved(places, found.matrix) - moved(places, matrix), axis=1)
    assert off.max() < 0.5
    assert found.agreeing > 100


def test_different_scenes_have_nothing_in_common():
    with pytest.raises(NothingInCommon, match="nothing in common"):
        match(grey(scene(1)), grey(scene(2)))


@pytest.mark.parametrize("value", [0, 128])
def test_a_blank_picture_has_nothing_in_common_with_any(value):
    with pytest.raises(NothingInCommon):
        match(np.full((200, 300), value, np.uint8), grey(scene(1)))


def test_patches_are_moved_and_turned_back_into_place():
    first = scene(3)
    matrix = WARPS["a step aside"]
    second = other_camera(first, matrix, (640, 480), np.random.default_rng(2), sigma=2)
    # As after a rough alignment: 2.4 pixels right, 1.7 up, a third of a degree turned about the middle.
    turn = np.radians(0.33)
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    centre = np.array([[1, 0, 320], [0, 1, 240], [0, 0, 1]])
    off = np.array([[1, 0, 2.4], [0, 1, -1.7], [0, 0, 1]]) @ centre @ spin @ np.linalg.inv(centre)
    found = list(windows(first, second, matrix @ off, 100, 100, 5))
    assert len(found) == 18
    for window in found:
        place = np.array([[window.left + 49.5, window.top + 49.5]])
        right, down = (moved(place, np.linalg.inv(off)) - place)[0]
        assert window.right == pytest.approx(right, abs=0.15)
        assert window.down == pytest.approx(down, abs=0.15)
        assert window.turn == pytest.approx(-0.33, abs=0.15)
    assert all(window.correlation > 0.95 for window in found)


def test_what_only_one_photo_shows_does_not_match():
    first = scene(5)
    second = other_camera(first, np.eye(3), (640, 480), np.random.default_rng(3))
    second[150:330, 200:420] = scene(9)[150:330, 200:420]
    found = {
        (window.left, window.top): window.correlation
        for window in windows(first, second, np.eye(3), 96, 96, 5)
    }
    covered = [value for (left, top), value in found.items() if 200 <= left <= 324 and 150 <= top <= 234]
    free = [value for (left, top), value in found.items() if left + 96 < 195 or left > 425 or top > 335]
    assert covered
    assert max(covered) < 0.9
    assert min(free) > 0.9


def test_a_flat_sky_gives_no_patches():
    first = scene(5).copy()
    first[:200] = 200
    second = other_camera(first, np.eye(3), (640, 480), np.random.default_rng(3))
    assert all(window.top > 100 for window in windows(first, second, np.eye(3), 96, 48, 5))


def grey(pixels):
    return cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
