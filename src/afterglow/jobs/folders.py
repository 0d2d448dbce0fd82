"""Where a program keeps what it remembers of its work."""

from __future__ import annotations

import os
from pathlib import Path


def state_folder() -> Path:
    """What AFTERGLOW_STATE says, else the place this system has for such things."""
    asked = os.environ.get("AFTERGLOW_STATE")
    if asked:
        return Path(asked)
    import platformdirs

    return platformdirs.user_state_path("afterglow", appauthor=False)
