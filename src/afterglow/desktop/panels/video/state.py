"""What the page knows: the clips that are open, the one looked at and when, and what is asked for all of them.

Nothing here knows Qt, and nothing here works: the panel starts the work of `looking.py` and tells what came of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from afterglow.desktop.history import History
from afterglow.enhance.recipe import AUTO, Recipe
from afterglow.errors import AfterglowError
from afterglow.video.clip import Clip
from afterglow.video.options import VideoOptions

OF_ONE_CLIP = ("begin", "end", "size", "scale")
"""What is not asked again on another day: it belongs to the clip that it was asked for."""

Options = TypeVar("Options", Recipe, VideoOptions)


@dataclass(frozen=True)
class Asked:
    """What is asked of all clips."""

    recipe: Recipe = field(default_factory=Recipe)
    options: VideoOptions = field(default_factory=VideoOptions)


@dataclass(frozen=True)
class Advice:
    """The model that helps a clip, how much of its change to make, and why; None is best left alone."""

    model: str | None
    strength: float
    reason: str

    def settle(self, recipe: Recipe) -> Recipe:
        """A recipe that asks for what this recommends by name, so that it need not be found out again."""
        enlarged = recipe.scale != 1 or bool(recipe.size)
        if recipe.model != AUTO or (self.model is None and enlarged):
            return recipe
        return replace(recipe, model=self.model or "none", strength=recipe.strength * self.strength)


@dataclass(eq=False)
class OpenClip:
    """A clip that is open; `seconds` is the time that is looked at."""

    path: Path
    seconds: float = 0.0
    clip: Clip | None = None
    problem: AfterglowError | None = None
    advice: Advice | None = None
    advice_for: tuple[str, ...] = ()  # the quality, begin and end that it was asked for


@dataclass(frozen=True)
class Wanted:
    """One picture of a clip, and how it is to be made better."""

    path: Path
    seconds: float
    recipe: Recipe
    options: VideoOptions

    @property
    def advice_for(self) -> tuple[str, ...]:
        """What advice depends on."""
        return self.recipe.quality, self.options.begin, self.options.end


@dataclass(frozen=True)
class VideoSettings:
    """What the page remembers from day to day."""

    mode: str = "split"
    live: bool = True
    recipe: str = "{}"  # what differs from a plain recipe, as JSON
    options: str = "{}"
    folder: str = ""  # where results go; "" is beside each clip


class Clips:
    """The state of the page."""

    def __init__(self, settings: VideoSettings = VideoSettings()) -> None:
        self.clips: list[OpenClip] = []
        self.index = -1
        kept = Asked(_from_kept(settings.recipe, Recipe), _from_kept(settings.options, VideoOptions))
        self.asked = History(kept)
        self.folder = Path(settings.folder) if settings.folder else None
        self.seen: tuple[Path, float] | None = None  # the picture that is shown as it is
        self.made: Wanted | None = None  # the picture that is shown made better
        self.progress: float | None = None  # of a preview that is under way

    @property
    def current(self) -> OpenClip | None:
        return self.clips[self.index] if 0 <= self.index < len(self.clips) else None

    @property
    def names(self) -> list[str]:
        """What the clips are called: those of one name by their folders, too."""
        often = Counter(clip.path.name for clip in self.clips)
        return [
            f"{path.name} ({path.parent.name})" if often[path.name] > 1 else path.name
            for path in (clip.path for clip in self.clips)
        ]

    @property
    def recipe(self) -> Recipe:
        return self.asked.now.recipe

    @property
    def options(self) -> VideoOptions:
        return self.asked.now.options

    @property
    def wanted(self) -> Wanted | None:
        """What the preview should show."""
        clip = self.current
        return Wanted(clip.path, clip.seconds, self.recipe, self.options) if clip else None

    @property
    def ready(self) -> bool:
        """Is the preview that of what is asked now?"""
        return self.made is not None and self.made == self.wanted

    def add(self, paths: Sequence[Path], *, look: bool = True) -> None:
        """Open clips; those that are open already are not opened twice. The first is looked at with `look`."""
        open_ones = {clip.path for clip in self.clips}
        self.clips += [OpenClip(path) for path in dict.fromkeys(paths) if path not in open_ones]
        if look and paths:
            self.go_to(next(i for i, clip in enumerate(self.clips) if clip.path == paths[0]))

    def go_to(self, index: int) -> None:
        """Look at another clip."""
        self.index = min(max(index, 0), len(self.clips) - 1)
        self.seen = self.made = self.progress = None

    def close(self) -> None:
        """Take the current clip off the list; its file stays."""
        if self.current:
            del self.clips[self.index]
            self.go_to(self.index)

    def look_at(self, share: float) -> None:
        """Look at the picture at that share, 0 to 1, of the clip's time."""
        if self.current and self.current.clip:
            self.current.seconds = round(share * self.current.clip.seconds, 3)

    def follow(self, written: Wanted) -> bool:
        """Look at the picture that is being written, if its clip is open here."""
        index = next((i for i, clip in enumerate(self.clips) if clip.path == written.path), -1)
        if index < 0:
            return False
        self.index, self.progress = index, None
        self.clips[index].seconds = written.seconds
        self.seen, self.made = (written.path, written.seconds), written
        return True

    def change(self, name: str, value: object) -> None:
        """Ask for something else, as a step that can be undone; raises `WrongOption` for what makes no sense."""
        options: dict[str, Any] = {name: value}
        asked = self.asked.now
        if name in {one.name for one in fields(Recipe)}:
            if name == "size" and value:
                options["scale"] = 1.0
            elif name == "scale" and value != 1:
                options["size"] = ""
            asked = replace(asked, recipe=replace(asked.recipe, **options))
        else:
            asked = replace(asked, options=replace(asked.options, **options))
            self._look_at_begin(asked.options.stretch[0] if name == "begin" else None)
        self.asked.put(asked, name if isinstance(value, float) else "")

    def _look_at_begin(self, begin: float | None) -> None:
        """The first picture of what will be made is the one to see before that."""
        clip = self.current
        if clip and clip.clip and begin is not None:
            clip.seconds = min(begin, clip.clip.seconds)

    def reset(self) -> None:
        """Ask for nothing but what is recommended."""
        self.asked.put(Asked())

    def settings(self, shown: VideoSettings) -> VideoSettings:
        """What is to be remembered, beside how it is shown."""
        folder = str(self.folder or "")
        return replace(shown, recipe=_kept(self.recipe), options=_kept(self.options), folder=folder)


def _kept(options: Recipe | VideoOptions) -> str:
    plain = asdict(type(options)())
    asked = asdict(options)
    return json.dumps(
        {name: asked[name] for name in asked if asked[name] != plain[name] and name not in OF_ONE_CLIP}
    )


def _from_kept(text: str, kind: type[Options]) -> Options:
    """What makes no sense any more is forgotten."""
    try:
        known = {one.name for one in fields(kind)} - set(OF_ONE_CLIP)
        return kind(**{name: value for name, value in json.loads(text).items() if name in known})
    except (ValueError, AttributeError, TypeError, AfterglowError):
        return kind()
