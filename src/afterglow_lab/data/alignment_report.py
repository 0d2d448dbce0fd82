"""What was aligned, as a page to look at."""

import base64
from html import escape
from pathlib import Path
from typing import Any

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: right; }
td:first-child, th:first-child { text-align: left; } tr:nth-child(even) { background: #8881; }
figure { margin: 2rem 0; } img { max-width: 100%; } .problem { color: #b3261e; }
"""


def page(pairs: list[dict[str, Any]], out: Path) -> str:
    """An HTML page that needs no other file."""
    rows = "\n".join(_row(pair) for pair in pairs)
    figures = "\n".join(_figure(pair, out) for pair in pairs if not pair["problem"])
    kept = sum(len(pair["patches"]) for pair in pairs)
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Alignment</title><style>{STYLE}</style>
<h1>Alignment</h1>
<p>{kept} patches of {sum(not pair["problem"] for pair in pairs)} pairs of photos.</p>
<table>
<tr><th>pair</th><th>points</th><th>agree</th><th>whole photo</th><th>patches</th><th>kept</th>
<th>median shift</th></tr>
{rows}
</table>
{figures}
</html>
"""


def _row(pair: dict[str, Any]) -> str:
    name = escape(pair["name"])
    if pair["problem"]:
        return f'<tr><td>{name}</td><td colspan="6" class="problem">{escape(pair["problem"])}</td></tr>'
    shifts = sorted((patch["right"] ** 2 + patch["down"] ** 2) ** 0.5 for patch in pair["patches"])
    median = f"{shifts[len(shifts) // 2]:.2f} px" if shifts else "–"
    share = f"{len(pair['patches'])} ({len(pair['patches']) / max(pair['looked_at'], 1):.0%})"
    cells = (pair["tried"], pair["agreeing"], f"{pair['correlation']:.3f}", pair["looked_at"], share, median)
    return f"<tr><td>{name}</td>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def _figure(pair: dict[str, Any], out: Path) -> str:
    name = escape(pair["name"])
    preview = out / f"previews/{pair['name']}.jpg"
    if not preview.is_file():
        return ""
    picture = base64.b64encode(preview.read_bytes()).decode()
    return (
        f"<figure><img alt='{name}' src='data:image/jpeg;base64,{picture}'>"
        f"<figcaption>{name}: squares of the phone's photo and the camera's in turn.</figcaption></figure>"
    )
