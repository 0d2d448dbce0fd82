"""Exit codes. They are promised in docs/cli.md and never change their meaning."""

from __future__ import annotations

FINE = 0
NOTHING_DONE = 1
USAGE = 2
SOME_FAILED = 3
NO_DEVICE = 4
STOPPED = 130
