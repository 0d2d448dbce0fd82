import cv2
import numpy as np
import pytest

from afterglow_lab.degradations.phone import PhoneCamera, Shot
from tests.lab.support import drawing

SCENE = cv2.GaussianBlur(drawing(160, 200, 1), (0, 0), 1.5).astype(np.float32) / 255


def shots(count: int = 12, **options: object) -> list[Shot]:
    return [PhoneCamera(**options).shot(np.random.default_rng(seed)) for seed in range(count)]


def test_a_part_of_a_picture_suffers_what_the_whole_suffers() -> None:
    for shot in shots(noise=(0.0, 0.0), quality=(100, 100)):
        whole, part = (
            shot.taken(pixels, np.random.default_rng(0)) for pixels in (SCENE, SCENE[40:120, 50:150])
        )
        # Away from the part's own edges, which the blurs of the detail see.
        assert np.abs(whole[80, 100] - part[40, 50]).max() < 0.03
        part = shot.toned(SCENE[40:120, 50:150])
        assert shot.toned(SCENE)[40:120, 50:150] == pytest.approx(part, abs=1e-5)


def test_tones_keep_their_order() -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32)[None, :, None].repeat(3, 2)
    for shot in shots():
        assert (np.diff(cv2.cvtColor(shot.toned(ramp), cv2.COLOR_RGB2GRAY)) >= -1e-6).all()


def test_phones_are_darker_flatter_and_paler_than_good_cameras() -> None:
    seen = [shot.toned(SCENE) for shot in shots(60)]
    assert np.mean([pixels.mean() for pixels in seen]) < SCENE.mean()
    assert np.mean([pixels.std() for pixels in seen]) < SCENE.std()
    chroma = [float(np.ptp(pixels, axis=2).mean()) for pixels in (SCENE, *seen)]
    assert np.mean(chroma[1:]) < chroma[0]


def test_a_weaker_fault_changes_less() -> None:
    changes = []
    for strength in (0.0, 0.3, 1.0):
        worn = shots(20, strength=(strength, strength), quality=(100, 100), untouched=0.0)
        rng = np.random.default_rng(0)
        changes.append(np.mean([np.abs(shot.taken(SCENE, rng) - SCENE).mean() for shot in worn]))
    assert changes == sorted(changes)
    assert changes[0] == pytest.approx(0, abs=0.01)


def test_noise_is_in_the_phones_own_picture() -> None:
    flat = np.full((64, 64, 3), 0.5, np.float32)
    deviation = [
        Shot(noise=noise / 255, quality=100).taken(flat, np.random.default_rng(1)).std()
        for noise in (1, 3, 6)
    ]
    assert deviation == sorted(deviation)
    assert deviation[1] == pytest.approx(3 / 255, rel=0.3)


def test_some_photos_are_left_alone() -> None:
    untouched = [shot == Shot() for shot in shots(200, untouched=0.25)]
    assert 0.15 < np.mean(untouched) < 0.35
    assert np.array_equal(Shot().taken(SCENE, np.random.default_rng(0)), SCENE)
