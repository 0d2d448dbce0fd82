"""The lab as this page knows it: run files to begin from, and commands that run in processes of their own.

The lab is never imported here: it brings torch, and a training must be able to end without the window.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections import deque
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from afterglow.errors import AfterglowError
from afterglow.progress import SILENT, Cancelled, Progress

NEEDED = ("afterglow_lab", "torch", "cv2", "onnx", "safetensors")
QUALITIES = ("fast", "best")
BESIDE_US = """
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(1)), daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
"""Runs a module as `python -m` does, and ends with the window that holds its standard input open."""

LEAVING = 10.0  # seconds that a process has to leave before it is killed


def is_there() -> bool:
    """Is the lab installed, with all that it needs?"""
    return all(find_spec(name) for name in NEEDED)


def templates() -> dict[tuple[str, str], dict[str, Any]]:
    """The run files of the shipped models, by task and quality."""
    found = find_spec("afterglow_lab")
    if found is None or found.origin is None:
        return {}
    read = {}
    for path in sorted((Path(found.origin).parent / "runs").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        task, quality = table.get("task", ""), table.get("quality", "")
        if path.stem == f"{task}-{quality}" and quality in QUALITIES:
            read[task, quality] = table
    return read


def as_toml(table: dict[str, Any]) -> str:
    """A run file: each key on a line, its tables within it."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def train_command(run: Path, data: Path, out: Path) -> list[str]:
    """`afterglow train`, which goes on where an earlier one was stopped."""
    return beside_us("afterglow_lab.train", str(run), "--data", str(data), "--out", str(out))


def export_command(run: Path, data: Path, out: Path, zoo: Path) -> list[str]:
    """`afterglow export`, into the folder of the user's models."""
    words = ("--data", str(data), "--out", str(out), "--zoo", str(zoo), "--replace")
    return beside_us("afterglow_lab.export", str(run), *words)


def beside_us(module: str, *words: str) -> list[str]:
    """A module's command line, for a process that does not outlive this one, however this one ends."""
    return [sys.executable, "-c", BESIDE_US, module, *words]


def follow(
    command: Sequence[str],
    hear: Callable[[str], object],
    progress: Progress = SILENT,
    fine: Sequence[int] = (0,),
) -> int:
    """Run a command to its end and `hear` what it says, line by line; stopping ends its process.

    Where it ends with a code that is not `fine`, its last line is what went wrong.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None
    lines: SimpleQueue[str | None] = SimpleQueue()
    Thread(target=_listen, args=(process.stdout, lines), daemon=True).start()
    last: deque[str] = deque(maxlen=1)
    try:
        while (line := _next(lines, progress)) is not None:
            last.append(line)
            hear(line)
        code = process.wait()
        if code not in fine:
            said = last[0] if last else f"The command ended with {process.returncode}"
            raise problem_in(said.partition(": ")[2] or said)
        return code
    finally:
        _end(process)


def problem_in(said: str) -> AfterglowError:
    """What happened and what to do about it, which a command says in one line."""
    message, _, hint = said.removesuffix(".").partition(". ")
    return AfterglowError(message, f"{hint}." if hint and not hint.endswith("?") else hint)


class Answers:
    """A module of the lab that answers: a line of JSON for a line of JSON. Its process ends with its input."""

    def __init__(self, module: str) -> None:
        self._command = [sys.executable, "-m", module]
        self._process: subprocess.Popen[str] | None = None

    def ask(self, question: dict[str, Any] | str) -> dict[str, Any]:
        """Its answer; what it cannot do is raised. One thread at a time."""
        if self._process is None:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            )
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(question) + "\n")
            process.stdin.flush()
            said = process.stdout.readline()
        except (OSError, ValueError):
            said = ""
        if not said:
            self.close()
            raise AfterglowError("The lab has ended unexpectedly", "Try again.")
        answer: dict[str, Any] = json.loads(said)
        if "problem" in answer:
            raise AfterglowError(answer["problem"], answer["hint"])
        return answer

    def close(self) -> None:
        """End it, whatever it does now."""
        process, self._process = self._process, None
        if process:
            _end(process)


def _next(lines: SimpleQueue[str | None], progress: Progress) -> str | None:
    while True:
        if progress.stopped():
            raise Cancelled
        try:
            return lines.get(timeout=0.1)
        except Empty:
            continue


def _listen(pipe: IO[str], lines: SimpleQueue[str | None]) -> None:
    for line in pipe:
        if line.strip():
            lines.put(line.rstrip())
    lines.put(None)


def _end(process: subprocess.Popen[str]) -> None:
    """A training may be ended at any moment: it goes on from its last checkpoint."""
    if process.stdin:
        process.stdin.close()
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(LEAVING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
