"""A comparison to keep: as one HTML page that needs nothing beside itself, or as plain data."""

from __future__ import annotations

import base64
import html
import math
from dataclasses import dataclass

import numpy as np

from afterglow.image import Image, Size, resize, write_bytes
from afterglow.image.image import from_unit, to_unit
from afterglow.metrics import METRICS, histograms
from afterglow.metrics.edges import edges
from afterglow.score.alike import made_alike, opaque
from afterglow.score.compare import Comparison
from afterglow.score.heat import heat_map

WIDE = Size(720, 720)  # pictures are shown no larger
STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:96rem;padding:0 1rem}
body{background:#16181d;color:#e8e8ea}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}.row{display:flex;flex-wrap:wrap;gap:1rem}
figure{margin:0;flex:1 1 20rem}img{max-width:100%;border-radius:4px}figcaption,.note{color:#a5a8b0}
table{border-collapse:collapse}td,th{padding:.2rem .9rem;text-align:right;border-bottom:1px solid #333}
td:first-child,th:first-child{text-align:left}svg{background:#0d0e11;border-radius:4px}
"""


@dataclass(frozen=True)
class Named:
    """A picture and what to call it."""

    name: str
    image: Image


def report(found: Comparison, a: Named, b: Named, reference: Named | None = None, gain: float = 5.0) -> str:
    """The page: verdict, pictures, difference, edges, histograms and all numbers."""
    shown = {side: _shown(named.image) for side, named in (("A", a), ("B", b))}
    names = {"A": a.name, "B": b.name}
    others = {"B": b.image} if reference is None else {"A": a.image, "B": b.image}
    alike = made_alike(reference.image if reference else a.image, "", others)
    differences = "".join(
        _figure(
            _embedded(_small(heat_map(picture.pixels, alike.base.pixels, gain))),
            f"{side} beside {'A' if reference is None else 'the reference'}, {gain:g} times amplified",
        )
        for side, picture in alike.pictures.items()
    )
    pictures = "".join(
        _figure(_embedded(picture.pixels), f"{side}: {names[side]}, {_size(side, a, b)}")
        for side, picture in shown.items()
    )
    outlines = "".join(
        _figure(_embedded(_outlined(picture)), f"Edges of {side}") for side, picture in shown.items()
    )
    return "\n".join(
        [
            "<!doctype html><html lang=en><meta charset=utf-8><title>Comparison</title>",
            f"<style>{STYLE}</style>",
            f"<h1>{_verdict(found)}</h1><p>{html.escape(found.reason)}</p>",
            *(f"<p class=note>{html.escape(note)}</p>" for note in found.notes),
            f"<div class=row>{pictures}</div>",
            f"<h2>Numbers</h2>{_numbers(found)}",
            f"<h2>Differences</h2><div class=row>{differences}</div>",
            f"<h2>Edges</h2><div class=row>{outlines}</div>",
            f"<h2>Histograms</h2>{_histograms(shown)}</html>",
        ]
    )


def as_object(found: Comparison) -> dict[str, object]:
    """A comparison as the documented JSON object; what is infinite is null, for JSON has no such number."""
    scores = {
        side: {
            "value": round(score.value, 2),
            "uncertainty": round(score.uncertainty, 2),
            "note": score.note,
        }
        for side, score in found.scores.items()
    }
    metrics = {
        name: {side: value if math.isfinite(value) else None for side, value in values.items()}
        for name, values in found.metrics.items()
    }
    return {
        "better": found.better or None,
        "confidence": round(found.confidence, 4),
        "reason": found.reason,
        "scores": scores,
        "metrics": metrics,
        "shifts": {
            side: {"right": round(right, 3), "down": round(down, 3)}
            for side, (right, down) in found.shifts.items()
        },
        "notes": list(found.notes),
    }


def _verdict(found: Comparison) -> str:
    if not found.better:
        return "Neither is better"
    return f"{found.better.upper()} is better, {100 * found.confidence:.0f} % sure"


def _numbers(found: Comparison) -> str:
    columns = ["between"] if "between" in next(iter(found.metrics.values()), {}) else ["a", "b"]
    titles = ["A and B"] if columns == ["between"] else ["A", "B"]
    rows = []
    if found.scores:
        points = " and ".join(str(score) for score in found.scores.values())
        rows.append(f"<tr><td>Score of 100<td colspan={len(columns)}>{points}")
    for name, values in found.metrics.items():
        metric = METRICS[name]
        cells = "".join(f"<td>{values[column]:.4g} {metric.unit}" for column in columns)
        rows.append(f"<tr><td>{metric.title}, {metric.better} is better{cells}")
    return f"<table><tr><th>{''.join(f'<th>{title}' for title in titles)}{''.join(rows)}</table>"


def _histograms(shown: dict[str, Image]) -> str:
    drawn = []
    for side, picture in shown.items():
        lines = []
        for channel, colour in zip(histograms(picture.pixels)["rgb"], ("#f66", "#6d6", "#69f"), strict=True):
            heights = 100 - 100 * np.sqrt(channel / channel.max())
            points = " ".join(f"{x},{height:.1f}" for x, height in enumerate(heights))
            lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}"/>')
        drawn.append(f"<figure><svg viewBox='0 0 256 100' width=100%>{''.join(lines)}</svg>")
        drawn.append(f"<figcaption>{side}: shadows to lights, square roots of shares</figcaption></figure>")
    return f"<div class=row>{''.join(drawn)}</div>"


def _outlined(picture: Image) -> np.ndarray:
    return np.repeat((edges(to_unit(picture.pixels)) * np.uint8(255))[:, :, None], 3, axis=2)


def _shown(image: Image) -> Image:
    flat, _ = opaque(image, "")
    pixels = _small(flat.pixels)
    return Image(from_unit(np.clip(to_unit(pixels), 0, 1), np.dtype(np.uint8)), profile=image.profile)


def _small(pixels: np.ndarray) -> np.ndarray:
    size = Size(pixels.shape[1], pixels.shape[0])
    fitted = size.fitted(WIDE)
    return resize(pixels, fitted) if fitted.pixels < size.pixels else pixels


def _embedded(pixels: np.ndarray) -> str:
    data, _ = write_bytes(Image(np.array(pixels)), "png")
    return f"data:image/png;base64,{base64.b64encode(data).decode()}"


def _figure(source: str, caption: str) -> str:
    return f'<figure><img src="{source}" alt=""><figcaption>{html.escape(caption)}</figcaption></figure>'


def _size(side: str, a: Named, b: Named) -> str:
    return f"{(a if side == 'A' else b).image.size} pixels"
