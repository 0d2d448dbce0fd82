"""docs/methods.md, one section at a time: what one tool measures leaves the others' sections as they are."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Sequence
from pathlib import Path

from afterglow_lab.evaluate import main as evaluate

PAGE = Path(__file__).resolve().parents[1] / "docs/methods.md"
TITLE = "# Methods side by side\n"
HEADING = "\n## "


def write_section(title: str, text: str) -> None:
    """Put the section into the page, in place of the one of the same title."""
    page = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else TITLE
    head, *sections = page.rstrip("\n").split(HEADING)
    texts = dict(section.split("\n", 1) for section in sections)
    texts[title] = f"\n{text.strip()}"
    written = [f"{name}\n{body.rstrip()}\n" for name, body in texts.items()]
    PAGE.write_text(HEADING.join([f"{head.rstrip()}\n", *written]), encoding="utf-8")


def evaluated(words: Sequence[str]) -> str:
    """The tables that `afterglow evaluate` prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        failed = evaluate(words)
    if failed:
        raise SystemExit(failed)
    return said.getvalue().strip()


def night(iso: int) -> str:
    """The damage of a night phone at one ISO, as `afterglow evaluate --damage` takes it."""
    return f'iso{iso} = {{ kind = "night", iso = [{iso}, {iso}] }}'
