"""Pictures are made better side by side, and none of them twice."""

from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np

from afterglow.enhance.recipe import Recipe
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT
from afterglow.video.options import VideoOptions
from afterglow.video.painting import Painter
from afterglow.video.planning import plan_clip
from afterglow.video.reader import Reader
from tests.video.clips import Kind, make


def painted(path):
    """What is worked on for each picture of a clip, and what comes of it."""
    with Reader(path) as reader, Sessions() as sessions:
        planned = plan_clip(reader, Path("out.mkv"), Recipe(model="tiny"), VideoOptions())
        with closing(Painter(planned, sessions, SILENT)) as painter:
            paintings = [painter.begin(frame) for frame in reader.frames()]
            return [painting.after for painting in paintings], [painter.finish(one) for one in paintings]


def test_a_picture_that_shows_what_the_one_before_did_is_not_made_again(tmp_path):
    made, pictures = painted(make(tmp_path / "still.mp4", Kind(frames=6, still=True, settings={"crf": "0"})))
    assert [one is made[0] for one in made] == [True] * 6
    assert all(np.array_equal(picture, pictures[0]) for picture in pictures)


def test_pictures_that_differ_are_made_one_by_one(tmp_path):
    made, pictures = painted(make(tmp_path / "moving.mp4", Kind(frames=6)))
    assert len(set(map(id, made))) == 6
    assert not any(np.array_equal(one, other) for one, other in pairwise(pictures))
