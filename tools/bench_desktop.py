"""How soon the window is there, and how long it takes to answer while a picture is worked out.

tools/bench_desktop.py start     a process from its beginning to its first window, with what it imports
tools/bench_desktop.py stall     the longest wait of the event loop during a job of 48 megapixels
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

STARTS = 7
LATER = ("torch", "openvino", "onnxruntime", "pyvips", "PIL")  # what the first window does without
OPEN = "import sys; from afterglow.desktop import open_window; open_window([]); {after}"
TELL = f"print(*[name for name in {LATER!r} if name in sys.modules])"
TICK = 5  # milliseconds


def start() -> None:
    walls, works = [], []
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "AFTERGLOW_CONFIG": home, "AFTERGLOW_STATE": home}
        for _ in range(STARTS):
            before, began = os.times(), time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", OPEN.format(after="import os; os._exit(0)")], env=environment
            )
            walls.append(time.perf_counter() - began)
            after = os.times()
            works.append(
                after.children_user + after.children_system - before.children_user - before.children_system
            )
        loaded = subprocess.run(
            [sys.executable, "-c", OPEN.format(after=TELL)], env=environment, capture_output=True, text=True
        )
    print(
        f"first window: {min(walls):.2f} s at best, {statistics.median(walls):.2f} s in the middle of {STARTS} starts"
    )
    print(f"of which the processor worked {statistics.median(works):.2f} s")
    print(f"loaded by then of {', '.join(LATER)}: {loaded.stdout.split() or 'none'}")


def stall() -> None:
    import numpy as np
    from PySide6.QtCore import QTimer

    from afterglow.desktop import open_window
    from afterglow.image import Image, write

    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"AFTERGLOW_CONFIG": home, "AFTERGLOW_STATE": home}
        photo = Path(home) / "large.jpg"
        detail = np.random.default_rng(0).integers(0, 255, (600, 800, 3), np.uint8)
        write(Image(np.tile(detail, (10, 10, 1))), photo, quality=40)
        app, window = open_window([])
        window.panel.state.change(model="jpeg-photo")
        gaps, last = [], [time.perf_counter()]

        def beat() -> None:
            now = time.perf_counter()
            gaps.append(now - last[0] - TICK / 1000)
            last[0] = now

        timer = QTimer(interval=TICK)
        timer.timeout.connect(beat)
        window.take([photo])
        timer.start()
        began = time.perf_counter()
        window.panel.course.result_made.connect(app.quit)
        app.exec()
        worst = sorted(gaps, reverse=True)
        late = sum(gap > 0.05 for gap in gaps)
        print(f"48 megapixels in {time.perf_counter() - began:.0f} s, {len(gaps)} ticks of the event loop")
        print(f"longest waits: {', '.join(f'{1000 * gap:.0f} ms' for gap in worst[:5])}; over 50 ms: {late}")
        window.close()


MEASURES = {"start": start, "stall": stall}

if __name__ == "__main__":
    for name in sys.argv[1:] or MEASURES:
        MEASURES[name]()
