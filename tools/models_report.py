"""The pages in docs/models: `make models-report` measures every shipped model through the product's own path.

Each page holds the card, and tables as `afterglow evaluate` prints them, each below the command that makes it. A table
whose pictures are not on this machine is left as it was. The gains on LIVE1, which `auto` goes by, are written into the
cards.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import json
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path
from typing import Any

from model_pictures import draw_extremes

from afterglow.models.card import ModelCard, write_card
from afterglow.models.store import SHIPPED, list_models
from afterglow_lab.evaluate import main as evaluate

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs/models"
SHARED = Path(os.environ.get("AFTERGLOW_SHARED", ROOT.parent / "shared"))

DRAWINGS = "--data ../shared/data/train/illustration --crop 512 --metrics psnr,ssim,psnr_b"
ENGINE = "--engine auto --precision auto"  # what a person gets on this machine
EIGHT = "--crop 256 --first 8 --jpeg 20"
PEERS = "--peers ../shared/peers --metrics psnr,ssim,psnr_b"
TABLES: dict[str, dict[str, str]] = {
    "jpeg-photo": {
        "LIVE1, 29 photographs, OpenCV 4:2:0": "--data ../shared/data/eval/live1 --metrics psnr,ssim,psnr_b "
        "--jpeg 10,20,30,40,50,60,70,80,90,95",
        "Classic5, 5 gray pictures": "--data ../shared/data/eval/classic5 --metrics psnr,ssim,psnr_b "
        "--jpeg 10,20,30,40",
        "beside other people's networks": f"--data ../shared/data/eval/live1 {EIGHT} {PEERS}",
    },
    "jpeg-art": {
        "23 validation drawings, middle 512×512": f"{DRAWINGS} --jpeg 10,30,50,70,90,95",
        "beside other people's networks": f"--data ../shared/data/train/illustration {EIGHT} {PEERS}",
    },
    "mosaic-art": {
        "23 validation drawings, middle 512×512, blocks of 2 to 8": f"{DRAWINGS} --mosaic 2,3,4,6,8",
        "the same without mosaic": DRAWINGS,
    },
    "night": {
        "PolyU, 50 real pairs, central 256×256": "--data ../shared/data/eval/polyu_half --pair _real,_mean "
        "--crop 256 --metrics psnr,ssim,color_shift",
        "simulated night phones, held-out photographs": "--data ../shared/data/train/photo --crop 256 --first 16 "
        "--damage 'iso800 = { kind = \"night\", iso = [800, 800] }' "
        "--damage 'iso3200 = { kind = \"night\", iso = [3200, 3200] }' "
        "--damage 'plain3200 = { kind = \"sensor_noise\", iso = [3200, 3200], denoise = [0, 0] }' "
        "--damage 'soft = { kind = \"sensor_noise\", iso = [1600, 1600], denoise = [0, 0], soft = 1.0 }' --noise 15 "
        "--damage 'jpeg97 = { kind = \"jpeg\", quality = [97, 97] }' "
        "--metrics psnr,ssim,color_shift --model nonlocal_means --tuned",
        "beside other people's networks": "--data ../shared/data/eval/polyu_half --pair _real,_mean --crop 256 "
        f"--first 12 {PEERS}",
    },
    "phone": {
        "nine photographs beside an expert's retouch": "--data ../shared/data/eval/fivek9 --pair Input,Label "
        "--metrics psnr,ms_ssim,delta_e --model clahe --model DPED=../shared/data/eval/fivek9/DPED_iPhone7 "
        "--model CLHE=../shared/data/eval/fivek9/CLHE --model NPEA=../shared/data/eval/fivek9/NPEA",
        "simulated phones, held-out photographs": "--data ../shared/data/train/photo --crop 512 "
        "--damage 'phone = { kind = \"phone\", untouched = 0.0 }' "
        "--damage 'mild = { kind = \"phone\", strength = [0.1, 0.3], untouched = 0.0 }' "
        "--metrics psnr,ms_ssim,delta_e --model clahe",
    },
    "upscale": {
        "Set14, bicubic ×2, luma": "--data ../shared/data/eval/set14 --shrink 2 --metrics psnr_y,ssim "
        "--model lanczos",
    },
}


def main() -> None:
    PAGES.mkdir(parents=True, exist_ok=True)
    cards = [card for card in list_models() if card.path.is_relative_to(SHIPPED)]
    for task in sys.argv[1:] or sorted({card.task for card in cards} & set(TABLES)):
        page = PAGES / f"{task}.md"
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(written([card for card in cards if card.task == task], before), encoding="utf-8")
        print(f"{page.relative_to(ROOT)}", flush=True)


def written(cards: list[ModelCard], before: str) -> str:
    task = cards[0].task
    lines = [f"# {task}", "", cards[0].summary, "", notes(before)]
    for card in cards:
        lines += ["", f"**{card.name}**: {described(card)}"]
    for title, words in TABLES[task].items():
        heading = f"## {title[0].upper()}{title[1:]}"
        lines += ["", heading, "", *table(cards, heading, words, before)]
    lines += ["", "## Success and failure"]
    for card in cards:
        lines += ["", draw_extremes(task, card.name)]
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def described(card: ModelCard) -> str:
    size = card.path.stat().st_size / 1e6
    return (
        f"{card.parameters / 1e6:.2f} million parameters, {card.kmacs:.0f} kMAC per pixel, {size:.1f} MB. "
        f"Trained by `runs/{card.trained.run}` in {card.trained.steps:,} steps ({card.trained.minutes:.0f} minutes on "
        f"two busy cores), {card.trained.date}. Licence {card.licence}."
    )


def table(cards: list[ModelCard], heading: str, words: str, before: str) -> list[str]:
    named = " ".join(f"--model {card.name}" for card in cards)
    arguments = shlex.split(words.replace("../shared", str(SHARED)))
    said = io.StringIO()
    with tempfile.TemporaryDirectory() as folder:
        with contextlib.redirect_stdout(said):
            code = evaluate([*named.split(), *arguments, *ENGINE.split(), "--out", folder])
        if code:
            return kept(before, heading)
        if NOTED in words:
            note(cards, json.loads((Path(folder) / "evaluation.json").read_text(encoding="utf-8")))
    return [f"`afterglow evaluate {named} {words} {ENGINE}`", "", said.getvalue().strip()]


NOTED = "eval/live1 --metrics"  # the table whose gains `auto` goes by
CASE = re.compile(r"JPEG q(\d+)")


def note(cards: list[ModelCard], rows: list[dict[str, Any]]) -> None:
    """Write what was measured into the cards, in place of what stood there."""
    for card in cards:
        numbers = {name: value for name, value in card.numbers.items() if not name.startswith("live1_")}
        for row in rows:
            if row["restorer"] == card.name and (found := CASE.fullmatch(row["case"])):
                numbers[f"live1_q{found[1]}"] = round(row["means"]["psnr"]["mean"], 3)
                numbers[f"live1_q{found[1]}_gain"] = round(row["gain"]["mean"], 3)
        write_card(dataclasses.replace(card, numbers=numbers), card.path.parent)


def kept(before: str, heading: str) -> list[str]:
    """What stood below this heading."""
    _, _, rest = before.partition(heading + "\n")
    return re.split(r"\n## ", rest)[0].strip().splitlines() or ["Not measured on this machine."]


def notes(before: str) -> str:
    """What a person wrote above the tables: limits, failures, advice."""
    match = re.search(r"(## What to expect\n.*?)(?=\n## |\Z)", before, re.DOTALL)
    return match[1].strip() if match else ""


if __name__ == "__main__":
    main()
