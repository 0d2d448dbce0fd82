"""Draws the pictures in docs/desktop: each panel in both themes and two languages, with scenes the lab painted.

make screenshots            all of them
tools/screenshots.py photos one scene
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/desktop"
LANGUAGES = ("en", "zh-Hant")
THEMES = ("dark", "light")
SIZE = (1200, 780)
COLOURS = 64  # what a screenshot is reduced to, so that it stays light
PATIENCE = 1200  # seconds
QUALITY = 12  # of the JPEGs shown


def main() -> None:
    wanted = sys.argv[1:] or list(SCENES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        for name in ("CONFIG", "STATE"):
            os.environ[f"AFTERGLOW_{name}"] = f"{home}/{name.lower()}"
        for name in wanted:
            photograph(name, Path(home))


def photograph(name: str, home: Path) -> None:
    """One scene in every theme and language."""
    from afterglow.desktop import open_window

    _, window = open_window(["--panel", name.partition("-")[0]])
    window.resize(*SIZE)
    SCENES[name](window, home)
    window.desk.strip.clear()
    for language in LANGUAGES:
        for theme in THEMES:
            window.desk.words.choose(language)
            window.desk.wear(theme)
            window.draw()
            wait(0.5)
            path = FOLDER / f"{name}-{theme}-{language}.png"
            keep(window.grab().toImage(), path)
            print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB", flush=True)
    window.close()


def photos(window: Any, home: Path) -> None:
    """A night street, divided into before and after, with others waiting on the strip."""
    folder = home / "Harbour walk"
    album(folder)
    window.take([folder / "IMG_2402.jpg", folder])
    panel = window.panel
    until(
        lambda: panel.outcome.scores["after"].text() != "–" and panel.outcome.scores["before"].text() != "–"
    )
    panel.view.line = 0.55


def video(window: Any, home: Path) -> None:
    """A walk along the street, filmed by an old phone."""
    clip = home / "Evening walk.mov"
    film(clip)
    window.take([clip])
    panel = window.panel
    until(lambda: panel.state.current and panel.state.current.clip)
    panel.time.setValue(400)
    until(lambda: panel.state.ready and panel.state.current.advice)
    panel.view.line = 0.5


def judge(window: Any, home: Path) -> None:
    """The street as a phone stored it and as it was, side by side."""
    folder = home / "Two copies"
    album(folder)
    painted().save(folder / "as it was.png")
    window.take([folder / "IMG_2402.jpg", folder / "as it was.png"])
    panel = window.panel
    until(lambda: panel.state.found and panel.view.after)


def train(window: Any, home: Path) -> None:
    """A short training on the street's views."""
    folder = home / "Street"
    album(folder, quality=95)
    (home / "street.toml").write_text(SHORT_RUN.format(pool=folder.name))
    window.take([home])
    window.take([home / "street.toml"])
    panel = window.panel
    panel.start()
    until(lambda: panel.state.progress is None and panel.view.sample.raster)


def train_pictures(window: Any, home: Path) -> None:
    """Views of the street, stored as JPEG at four levels."""
    folder = home / "Street views"
    album(folder, quality=95)
    panel = window.panel
    panel.tabs.setCurrentIndex(1)
    window.take([folder])
    page = panel.data
    until(lambda: page.state.controls)
    page.form.damage.heading.setChecked(True)
    page.change("step", 30)
    page.start()
    until(lambda: not page.state.running and page.left.seen and page.state.found.lines)
    mild = page.left.seen
    page.look_at(10)
    until(lambda: page.left.seen is not mild)


def models(window: Any, home: Path) -> None:
    """The card of the model for photographs."""
    panel = window.panel
    until(lambda: panel.state.models)
    panel.state.chosen = "jpeg-photo-fast"
    panel.draw()


def bench(window: Any, home: Path) -> None:
    """The fast models, measured on this machine."""
    panel = window.panel
    until(lambda: panel.state.cards)
    panel.state.left_out = {card.name for card in panel.state.cards if card.quality != "fast"}
    panel.start()
    until(lambda: panel.state.progress is None)


def log(window: Any, home: Path) -> None:
    """What two pictures and a text that calls itself one left behind."""
    folder = home / "Old drive"
    folder.mkdir(parents=True)
    (folder / "notes.jpg").write_text("Not a picture at all.")
    window.go_to("judge")
    window.take([folder / "notes.jpg"])
    until(lambda: window.panel.state.problems)
    window.desk.log.note("good", "judge.exported", name="IMG_2402-street.html")
    window.desk.log.note("warning", "models.gone", names="my-denoiser")
    window.go_to("log")


SCENES: dict[str, Callable[[Any, Path], None]] = {
    "photos": photos,
    "video": video,
    "judge": judge,
    "train": train,
    "train-pictures": train_pictures,
    "models": models,
    "bench": bench,
    "log": log,
}
"""How each panel, whose name comes first, is set up before its picture is taken."""

SHORT_RUN = """
name = "street"
task = "jpeg-photo"
quality = "fast"
summary = "Learns the street by heart."
network = "afterglow_fast"
warm_start = "jpeg-photo-fast"
threads = 2
log_every = 1
keep_every = 100
budget = {{ steps = 60 }}
patches = {{ pools = {{ {pool} = 1.0 }}, patch = 64, batch = 4 }}
damage = {{ kind = "jpeg", quality = [10, 40] }}

[validation]
pools = ["{pool}"]
pictures = 2
side = 192
every = 10
cases = {{ q10 = {{ kind = "jpeg", quality = [10, 10] }}, q30 = {{ kind = "jpeg", quality = [30, 30] }} }}
"""


def painted() -> Any:
    """The street, as the lab paints it."""
    from PIL import Image

    from afterglow_lab.data.scenes import scene

    return Image.fromarray(scene("street", 2, 1280, 720))


def film(path: Path, pictures: int = 60) -> None:
    """A slow look along the street, as an old phone stored it: picture by picture, as poor JPEGs."""
    from afterglow.desktop.rooms import load_rooms

    load_rooms()  # libvips does not load after PyAV
    import av
    import numpy as np
    from PIL import Image

    street = np.asarray(Image.open(ROOT / "docs/pictures/street.jpg"))
    height, width = (side // 8 * 4 for side in street.shape[:2])
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mjpeg", rate=24, options={"qmin": "20", "qmax": "20"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuvj420p"
        for number in range(pictures):
            left, top = number * 4, street.shape[0] - height
            seen = np.ascontiguousarray(street[top : top + height, left : left + width])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(seen, format="rgb24")))
        out.mux(stream.encode())


def album(folder: Path, quality: int = QUALITY) -> None:
    """Views of the street that the lab painted, stored as a phone might have stored them."""
    from PIL import Image, ImageOps

    street = Image.open(ROOT / "docs/pictures/street.jpg")
    width, height = street.size
    views = {
        "IMG_2401": street.crop((0, 0, width // 2, height)),
        "IMG_2402": street,
        "IMG_2403": street.crop((width // 3, height // 4, width, height)),
        "IMG_2404": ImageOps.mirror(street).crop((0, height // 5, width * 2 // 3, height)),
        "IMG_2405": street.crop((width * 2 // 5, 0, width, height)),
    }
    folder.mkdir(parents=True)
    for name, view in views.items():
        view.save(folder / f"{name}.jpg", quality=quality, subsampling="4:2:0")


def until(so: Callable[[], object]) -> None:
    """Let the window work until it is so."""
    end = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > end:
            raise SystemExit("The window did not get ready in time.")
        wait(0.1)


def wait(seconds: float) -> None:
    """As long as the window's own loop would; `qWait` would hold up the threads that work."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def keep(image: Any, path: Path) -> None:
    """A screenshot as a small PNG."""
    import numpy as np
    from PIL import Image
    from PySide6.QtGui import QImage

    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3)
    picture = Image.fromarray(pixels.copy()).quantize(COLOURS, method=Image.Quantize.MEDIANCUT)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    main()
