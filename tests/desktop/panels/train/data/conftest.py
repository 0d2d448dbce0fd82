import pytest

from tests.cli.product import draw


@pytest.fixture
def page(window):
    """The page of preparing pictures, in an open window."""
    window.go_to("train")
    window.panel.tabs.setCurrentIndex(1)
    return window.panel.data


@pytest.fixture
def good(tmp_path):
    """A folder with three good pictures."""
    (tmp_path / "good").mkdir()
    for seed in range(3):
        draw(tmp_path / "good" / f"{seed}.png", 200, 160, seed=seed)
    return tmp_path / "good"
