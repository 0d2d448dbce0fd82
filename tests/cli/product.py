"""The product as a user has it: a command in a process of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from afterglow.image import Image, write
from tests.support import texture

COMMAND = [sys.executable, "-m", "afterglow.cli"]
HANG = 120  # seconds after which a test gives up
ROOT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    """What a process of the product sees: our source first, our folders of the day."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def start(*words: object, **settings: object) -> subprocess.Popen[bytes]:
    """Start a command and return its process."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Unbuffered: what a buffer holds after `readline` would be lost to `communicate`.
    settings = {"bufsize": 0, **settings}
    return subprocess.Popen([*COMMAND, *map(str, words)], env=environment(), **{**pipes, **settings})  # type: ignore[call-overload]


def call(*words: object, stdin: bytes = b"", **settings: object) -> subprocess.CompletedProcess[bytes]:
    """Run a command to its end."""
    command = [*COMMAND, *map(str, words)]
    return subprocess.run(
        command, input=stdin, capture_output=True, env=environment(), timeout=HANG, check=False, **settings
    )  # type: ignore[call-overload]


def events(output: str | bytes) -> list[dict[str, object]]:
    """The objects of a `--json` run."""
    return [json.loads(line) for line in output.splitlines()]


def draw(path: Path, width: int = 48, height: int = 32, depth: type = np.uint8, seed: int = 0) -> Path:
    """Draw a picture into a file of any format we write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write(Image(texture(width, height, depth, seed)), path)
    return path


def album(folder: Path, count: int, **settings: int) -> Path:
    """A folder of different small pictures in different formats."""
    for number in range(count):
        suffix = (".jpg", ".png", ".webp", ".tif")[number % 4]
        draw(folder / f"shelf{number % 3}" / f"{number:03}{suffix}", seed=number, **settings)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """Every file below `folder`, hidden ones too, with the SHA-256 of its content."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
