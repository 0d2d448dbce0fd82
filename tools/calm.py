"""The tables in docs/calm-video.md: what calming does to clips of which every pixel is known, and what it costs.

`.venv/bin/python tools/calm.py` prints them; it takes some minutes.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

import av
import cv2
import numpy as np

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.metrics.psnr import psnr
from afterglow.models.sessions import Sessions
from afterglow.video.calm.calm import Calm
from afterglow_lab.data.scenes import scene
from afterglow_lab.degradations.jpeg import jpeg
from afterglow_lab.evaluation.moving import flicker, noisy, pan, stored

Clip = list[np.ndarray]
SIZE = (176, 304)
FRAMES, SETTLED = 14, 3
SPEEDS = {"still": (0, 0), "0.25": (0, 0.25), "1": (0, 1), "1.75": (0.5, 1.75), "7": (0.5, 7)}


def main() -> None:
    drawing = cv2.resize(scene("street", 2, 1280, 720), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    drawing = drawing[500:]
    print(
        "| clip | model | pixels a frame | PSNR | calm | worst frame | flicker: source | frame by frame | calm |"
    )
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    with Sessions() as sessions:
        for name, (damage, model) in DAMAGES.items():
            for speed, step in SPEEDS.items():
                clean = [stored(f) for f in pan(drawing, SIZE, step, FRAMES, 1.5 if step == (0, 0) else 3)]
                before = damage(clean)
                after = [
                    enhance(Image(f), Recipe(model=model), sessions=sessions).image.pixels for f in before
                ]
                print(f"| {name} | {model} | {speed} | {row(clean, before, after)} |", flush=True)
    print(f"\nOne 1280×720 frame under noise, moving by 3 pixels: {cost(drawing):.0f} ms of processor time.")


def row(clean: Clip, before: Clip, after: Clip) -> str:
    calm = calmed(before, after)
    plain, gained = (
        [psnr(frame, wanted) for frame, wanted in zip(frames, clean, strict=True)][SETTLED:]
        for frames in (after, calm)
    )
    gains = np.subtract(gained, plain)
    unrest = " | ".join(f"{flicker(frames[SETTLED:]):.2f}" for frames in (before, after, calm))
    return f"{np.mean(plain):.2f} | {gains.mean():+.2f} | {gains.min():+.2f} | {unrest}"


def calmed(before: Clip, after: Clip) -> Clip:
    calm = Calm()
    return [calm.next(b, a, number) for number, (b, a) in enumerate(zip(before, after, strict=True))]


def cost(drawing: np.ndarray) -> float:
    """Milliseconds of processor time of one frame, in the middle of the times of several."""
    clean = [drawing[:720, 3 * number : 3 * number + 1280] for number in range(20)]
    frames = noisy([np.ascontiguousarray(frame) for frame in clean], 10)
    calm, times = Calm(), []
    for number, frame in enumerate(frames):
        start = time.process_time()
        calm.next(frame, frame, number)
        times.append(time.process_time() - start)
    return 1000 * statistics.median(times[1:])


def photographs(clip: Clip) -> Clip:
    """Each frame a JPEG of its own."""
    unit = [jpeg(frame.astype(np.float32) / 255, 20, "4:2:0") for frame in clip]
    return [np.rint(frame * 255).astype(np.uint8) for frame in unit]


def h264(clip: Clip) -> Clip:
    """As a strongly compressed video."""
    kept = io.BytesIO()
    with av.open(kept, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "33"})
        stream.height, stream.width = clip[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for frame in clip:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    kept.seek(0)
    with av.open(kept) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


DAMAGES: dict[str, tuple[Callable[[Clip], Clip], str]] = {
    "noise σ 10": (lambda clip: noisy(clip, 10), "night-fast"),
    "noise σ 25": (lambda clip: noisy(clip, 25), "night-fast"),
    "JPEG, quality 20": (photographs, "jpeg-photo-fast"),
    "H.264, CRF 33": (h264, "jpeg-photo-fast"),
    "σ 10, then H.264": (lambda clip: h264(noisy(clip, 10)), "night-fast"),
    "clean": (lambda clip: clip, "jpeg-photo-fast"),
}

if __name__ == "__main__":
    main()
