"""Reading a video's frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace

from afterglow.errors import UnreadableFile

# A playlist renamed to .mp4 could otherwise pull other files of its folder in; these formats cannot.
SAFE = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts",
    "protocol_whitelist": "file",
}


@dataclass(frozen=True)
class Frame:
    """One frame, upright, H×W×3 uint8 RGB; `number` is its place if the video ran at its even rate."""

    number: int
    seconds: float
    pixels: np.ndarray


def frames_of(path: Path, every: int) -> Iterator[Frame]:
    """Every so-manieth frame, from the first."""
    try:
        with av.open(str(path), container_options=SAFE) as container:
            if not container.streams.video:
                raise UnreadableFile(f"{path.name} has no moving pictures", hint="Name a video.")
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            rate = float(stream.average_rate or stream.guessed_rate or 25)
            last = -1
            for count, frame in enumerate(container.decode(stream)):
                if count % every:
                    continue
                seconds = frame.time if frame.time is not None else count / rate
                # By its time, so that cutting the video's start off does not rename frames of an uneven rate.
                last = max(round(seconds * rate), last + 1)
                yield Frame(last, seconds, _pixels(frame))
    except (av.FFmpegError, OSError, IndexError) as error:
        raise UnreadableFile(f"{path.name} cannot be read as a video", hint="Is it complete?") from error


def _pixels(frame: av.VideoFrame) -> np.ndarray:
    # Without a word in the file, large pictures are BT.709 and small ones BT.601, as players take it.
    unsaid = Colorspace.ITU709 if frame.height >= 720 else Colorspace.ITU601
    named = {1: Colorspace.ITU709, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 7: Colorspace.SMPTE240M}
    space = named.get(int(frame.colorspace), unsaid)
    pixels = frame.reformat(format="rgb24", src_colorspace=space).to_ndarray()
    turned = np.rot90(pixels, round(getattr(frame, "rotation", 0) / 90) % 4)
    return np.ascontiguousarray(turned)
