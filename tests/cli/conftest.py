"""Every test of the command line has its own ledger, cache and models."""

from tests.home import home as home
