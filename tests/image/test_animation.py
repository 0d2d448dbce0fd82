"""Moving pictures keep every frame, its time and the number of rounds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from afterglow.errors import TooLarge, UnsupportedPicture, WouldOverwrite, WrongOption
from afterglow.image import Limits, probe, read_frames, resize, write_frames
from tests.image.samples import moving, saved, scene

FORMATS = ("GIF", "WEBP", "PNG", "AVIF")
TARGETS = ("gif", "webp", "png", "avif")


@pytest.mark.parametrize("came", FORMATS)
def test_frames_delays_and_rounds_are_read(came):
    animation = read_frames(moving(came))
    assert len(animation) == 4
    assert animation.size == (40, 30)
    assert animation.delays == (50, 100, 70, 200)
    if came != "AVIF":
        assert animation.loops in (3, 4)  # GIF counts repetitions, the others rounds
    starts = [int(np.argmax(frame.pixels[14, :, 0] > 200)) for frame in animation.frames]
    assert np.abs(np.subtract(starts, [2, 8, 14, 20])).max() <= (came == "AVIF")


@pytest.mark.parametrize("goes", TARGETS)
@pytest.mark.parametrize("came", FORMATS)
def test_animations_go_from_every_format_to_every_other(came, goes, tmp_path):
    first = read_frames(moving(came, **({"lossless": True} if came == "WEBP" else {})))
    notes = write_frames(first, tmp_path / f"out.{goes}")
    back = read_frames(tmp_path / f"out.{goes}")
    assert len(back) == len(first)
    assert back.delays == first.delays
    assert back.loops == first.loops or any("for ever" in note for note in notes)
    far = np.abs(back.pixels.astype(int) - first.pixels).mean()
    assert far < {"gif": 6, "webp": 4, "png": 0.001, "avif": 3}[goes]
    assert probe(tmp_path / f"out.{goes}").frames == 4


@pytest.mark.parametrize("goes", TARGETS)
def test_each_frame_can_be_changed(goes, tmp_path):
    animation = read_frames(moving("WEBP", lossless=True))
    larger = animation.with_frames(resize(frame, (80, 60)) for frame in animation.frames)
    write_frames(larger, tmp_path / f"out.{goes}")
    assert read_frames(tmp_path / f"out.{goes}").size == (80, 60)


def test_transparency_is_kept(tmp_path):
    animation = read_frames(moving("PNG"))
    clear = np.zeros(animation.pixels.shape[:3], np.uint8)
    clear[:, :22] = 255
    for goes in ("webp", "png", "gif"):
        write_frames(replace(animation, alpha=clear), tmp_path / f"out.{goes}")
        assert np.array_equal(read_frames(tmp_path / f"out.{goes}").alpha, clear)


def test_equal_frames_keep_their_time(tmp_path):
    animation = read_frames(moving("GIF"))
    still = replace(animation, pixels=animation.pixels[[0, 1, 1, 1]], alpha=None)
    for goes in TARGETS:
        write_frames(still, tmp_path / f"out.{goes}")
        assert abs(sum(read_frames(tmp_path / f"out.{goes}").delays) - 420) <= 10


def test_an_animation_in_which_nothing_moves_is_written(tmp_path):
    animation = read_frames(moving("GIF"))
    still = replace(animation, pixels=animation.pixels[[0, 0, 0, 0]], alpha=None)
    for goes in TARGETS:
        write_frames(still, tmp_path / f"out.{goes}")
        back = read_frames(tmp_path / f"out.{goes}")
        assert np.abs(back.pixels[0].astype(int) - still.pixels[0]).mean() < 6


def test_a_still_picture_is_an_animation_of_one_frame():
    assert len(read_frames(saved(scene(), "PNG"))) == 1
    with pytest.raises(UnsupportedPicture, match="JPEG"):
        read_frames(saved(scene(), "JPEG"))


def test_formats_that_cannot_move_are_refused(tmp_path):
    with pytest.raises(WrongOption, match="JPEG"):
        write_frames(read_frames(moving("GIF")), tmp_path / "out.jpg")
    with pytest.raises(WrongOption, match=r"\.xyz"):
        write_frames(read_frames(moving("GIF")), tmp_path / "out.xyz")


def test_nothing_is_overwritten(tmp_path):
    (tmp_path / "out.webp").write_bytes(b"mine")
    with pytest.raises(WouldOverwrite):
        write_frames(read_frames(moving("GIF")), tmp_path / "out.webp")
    assert (tmp_path / "out.webp").read_bytes() == b"mine"


def test_too_many_frames_are_refused():
    for came in FORMATS:
        with pytest.raises(TooLarge):
            read_frames(moving(came), limits=Limits(max_frames=3))
