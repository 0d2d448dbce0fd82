"""Run files of networks that are compared: the same seed, batches and validation for all."""

from __future__ import annotations

from pathlib import Path

NIGHT = 'kind = "night"'


def write_run(
    file: Path,
    network: str,
    losses: str,
    budget: str,
    pools: str,
    *,
    damage: str = NIGHT,
    judge: str = "",
    optimizer: str = "",
    patch: int = 96,
    threads: int = 1,
    measured_on: str,
    cases: str,
) -> Path:
    """Write one, its tables given in the words of a run file; its name is the file's."""
    file.write_text(
        f'name = "{file.stem}"\nnetwork = "{network}"\nlosses = {losses}\n'
        f"seed = 20\nthreads = {threads}\nkeep_every = 100\n"
        f"[budget]\n{budget}\n"
        f"[patches]\npools = {pools}\npatch = {patch}\nbatch = 4\n"
        + (f"[damage]\n{damage}\n" if damage else "")
        + (f"[judge]\n{judge}\n" if judge else "")
        + f"[optimizer]\nwarm_up = 100\n{optimizer}\n"
        # Measured at its end alone: what is measured on the way is no part of the comparison.
        f'[validation]\npools = ["{measured_on}"]\npictures = 1\nside = 128\nevery = 100000\n'
        f"[validation.cases]\n{cases}\n",
        encoding="utf-8",
    )
    return file
