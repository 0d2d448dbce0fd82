"""Sound encoded anew, in a form that its encoder takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import av

if TYPE_CHECKING:
    from av.container import OutputContainer

ENCODERS = {"aac": "aac", "opus": "libopus", "mp3": "libmp3lame", "vorbis": "vorbis"}
RATES = {
    "aac": (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000),
    "opus": (48_000,),
    "mp3": (48_000, 44_100, 32_000, 24_000, 22_050, 16_000),
}
FRAME = {"vorbis": 1024}
SETTINGS = {"vorbis": {"strict": "experimental"}}
USUAL = {1: "mono", 2: "stereo", 3: "3.0", 4: "quad", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
"""Where loudspeakers stand if so many channels do not say it, or say it in a way that an encoder does not know."""


class NewSound:
    """A track of a result whose sound is encoded anew; `note` says what it lost. Give it frames, then end it."""

    def __init__(self, came: Any, result: OutputContainer, codec: str, bit_rate: int) -> None:
        source = came.codec_context
        self._rate = _nearest(source.sample_rate or 48_000, RATES.get(codec))
        self._layout = _layout(source, codec, self._rate)
        lost = source.channels > len(av.AudioLayout(self._layout).channels)
        self.note = f"Track {came.index} became stereo: {codec} holds no more here." if lost else ""
        made: Any = result.add_stream(
            ENCODERS[codec], rate=self._rate, options=SETTINGS.get(codec, {}), layout=self._layout
        )
        encoder = made.codec_context
        if bit_rate:
            encoder.bit_rate = bit_rate
        encoder.open()
        self.stream, self._encoder = made, encoder
        self._frame_size = encoder.frame_size or FRAME.get(codec, 1024)
        self._form: tuple[Any, ...] = ()
        self._resampler = self._begun()

    def encoded(self, frame: Any) -> Iterator[Any]:
        """The packets that come out when this frame of the source goes in."""
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._form and form != self._form:  # broadcasts change from stereo to surround and back
            yield from self._through(self._resampler.resample(None))
            self._resampler = self._begun()
        self._form = form
        yield from self._through(self._resampler.resample(frame))

    def rest(self) -> Iterator[Any]:
        """What was still inside."""
        if self._form:
            yield from self._through(self._resampler.resample(None))
        yield from self._through([None])

    def _through(self, frames: Iterable[Any]) -> Iterator[Any]:
        for frame in frames:
            yield from self._encoder.encode(frame)

    def _begun(self) -> Any:
        return av.AudioResampler(
            format=self._encoder.format, layout=self._layout, rate=self._rate, frame_size=self._frame_size
        )


def _layout(source: Any, codec: str, rate: int) -> str:
    """The source's own loudspeakers if the encoder takes them, else the usual ones of as many, else two."""
    wanted = (source.layout.name, USUAL.get(source.channels, "stereo"))
    return next((layout for layout in wanted if _takes(codec, rate, layout)), "stereo")


def _takes(codec: str, rate: int, layout: str) -> bool:
    encoder: Any = av.CodecContext.create(ENCODERS[codec], "w")
    try:
        encoder.layout, encoder.sample_rate, encoder.format = layout, rate, encoder.codec.audio_formats[0]
        encoder.options = SETTINGS.get(codec, {})
        encoder.open()
    except (av.FFmpegError, ValueError):
        return False
    return True


def _nearest(rate: int, allowed: tuple[int, ...] | None) -> int:
    if allowed is None or rate in allowed:
        return rate
    return min((other for other in allowed if other >= rate), default=allowed[0])
