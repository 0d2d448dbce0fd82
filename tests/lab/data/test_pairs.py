import numpy as np
import pytest

from afterglow_lab.data import pictures
from afterglow_lab.data.pairs import pairs_in


@pytest.mark.parametrize("mark", ["q", "p"])
def test_levels_pair_with_the_untouched_copy(mark, tmp_path):
    for name in (f"a_{mark}10", f"a_{mark}50", f"a_{mark}100", f"trip/a_{mark}50", "other"):
        pictures.put(pictures.encoded(np.zeros((4, 4, 3), np.uint8), "png"), tmp_path / f"{name}.png")
    found = pairs_in(tmp_path)
    assert [(pair.damaged.stem, pair.clean.stem, pair.quality) for pair in found] == [
        (f"a_{mark}10", f"a_{mark}100", 10),
        (f"a_{mark}50", f"a_{mark}100", 50),
    ]


def test_halves_pair_by_their_name(tmp_path):
    for name in ("damaged/a.png", "clean/a.png", "damaged/trip/b.png", "clean/trip/b.jpg", "clean/alone.png"):
        format = "jpg" if name.endswith("jpg") else "png"
        pictures.put(pictures.encoded(np.zeros((4, 4, 3), np.uint8), format), tmp_path / name)
    assert [(pair.damaged.stem, pair.clean.name) for pair in pairs_in(tmp_path)] == [
        ("a", "a.png"),
        ("b", "b.jpg"),
    ]
