"""Trying a model in a process of its own, so that one that crashes or hangs takes nothing else with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from afterglow.errors import AfterglowError, ModelProblem

MOST_SECONDS = 300
MOST_MEMORY = 8 * 1024**3  # of address space


def in_own_process(task: str, **given: Any) -> dict[str, Any]:
    """The result of a task of `_tasks`, done by another Python; what it refuses is refused here."""
    source = str(Path(__file__).parents[2])
    path = os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            [sys.executable, "-c", "from afterglow.models.trial import main; main()"],
            input=json.dumps({"task": task, "given": given}),
            capture_output=True,
            encoding="utf-8",
            timeout=MOST_SECONDS,
            env={**os.environ, "PYTHONPATH": path},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ModelProblem(
            f"The model did not answer within {MOST_SECONDS} seconds", "It is too slow to be of use here."
        ) from error
    answer = _last_line(done.stdout)
    if answer is None:
        raise ModelProblem(
            "The model brought down the engine when it was tried", "It is damaged, or made to do harm."
        )
    if "refused" in answer:
        raise ModelProblem(*answer["refused"])
    result: dict[str, Any] = answer["result"]
    return result


def main() -> None:
    """Do the task that standard input asks for, and print what came of it."""
    _limit_memory()
    asked = json.loads(sys.stdin.read())
    try:
        answer = {"result": _tasks()[asked["task"]](**asked["given"])}
    except AfterglowError as error:
        answer = {"refused": [error.message, error.hint]}
    print("\n" + json.dumps(answer))


def _tasks() -> dict[str, Any]:
    from afterglow.models.acquaintance import become_acquainted
    from afterglow.models.working_memory import bytes_per_pixel

    return {"become acquainted": become_acquainted, "bytes per pixel": bytes_per_pixel}


def _last_line(text: str) -> dict[str, Any] | None:
    """The answer; an engine may have printed something before it."""
    lines = text.strip().splitlines()
    try:
        answer = json.loads(lines[-1]) if lines else None
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = MOST_MEMORY if most == resource.RLIM_INFINITY else min(most, MOST_MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
