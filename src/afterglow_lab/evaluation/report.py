"""Measurements as a page with pictures, the worst first."""

from __future__ import annotations

import html
import itertools
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from afterglow.errors import CannotWrite
from afterglow_lab.evaluation.measure import Shown

GAIN = 5  # how much brighter differences are drawn than they are
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1500px; padding: 0 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid #ccc; padding: .2rem .7rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
.row { display: grid; grid-template-columns: repeat(5, 1fr); gap: .4rem; }
figure { margin: 0; } img { width: 100%; image-rendering: pixelated; } figcaption { color: #666; }
@media (prefers-color-scheme: dark) { body { background: #16181c; color: #ddd; } }
"""


def write_report(folder: Path, title: str, tables: str, shown: Sequence[Shown]) -> Path:
    """A page at `folder`/index.html with the tables and the shown pictures beside it."""
    try:
        (folder / "pictures").mkdir(parents=True, exist_ok=True)
        rows = [_row(folder, number, one) for number, one in enumerate(shown)]
        page = folder / "index.html"
        page.write_text(_page(title, tables, shown, rows), encoding="utf-8")
    except OSError as error:
        raise CannotWrite(f"The report cannot be written to {folder}", hint=f"{error.strerror}.") from error
    return page


def difference(picture: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Gray where they agree, brighter and darker where the picture is, five times enlarged."""
    shifted: np.ndarray = np.clip(128 + GAIN * (picture.astype(np.int16) - reference), 0, 255)
    return shifted.astype(np.uint8)


def _row(folder: Path, number: int, one: Shown) -> str:
    pictures = {
        "before": one.before,
        "after": one.after,
        "reference": one.reference,
        f"before − reference, ×{GAIN}": difference(one.before, one.reference),
        f"after − reference, ×{GAIN}": difference(one.after, one.reference),
    }
    cells = []
    for column, (caption, pixels) in enumerate(pictures.items()):
        path = folder / "pictures" / f"{number:03d}-{column}.png"
        _, stored = cv2.imencode(".png", pixels[..., ::-1])
        path.write_bytes(stored.tobytes())
        cells.append(
            f'<figure><a href="pictures/{path.name}"><img src="pictures/{path.name}" alt="{caption}" '
            f'loading="lazy"></a><figcaption>{caption}</figcaption></figure>'
        )
    return f'<h4>{html.escape(one.name)}: {one.gain:+.2f} dB</h4><div class="row">{"".join(cells)}</div>'


def _page(title: str, tables: str, shown: Sequence[Shown], rows: Sequence[str]) -> str:
    parts = [_as_html(tables), "<h2>The worst pictures, and the best</h2>"]
    together = zip(shown, rows, strict=True)
    for (case, restorer), group in itertools.groupby(
        together, key=lambda pair: (pair[0].case, pair[0].restorer)
    ):
        parts += [f"<h3>{html.escape(restorer)} on {html.escape(case)}</h3>", *(row for _, row in group)]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style><h1>{html.escape(title)}</h1>{''.join(parts)}</html>\n"
    )


def _as_html(tables: str) -> str:
    """Our own Markdown, which has headings, tables and lists only, as HTML."""
    parts = []
    kinds = itertools.groupby(tables.splitlines(), key=lambda line: line[:1])
    for kind, group in kinds:
        lines = [html.escape(line) for line in group]
        if kind == "#":
            parts += [f"<h2>{line.lstrip('# ')}</h2>" for line in lines]
        elif kind == "|":
            parts.append(_table(lines))
        elif kind == "-":
            parts.append(f"<ul>{''.join(f'<li>{line[2:]}</li>' for line in lines)}</ul>")
        elif kind:
            parts += [f"<p>{line}</p>" for line in lines]
    return "".join(parts)


def _table(lines: Sequence[str]) -> str:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[2:])
    return f"<table><tr>{head}</tr>{body}</table>"
