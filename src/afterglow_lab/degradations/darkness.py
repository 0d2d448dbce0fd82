"""Too little light."""

from dataclasses import dataclass

import numpy as np

from afterglow_lab.degradations.light import from_light, to_light


@dataclass(frozen=True)
class Darkness:
    """Underexposed by `stops`, with the darkest `crush` of the light lost, kept in 8 bits as a file would."""

    stops: tuple[float, float] = (1, 4)
    crush: tuple[float, float] = (0, 0.004)

    def __call__(self, pixels: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        light = to_light(pixels) * np.float32(2 ** -rng.uniform(*self.stops))
        crush = np.float32(rng.uniform(*self.crush))
        dark = from_light((light - crush) / (1 - crush))
        # Brightened again, the few numbers that dark tones share show as bands; a model must see that.
        stored: np.ndarray = np.rint(dark * 255) / np.float32(255)
        return stored
