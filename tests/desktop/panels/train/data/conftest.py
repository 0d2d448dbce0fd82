import pytest


@pytest.fixture
def page(window):
    """The page of preparing pictures, in an open window."""
    window.go_to("train")
    window.panel.tabs.setCurrentIndex(1)
    return window.panel.data
