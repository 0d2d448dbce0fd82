"""The numbers in docs/benchmarks.md: `make bench` measures them again and writes them there.

Times are ratios taken in one run, because machines differ and are noisy: the two things compared run in turn, several
times, and the median of the pairwise ratios counts.
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
AFTERGLOW = str(Path(sys.executable).parent / "afterglow")
THREADS = 2
ROUNDS = 5


@dataclass(frozen=True)
class Row:
    what: str
    asked: str
    measured: str


def main() -> None:
    wanted = sys.argv[1:] or list(SECTIONS)
    rows = {}
    for name in wanted:
        print(f"— {name}", flush=True)
        rows[name] = SECTIONS[name]()
        for row in rows[name]:
            print(f"  {row.what}: {row.measured} (asked: {row.asked})", flush=True)
    if wanted == list(SECTIONS):
        (ROOT / "docs/benchmarks.md").write_text(page(rows), encoding="utf-8")


def page(rows: dict[str, list[Row]]) -> str:
    lines = [
        "# Benchmarks",
        "",
        f"Printed by `make bench` on {date.today()}: {processor()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}. One section: `.venv/bin/python tools/bench.py speed`.",
    ]
    for name, section in rows.items():
        lines += ["", f"## {name.capitalize()}", "", "| what | asked | measured |", "|---|---|---|"]
        lines += [f"| {row.what} | {row.asked} | {row.measured} |" for row in section]
    return "\n".join(lines) + "\n"


def processor() -> str:
    from afterglow.models.devices import cpu_name

    return cpu_name()


def in_turn(*works: Callable[[], object]) -> list[list[float]]:
    """Seconds of each work, taken in turn so that a slow spell of the machine meets them all."""
    for work in works:
        work()
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return times


def ratio(slow: list[float], fast: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(slow, fast, strict=True))


def speed() -> list[Row]:
    """Our models against DPED's generator on 1280×720, whole, on the same threads."""
    import torch

    from afterglow.models.choice import Wish, open_session
    from afterglow.models.devices import cpu_abilities
    from afterglow.models.store import find_model
    from afterglow_lab.networks import NETWORKS

    with tempfile.TemporaryDirectory() as folder:
        dped_file = Path(folder) / "dped.onnx"
        example = torch.zeros(1, 3, 720, 1280)
        torch.onnx.export(
            NETWORKS["dped"]().eval(), (example,), str(dped_file), input_names=["input"],
            output_names=["output"], opset_version=17, dynamo=False,
        )  # fmt: skip
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        dped = onnxruntime.InferenceSession(str(dped_file), options, providers=["CPUExecutionProvider"])
        frame = np.random.default_rng(0).random((1, 3, 720, 1280), np.float32)
        rows = []
        precision = "bf16" if any("bf16" in ability for ability in cpu_abilities()) else "f32"
        for quality, openvino_asked, onnx_asked in (("fast", 50, 12), ("best", 9, 1.8)):
            card = find_model(f"jpeg-photo-{quality}")
            ours = open_session(card, Wish("onnxruntime", "cpu", "f32", threads=THREADS))
            quick = open_session(card, Wish("openvino", "cpu", precision, threads=THREADS))
            slow, plain, fast = in_turn(
                lambda: dped.run(None, {"input": frame}),
                lambda ours=ours: ours.run(frame),
                lambda quick=quick: quick.run(frame),
            )
            name = f"DPED's generator ÷ `{card.name}`, 1280×720"
            rows.append(
                Row(f"{name}, OpenVINO {precision}", f"≥ {openvino_asked}", f"{ratio(slow, fast):.1f}")
            )
            rows.append(Row(f"{name}, ONNX Runtime f32", f"≥ {onnx_asked}", f"{ratio(slow, plain):.1f}"))
        rows += [
            Row(f"a picture almost black ÷ a bright one, {session.engine}", "≤ 1.5", f"{night(session):.2f}")
            for session in (ours, quick)
        ]
    return rows


def night(session) -> float:  # type: ignore[no-untyped-def]
    """How much longer numbers next to 0 take: processors are slow at them unless told not to be."""
    bright = np.random.default_rng(0).random((1, 3, 256, 256), np.float32)
    dark = bright * np.float32(1e-39)
    return ratio(*in_turn(lambda: session.run(dark), lambda: session.run(bright)))


def tiling() -> list[Row]:
    """What enhancing 12 megapixels costs over the network's own time on its tiles, and with looking for JPEG."""
    from afterglow.enhance.enhance import enhance
    from afterglow.enhance.plan import plan
    from afterglow.enhance.recipe import Recipe
    from afterglow.image import Image
    from afterglow.models.sessions import Sessions

    image = Image(np.random.default_rng(0).integers(0, 255, (3000, 4000, 3), np.uint8))
    rows = []
    with Sessions() as sessions:
        for engine in ("onnxruntime", "openvino"):
            recipe = Recipe(model="jpeg-photo-fast", engine=engine)
            whole, tiles = [], []
            for _ in range(4):
                inside = Stopwatch()
                start = time.perf_counter()
                steps = plan(image, recipe)
                planned = time.perf_counter()
                enhance(image, recipe, sessions=inside.around(sessions), steps=steps)
                now = time.perf_counter()
                whole.append((now - start) / inside.seconds * 100 - 100)
                tiles.append((now - planned) / inside.seconds * 100 - 100)
            over, with_plan = (f"{statistics.median(shares[1:]):.1f} %" for shares in (tiles, whole))
            rows.append(Row(f"12 MP over its tiles' network time, {engine}", "≤ 12 %", over))
            rows.append(Row("the same with looking for JPEG's traces beforehand", "≤ 12 %", with_plan))
    return rows


class Stopwatch:
    """Counts the seconds spent inside sessions."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def around(self, sessions):  # type: ignore[no-untyped-def]
        watch, original = self, sessions

        class Timed:
            def open(self, *arguments, **options):  # type: ignore[no-untyped-def]
                session = original.open(*arguments, **options)
                return TimedSession(session, watch)

        return Timed()


class TimedSession:
    def __init__(self, session, watch: Stopwatch) -> None:  # type: ignore[no-untyped-def]
        self._session, self._watch = session, watch

    def __getattr__(self, name: str):  # type: ignore[no-untyped-def]
        return getattr(self._session, name)

    def run(self, batch: np.ndarray, thumbnail: np.ndarray | None = None) -> np.ndarray:
        start = time.perf_counter()
        result: np.ndarray = self._session.run(batch, thumbnail)
        self._watch.seconds += time.perf_counter() - start
        return result


def process() -> list[Row]:
    """Whole processes: one small JPEG, the help, the version."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "photo.jpg"
        scene(1280, 720).save(source, quality=40)
        target = Path(folder) / "out.jpg"
        for engine in ("auto", "onnxruntime"):
            command = [
                AFTERGLOW,
                "enhance",
                str(source),
                "-o",
                str(target),
                "--overwrite",
                "--quiet",
                "--force",
            ]
            command += ["--model", "jpeg-photo", "--engine", engine]
            (taken,) = in_turn(lambda command=command: run(command))
            whole = statistics.median(taken)
            network, ran = network_seconds(engine)
            allowed = 3 * network + 0.7
            rows.append(
                Row(
                    f"`afterglow enhance` on one 1280×720 JPEG, --engine {engine} (ran {ran}; network {network:.2f} s)",
                    f"≤ 3 × network + 0.7 s = {allowed:.2f} s",
                    f"{whole:.2f} s",
                )
            )
        nothing, usage, version = in_turn(
            lambda: run([sys.executable, "-c", "pass"]),
            lambda: run([AFTERGLOW, "--help"]),
            lambda: run([AFTERGLOW, "--version"]),
        )
        rows.append(Row("`afterglow --help` ÷ `python -c pass`", "≤ 8", f"{ratio(usage, nothing):.1f}"))
        rows.append(Row("`afterglow --version` ÷ `python -c pass`", "≤ 8", f"{ratio(version, nothing):.1f}"))
    return rows


def network_seconds(engine: str) -> tuple[float, str]:
    from afterglow.models.choice import Wish, open_session
    from afterglow.models.store import find_model

    session = open_session(find_model("jpeg-photo-fast"), Wish(engine=engine), work_pixels=1280 * 720)
    frame = np.random.default_rng(0).random((1, 3, 720, 1280), np.float32)
    (taken,) = in_turn(lambda: session.run(frame))
    return statistics.median(taken), f"{session.engine} {session.precision}"


def memory() -> list[Row]:
    """Peak memory of whole processes over growing pictures."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for megapixels, asked in ((1, ""), (12, ""), (48, ""), (108, "≤ 1200 MB")):
            height = round((megapixels * 1e6 * 3 / 4) ** 0.5)
            source = Path(folder) / f"{megapixels}.jpg"
            scene(height * 4 // 3, height).save(source, quality=80)
            peak, seconds = peak_memory(
                [AFTERGLOW, "enhance", str(source), "-o", str(Path(folder) / "out.jpg"), "--overwrite", "--quiet",
                 "--model", "jpeg-photo"]
            )  # fmt: skip
            rows.append(
                Row(f"{megapixels}-megapixel JPEG, peak memory", asked, f"{peak} MB in {seconds:.0f} s")
            )
    return rows


def gigapixel() -> list[Row]:
    """A picture far larger than the memory it may take."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "giga.tif"
        giga_tiff(source)
        peak, seconds = peak_memory(
            [AFTERGLOW, "enhance", str(source), "-o", str(Path(folder) / "out.tif"), "--quiet",
             "--model", "jpeg-photo", "--memory", "2G"]
        )  # fmt: skip
    return [Row("1-gigapixel TIFF with --memory 2G", "completes", f"{peak} MB in {seconds:.0f} s")]


def peak_memory(command: list[str]) -> tuple[int, float]:
    start = time.perf_counter()
    script = (
        "import subprocess, resource, sys; code = subprocess.run(sys.argv[1:]).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], check=True, capture_output=True, text=True
    )
    return int(done.stdout.split()[-1]), time.perf_counter() - start


def giga_tiff(path: Path) -> None:
    import pyvips

    tile = pyvips.Image.new_from_array(np.asarray(scene(2000, 2000)))
    tile.replicate(16, 16).crop(0, 0, 32000, 31250).tiffsave(
        str(path), bigtiff=True, tile=True, compression="lzw"
    )


def scene(width: int, height: int):  # type: ignore[no-untyped-def]
    from PIL import Image

    small = Image.open(ROOT / "docs/pictures/street.jpg")
    return small.resize((width, height), Image.Resampling.LANCZOS)


def training() -> list[Row]:
    """The lab's own pace: bfloat16 against float32, and what loading costs."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools/bench_training.py")], check=True, capture_output=True, text=True
    )
    told = (line.partition(": ") for line in done.stdout.splitlines())
    asked = ("≥ 3", "< 10 %") * 2
    return [Row(what, wanted, measured) for (what, _, measured), wanted in zip(told, asked, strict=True)]


def run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def video() -> list[Row]:
    """A 720p clip through all of `afterglow video`, against its network alone on the same pictures."""
    from afterglow.enhance.recipe import Recipe
    from afterglow.models.choice import Wish
    from afterglow.models.sessions import Sessions
    from afterglow.models.store import find_model
    from afterglow.video import VideoOptions, enhance_clip

    # Five seconds: what a clip costs once, to be opened and put together, counts as little as it does in a real one.
    card, frames = find_model("jpeg-photo-fast"), 120
    batch = np.random.default_rng(0).random((1, 3, 720, 1280), np.float32)
    with tempfile.TemporaryDirectory() as folder, Sessions() as sessions:
        clip = pan(Path(folder) / "pan.mp4", frames)
        session = sessions.open(card, Wish())

        def network() -> None:
            for _ in range(frames):
                session.run(batch)

        def whole(calm: str) -> None:
            options = VideoOptions(calm=calm)  # type: ignore[arg-type]
            target = Path(folder) / "out.mp4"
            enhance_clip(clip, target, Recipe(model=card.name), options, sessions=sessions, overwrite=True)

        works = [network, lambda: whole("off"), lambda: whole("on")]
        busy: list[list[float]] = [[] for _ in works]
        bare, plain, calm = in_turn(
            *(lambda work=work, spent=spent: spent.append(processor_seconds(work))
              for work, spent in zip(works, busy, strict=True))
        )  # fmt: skip
        stops = [
            seconds_to_stop(clip, Path(folder) / "stopped.mp4", sessions, after=0.4 * n) for n in range(2, 12)
        ]
    seconds = statistics.median(plain)
    return [
        Row(f"720p pictures a second, `{card.name}`, H.264, --calm off", "", f"{frames / seconds:.1f}"),
        Row("its rate ÷ the bare network's", "≥ 0.8", f"{ratio(bare, plain):.2f}"),
        Row("the network's processor time ÷ all that is spent", "", f"{ratio(busy[0], busy[1]):.2f}"),
        Row("the rate with --calm on ÷ the bare network's", "", f"{ratio(bare, calm):.2f}"),
        Row("from being stopped to being idle, longest of ten", "≤ 1 s", f"{max(stops):.2f} s"),
    ]


def seconds_to_stop(clip: Path, target: Path, sessions, after: float) -> float:  # type: ignore[no-untyped-def]
    """How long work on a clip goes on when it is stopped `after` so many seconds."""
    from afterglow.enhance.recipe import Recipe
    from afterglow.progress import Cancelled, Progress
    from afterglow.video import enhance_clip

    end = time.perf_counter() + after
    with suppress(Cancelled):
        enhance_clip(
            clip, target, Recipe(model="jpeg-photo-fast"), None,
            Progress(stopped=lambda: time.perf_counter() > end), sessions, overwrite=True,
        )  # fmt: skip
    return time.perf_counter() - end


def processor_seconds(work: Callable[[], object]) -> float:
    """What all cores together spend on a work, in this process and in those it waits for."""

    def spent() -> float:
        usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)

    began = spent()
    work()
    return spent() - began


def pan(path: Path, frames: int) -> Path:
    """A clip that wanders over our street."""
    import av

    street = np.asarray(scene(1280 + 4 * frames, 720).convert("RGB"))
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=24, options={"crf": "28", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        for number in range(frames):
            view = np.ascontiguousarray(street[:, 4 * number : 4 * number + 1280])
            out.mux(stream.encode(av.VideoFrame.from_ndarray(view, format="rgb24")))
        out.mux(stream.encode(None))
    return path


SECTIONS = {
    "speed": speed,
    "tiling": tiling,
    "process": process,
    "memory": memory,
    "gigapixel": gigapixel,
    "video": video,
    "training": training,
}

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
