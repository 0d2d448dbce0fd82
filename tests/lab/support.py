"""Small pools and small runs for the lab's tests."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from afterglow_lab.data.patches import PatchPlan
from afterglow_lab.run import Budget, Optimizer, Run, Validation


def drawing(height: int, width: int, seed: int) -> np.ndarray:
    """A picture with edges and ramps, uint8, that JPEG visibly damages."""
    rng = np.random.default_rng(seed)
    picture = np.linspace(40, 200, width)[None, :, None] * np.ones((height, 1, 3))
    for _ in range(12):
        center = (int(rng.integers(width)), int(rng.integers(height)))
        cv2.circle(picture, center, int(rng.integers(4, 20)), tuple(rng.uniform(0, 255, 3)), -1, cv2.LINE_AA)
    return picture.astype(np.uint8)


def write_pool(root: Path, pool: str = "photo", count: int = 12, side: int = 96) -> Path:
    """A folder of drawings, split into training and validation by their order."""
    (root / pool).mkdir(parents=True, exist_ok=True)
    for seed in range(count):
        cv2.imwrite(str(root / pool / f"{seed:02d}.png"), drawing(side, side + 8, seed))
    return root


def small_run(steps: int, **changes: Any) -> Run:
    """A run of our fast network on patches of 32 pixels."""
    options: dict[str, Any] = {
        "name": "small",
        "network": "afterglow_fast",
        "patches": PatchPlan(pools={"photo": 1.0}, patch=32, batch=4),
        "damage": {"kind": "jpeg", "quality": [10, 20]},
        "budget": Budget(steps=steps),
        "losses": {"l1": 1.0},
        "optimizer": Optimizer(rate=1e-3, warm_up=5),
        "validation": Validation(
            pictures=2, side=64, every=1000, cases={"q10": {"kind": "jpeg", "quality": [10, 10]}}
        ),
        "threads": 1,
        "keep_every": 5,
        "log_every": 1,
    }
    return Run(**(options | changes))
