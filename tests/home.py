"""Folders of a test's own for what the product keeps."""

from __future__ import annotations

import pytest

from tests.cli import tiny_model


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    """A ledger, a cache, and one tiny model among the models."""
    place = tmp_path_factory.mktemp("home")
    tiny_model.install(place / "models")
    monkeypatch.setenv("AFTERGLOW_MODELS", str(place / "models"))
    monkeypatch.setenv("AFTERGLOW_STATE", str(place / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(place / "cache"))
    return place
