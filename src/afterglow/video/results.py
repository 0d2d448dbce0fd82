"""The result of a clip, put together from its segments and looked at before it gets its name."""

from __future__ import annotations

from pathlib import Path

from afterglow.progress import Progress
from afterglow.video.assembling import Assembly
from afterglow.video.clip import Chapter, Clip, as_table
from afterglow.video.options import parse_bit_rate
from afterglow.video.planning import ClipPlan
from afterglow.video.reader import Reader
from afterglow.video.workfolder import WorkFolder

OF_THE_FILE = ("major_brand", "minor_version", "compatible_brands", "encoder", "duration")
PLACE = ("location", "gps", "iso6709", "xyz")


def put_together(
    reader: Reader, planned: ClipPlan, folder: WorkFolder, target: Path, progress: Progress
) -> list[str]:
    """Have the part file written, synced and counted; what could not be carried along."""
    clip, recipe, options = reader.clip, planned.recipe, planned.options
    begin, end = options.stretch
    assembly = Assembly(
        source=str(reader.path),
        part=str(folder.begin_part()),
        target=str(target),
        container=planned.container.name,
        coding=planned.shape.coding,
        segments=tuple((str(folder.path / one.name), one.checksum) for one in folder.segments),
        frames=folder.frames,
        depth=max(one.depth for one in folder.segments),
        zero=clip.zero,
        index=clip.index,
        begin=begin,
        end=end,
        fates=planned.fates,
        audio_bit_rate=parse_bit_rate(options.audio_bit_rate) or 0,
        chapters=chapters_within(clip, begin, end),
        metadata={} if recipe.strip_all else kept_metadata(clip, strip_gps=recipe.strip_gps),
        strip=recipe.strip_all,
    )
    said = reader.assemble(as_table(assembly), progress, lambda done: progress(done))
    folder.end_part()
    notes: list[str] = said["notes"]
    return notes


def kept_metadata(clip: Clip, *, strip_gps: bool) -> dict[str, str]:
    """What is said of the clip, but not of the file it came in."""
    return {
        key: value
        for key, value in clip.metadata.items()
        if key not in OF_THE_FILE and not (strip_gps and any(word in key.lower() for word in PLACE))
    }


def chapters_within(clip: Clip, begin: float | None, end: float | None) -> tuple[Chapter, ...]:
    """The clip's chapters in the part that is kept, by its times."""
    first, last = begin or 0.0, end if end is not None else float("inf")
    return tuple(
        Chapter(max(one.start, first) - first, min(one.end, last) - first, one.title)
        for one in clip.chapters
        if one.start < last and one.end > first
    )
