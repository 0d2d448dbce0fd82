"""Every test of videos has its own ledger, cache and models."""

from __future__ import annotations

import pytest

from tests.cli import tiny_model


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """Folders of its own for what the product keeps, with one tiny model among its models."""
    place = tmp_path_factory.mktemp("home")
    tiny_model.install(place / "models")
    monkeypatch.setenv("AFTERGLOW_MODELS", str(place / "models"))
    monkeypatch.setenv("AFTERGLOW_STATE", str(place / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    return place
