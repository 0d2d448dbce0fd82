"""What a training writes down as it goes: a line of JSON per entry, and TensorBoard curves if wanted."""

import json
from pathlib import Path
from typing import Any

from afterglow.errors import AfterglowError, CannotWrite
from afterglow_lab.data.pictures import put


class Log:
    """Entries after the checkpoint that a training goes on from are dropped, as those steps come again."""

    def __init__(self, folder: Path, first: int, curves: bool = False) -> None:
        self.path = folder / "log.jsonl"
        self.curves = _writer(folder, first) if curves else None
        kept = [json.dumps(entry) + "\n" for entry in read_log(self.path) if entry["step"] <= first]
        put("".join(kept).encode(), self.path)

    def write(self, step: int, **values: Any) -> None:
        try:
            with self.path.open("a") as file:
                file.write(json.dumps({"step": step, **values}) + "\n")
        except OSError as error:
            raise CannotWrite(
                f"{self.path.name} cannot be written: {error.strerror}",
                hint="Make room and start the run again: it goes on from its last checkpoint.",
            ) from error
        if self.curves:
            for name, value in _flat(values):
                self.curves.add_scalar(name, value, step)


def read_log(path: Path) -> list[dict[str, Any]]:
    """The entries of a log, none if there is no log."""
    lines = path.read_text(errors="replace").splitlines() if path.exists() else []
    return [entry for line in lines if (entry := _entry(line)) is not None]


def _entry(line: str) -> dict[str, Any] | None:
    """The entry on a line; a kill or a power cut can leave half of one behind, or nothing but zeros."""
    try:
        entry = json.loads(line)
    except json.JSONDecodeError:
        return None
    return entry if isinstance(entry, dict) and "step" in entry else None


def _writer(folder: Path, first: int) -> Any:
    try:
        from torch.utils.tensorboard import SummaryWriter
    except ImportError as error:
        raise AfterglowError("TensorBoard is not installed", hint="pip install tensorboard.") from error
    return SummaryWriter(str(folder / "tensorboard"), purge_step=first + 1)


def _flat(values: dict[str, Any], prefix: str = "") -> list[tuple[str, float]]:
    flat = []
    for name, value in values.items():
        if isinstance(value, dict):
            flat += _flat(value, f"{prefix}{name}/")
        else:
            flat.append((prefix + name, float(value)))
    return flat
