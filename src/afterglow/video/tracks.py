"""What becomes of a clip's other tracks in the container of its result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from afterglow.errors import WrongOption
from afterglow.video.clip import Clip, Track
from afterglow.video.containers import Container
from afterglow.video.options import VideoOptions

TEXT = ("subrip", "srt", "mov_text", "webvtt", "ass", "ssa", "text")
TEXT_AS_IT_IS = {
    "mp4": ("mov_text",),
    "mov": ("mov_text",),
    "mkv": ("subrip", "srt", "webvtt", "ass", "ssa"),
    "webm": ("webvtt",),
}
BITMAPS = {"mp4": ("dvd_subtitle",), "mkv": ("dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle")}
SOUND_LABELS = {"aac": "AAC", "opus": "Opus", "mp3": "MP3", "vorbis": "Vorbis"}
SOUNDS_ASKED = {
    "mp4": ("aac", "opus", "mp3"),
    "mov": ("aac", "mp3"),
    "mkv": ("aac", "opus", "mp3", "vorbis"),
    "webm": ("opus", "vorbis"),
}


@dataclass(frozen=True)
class Fate:
    """What is done with one track; `codec` is what it becomes where it does not stay as it is."""

    index: int
    kind: str
    way: Literal["copy", "encode", "text", "cover", "attach"]
    codec: str = ""


def fates(
    clip: Clip, container: Container, options: VideoOptions
) -> tuple[tuple[Fate, ...], tuple[str, ...]]:
    """What is done with each track that comes along, and a sentence for each that cannot come as it is."""
    _check_sound(container, options)
    came: list[Fate] = []
    notes: list[str] = []
    for track in clip.tracks:
        if track.codec == "bin_data" and clip.chapters:
            continue  # the names of the chapters, which come along as such
        fate, note = _fate(track, container, options)
        if fate:
            came.append(fate)
        if note:
            notes.append(note)
    return tuple(came), tuple(notes)


def _check_sound(container: Container, options: VideoOptions) -> None:
    if options.audio not in ("copy", "drop") and options.audio not in SOUNDS_ASKED[container.name]:
        fitting = ", ".join(SOUNDS_ASKED[container.name])
        label = SOUND_LABELS[options.audio]
        raise WrongOption(
            f"{container.label} does not hold {label} sound", f"Choose --audio {fitting}, or an .mkv."
        )


def _fate(track: Track, container: Container, options: VideoOptions) -> tuple[Fate | None, str]:
    if track.kind == "audio":
        return _fate_of_sound(track, container, options)
    if track.kind == "subtitle":
        return _fate_of_subtitles(track, container, options)
    if track.kind == "video":
        return _fate_of_pictures(track, container)
    if track.kind == "attachment":
        if container.attachments:
            return Fate(track.index, track.kind, "attach"), ""
        return None, f"{container.label} holds no attachments: {track.name or 'one'} is left out."
    return None, f"The {track} cannot be carried along and is left out."


def _fate_of_sound(track: Track, container: Container, options: VideoOptions) -> tuple[Fate | None, str]:
    if options.audio == "drop":
        return None, ""
    if options.audio != "copy":
        return Fate(track.index, track.kind, "encode", options.audio), ""
    if not track.codec or not track.rate:
        return None, f"The {track} is in no known format and is left out."
    if container.sounds is None or track.codec in container.sounds or _is_pcm_in_mov(track, container):
        return Fate(track.index, track.kind, "copy"), ""
    became = SOUND_LABELS[container.sound]
    note = f"{container.label} cannot hold the {track} as it is: it was encoded anew as {became}."
    return Fate(track.index, track.kind, "encode", container.sound), note


def _is_pcm_in_mov(track: Track, container: Container) -> bool:
    return container.name == "mov" and track.codec.startswith("pcm_")


def _fate_of_subtitles(track: Track, container: Container, options: VideoOptions) -> tuple[Fate | None, str]:
    if options.subtitles == "drop":
        return None, ""
    if track.codec in (*TEXT_AS_IT_IS[container.name], *BITMAPS.get(container.name, ())):
        return Fate(track.index, track.kind, "copy"), ""
    if track.codec in TEXT:
        styled = " Their styles are lost." if track.codec in ("ass", "ssa") else ""
        note = f"The {track} became {container.subtitles} for {container.label}.{styled}"
        return Fate(track.index, track.kind, "text", container.subtitles), note
    return None, f"{container.label} cannot hold the {track}: it is left out. An .mkv can."


def _fate_of_pictures(track: Track, container: Container) -> tuple[Fate | None, str]:
    if not track.disposition & ATTACHED:
        return None, f"The {track} is a second one of moving pictures and is left out."
    if container.name == "webm" or track.codec not in ("mjpeg", "png"):
        return None, f"{container.label} holds no cover picture of this kind: it is left out."
    return Fate(track.index, track.kind, "cover"), ""


ATTACHED = 1 << 10
