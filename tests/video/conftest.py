"""Every test of videos has its own ledger, cache and models."""

from tests.home import home as home
