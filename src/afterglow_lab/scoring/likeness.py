"""How much of the original is left in a damaged picture, 0 to 100: the judge's targets."""

import cv2
import numpy as np

FLOORS = (6.5025, 58.5225)  # (0.01 · 255)² and (0.03 · 255)², as in SSIM
SCALES = (0.35, 0.4, 0.25)  # weights of the full, half and quarter size
LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def likeness(pixels: np.ndarray, clean: np.ndarray) -> float:
    """SSIM over three sizes, mapped so that JPEG quality 95, 50 and 10 come out near 92, 75 and 50.

    The square root undoes SSIM's crowding at 1: equal steps look about equally different.
    """
    here, there = _luma(pixels), _luma(clean)
    alike = 0.0
    for weight in SCALES:
        alike += weight * _ssim(here, there)
        here, there = _halved(here), _halved(there)
    return float(np.clip(100 * (1 - 1.1 * np.sqrt(max(1 - alike, 0.0))), 0, 100))


def _luma(pixels: np.ndarray) -> np.ndarray:
    return pixels.astype(np.float32) @ LUMA


def _halved(plane: np.ndarray) -> np.ndarray:
    return cv2.resize(plane, (plane.shape[1] // 2, plane.shape[0] // 2), interpolation=cv2.INTER_AREA)


def _ssim(here: np.ndarray, there: np.ndarray) -> float:
    mean_here, mean_there = _smooth(here), _smooth(there)
    both = mean_here * mean_there
    squares = mean_here**2 + mean_there**2
    covariance = _smooth(here * there) - both
    variances = _smooth(here * here) + _smooth(there * there) - squares
    alike = (2 * both + FLOORS[0]) * (2 * covariance + FLOORS[1])
    return float((alike / ((squares + FLOORS[0]) * (variances + FLOORS[1]))).mean())


def _smooth(plane: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(plane, (11, 11), 1.5)
