import numpy as np
import pytest

from afterglow.enhance.enhance import enhance
from afterglow.enhance.recipe import Recipe
from afterglow.image.image import Image
from afterglow.metrics.psnr import psnr
from afterglow.models.sessions import Sessions
from afterglow.video.calm.calm import EVERY, LOOKBACK, Calm
from afterglow.video.enhancing import enhance_clip
from afterglow.video.options import VideoOptions
from afterglow.video.reader import Reader
from afterglow_lab.evaluation.moving import flicker, noisy, pan
from tests.support import texture
from tests.video.clips import Kind, make

SIZE = (96, 144)
SPEEDS = [(0, 0), (0, 0.25), (0.25, 0.5), (0, 1), (0.5, 1.75), (1, 3), (0.5, 7), (0, 15)]


@pytest.fixture(scope="module")
def drawing():
    """Waves and hard-edged boxes, large enough to pan over."""
    rng = np.random.default_rng(5)
    drawn = texture(1800, 800, np.float32, seed=3)
    for _ in range(400):
        top, left = rng.integers(0, 760), rng.integers(0, 1740)
        height, width = rng.integers(8, 60, 2)
        drawn[top : top + height, left : left + width] = rng.random(3) * 0.8 + 0.1
    return np.rint(drawn * 255).astype(np.uint8)


def softened(frame):
    """A plain way to take noise out of one frame."""
    padded = np.pad(frame.astype(np.float32), ((1, 1), (1, 1), (0, 0)), mode="edge")
    around = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
    return np.rint((4 * padded[1:-1, 1:-1] + around) / 8).astype(np.uint8)


def calmed(before, after, first=0, calm=None):
    calm = calm or Calm()
    return [calm.next(b, a, first + i) for i, (b, a) in enumerate(zip(before, after, strict=True))]


def enhanced(clip, sigma=12, seed=0):
    before = noisy(clip, sigma, seed)
    return before, [softened(frame) for frame in before]


def quality(frames, clean):
    return [psnr(frame, wanted) for frame, wanted in zip(frames, clean, strict=True)]


@pytest.mark.parametrize("speed", SPEEDS)
def test_frames_of_a_noisy_pan_get_better(drawing, speed):
    clean = pan(drawing, SIZE, speed, 14, thing=2)
    before, after = enhanced(clean)
    gains = np.subtract(quality(calmed(before, after), clean), quality(after, clean))
    print(f"{speed}: worst frame {gains.min():+.2f} dB, mean {gains[3:].mean():+.2f} dB")
    assert gains[0] == 0
    assert gains.min() > -0.05
    assert gains[3:].mean() > 0.1


@pytest.mark.slow
@pytest.mark.parametrize(("depth", "crf"), [("8", 4), ("8", 0), ("10", 0)], ids=["8-4", "8-lossless", "10-0"])
@pytest.mark.parametrize("speed", [(0, 0), (0, 1), (0.5, 1.75)])
def test_no_picture_of_a_noisy_pan_is_worse_than_a_photo_of_it(drawing, speed, depth, crf, tmp_path):
    """All the way: read, enhanced, calmed, encoded and read again. What an encoder rounds is told apart."""
    clean = pan(drawing, SIZE, speed, 14, thing=2)
    kind = Kind("ffv1", "yuv444p", SIZE[::-1], len(clean), pictures=noisy(clean, 12), colour=(2, 1, 1, 1))
    # In single precision either path gets the same numbers from the network, to the last bit but one.
    recipe = Recipe(model="night-fast", engine="onnxruntime", precision="f32")
    source, shown = make(tmp_path / "pan.mkv", kind), []
    options, target = VideoOptions(codec="h264", depth=depth, crf=crf), tmp_path / "better.mkv"
    enhance_clip(source, target, recipe, options, watch=lambda picture: shown.append(picture.after.copy()))
    with Reader(source) as before, Reader(target) as after, Sessions() as sessions:
        photos = [enhance(Image(frame.pixels), recipe, sessions=sessions) for frame in before.frames()]
        video = [frame.pixels for frame in after.frames()]
    plain = quality([photo.image.pixels for photo in photos], clean)
    made, coded = (np.subtract(quality(frames, clean), plain) for frames in (shown, video))
    for name, gains in (("before", made), ("after", coded)):
        print(f"{speed}, {name} encoding: worst {gains.min():+.3f} dB, mean {gains[3:].mean():+.2f} dB")
    assert made.min() > -0.005  # more bits round otherwise
    assert coded.min() > -0.02
    assert coded[3:].mean() > 0.1


def test_a_still_scene_flickers_much_less_than_frame_by_frame(drawing):
    before, after = enhanced(pan(drawing, SIZE, (0, 0), 3 * EVERY))
    source, plain, calm = (flicker(frames[4:]) for frames in (before, after, calmed(before, after)))
    print(f"flicker: {calm / source:.2f} of the source's, frame by frame {plain / source:.2f}")
    assert calm < 0.6 * plain
    assert calm < 0.6 * source


def test_a_clip_without_noise_stays_as_it_is(drawing):
    clean = pan(drawing, SIZE, (0.25, 1.75), 6, thing=2)
    after = [softened(frame) for frame in clean]
    assert all(np.array_equal(*both) for both in zip(calmed(clean, after), after, strict=True))


def test_a_cut_stops_the_memory(drawing):
    one = pan(drawing, SIZE, (0, 1), 7)
    other = pan(drawing[::-1, ::-1], SIZE, (0, 1), 7)
    before, after = enhanced(one + other)
    result = calmed(before, after)
    assert np.array_equal(result[7], after[7])
    assert not np.array_equal(result[6], after[6])
    alone = calmed(before[7:], after[7:], first=7)
    assert all(np.array_equal(*both) for both in zip(result[7:], alone, strict=True))


def test_what_moves_leaves_no_trail(drawing):
    still = pan(drawing, SIZE, (0, 0), 1)[0].astype(np.float32)
    clean = pan(drawing, SIZE, (0, 0), 12, thing=4)
    before, after = enhanced(clean)
    result = calmed(before, after)
    for number in range(3, 12):
        was = np.abs(clean[number - 2] - still).max(axis=2) > 30
        trail = was & (np.abs(clean[number] - still).max(axis=2) < 2)
        errors = [
            np.square(frames[number][trail].astype(float) - clean[number][trail]).mean()
            for frames in (result, after)
        ]
        assert trail.sum() > 50
        assert errors[0] <= errors[1] * 1.02


def test_nothing_changes_where_the_clip_is_taken_up_again(drawing):
    clip = pan(drawing, SIZE, (0, 0.75), 20) + pan(drawing[::-1], SIZE, (0.5, 0), 16, thing=1)
    before, after = enhanced(clip)
    whole = calmed(before, after)
    for taken_up in range(LOOKBACK, len(clip), 5):
        first = taken_up - LOOKBACK
        again = calmed(before[first:], after[first:], first=first)[LOOKBACK:]
        assert all(np.array_equal(*both) for both in zip(again, whole[taken_up:], strict=True))


def test_the_same_calls_give_the_same_bytes_and_leave_their_frames_alone(drawing):
    before, after = enhanced(pan(drawing, SIZE, (0, 0.75), 6))
    copies = [frame.copy() for frame in before + after]
    calm = Calm()
    once = calmed(before, after, calm=calm)
    calm.reset()
    assert all(np.array_equal(*both) for both in zip(once, calmed(before, after, calm=calm), strict=True))
    assert all(np.array_equal(*both) for both in zip(copies, before + after, strict=True))


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (2, 3), (17, 23), (63, 9), (97, 65)])
def test_any_size_is_taken(size):
    before = noisy([texture(size[1], size[0])] * 4, 12) if min(size) > 1 else [texture(*size[::-1])] * 4
    result = calmed(before, before)
    assert all(frame.shape == before[0].shape and frame.dtype == np.uint8 for frame in result)


@pytest.mark.parametrize("depth", [np.uint16, np.float32])
def test_deeper_frames_come_out_the_same_but_for_rounding(drawing, depth):
    before, after = enhanced(pan(drawing, SIZE, (0, 0.75), 6))
    unit = 257 if depth is np.uint16 else np.float32(1 / 255)
    deep = calmed([b.astype(depth) * unit for b in before], [a.astype(depth) * unit for a in after])
    assert all(frame.dtype == depth for frame in deep)
    for frame, shallow in zip(deep, calmed(before, after), strict=True):
        assert np.abs(frame / unit - shallow).max() <= 0.52


@pytest.mark.parametrize("factor", [0.5, 1.5, 2, 3])
def test_results_of_another_size_are_calmed_too(drawing, factor):
    clip = pan(drawing, SIZE, (0, 1), 8)
    before, after = enhanced(clip, sigma=15)
    rows, columns = (np.arange(int(side * factor)) * side // int(side * factor) for side in SIZE)
    clean, grown = ([frame[rows][:, columns] for frame in frames] for frames in (clip, after))
    gains = np.subtract(quality(calmed(before, grown), clean), quality(grown, clean))
    assert gains[2:].mean() > 0.1


def test_a_cropped_result_is_calmed_by_what_it_shows(drawing):
    clip = pan(drawing, SIZE, (0, 1), 8)
    before, after = enhanced(clip)
    clean, cropped = ([frame[:, 40:104] for frame in frames] for frames in (clip, after))
    gains = np.subtract(quality(calmed(before, cropped), clean), quality(cropped, clean))
    assert gains[2:].mean() > 0.1


def test_another_size_begins_anew(drawing):
    before, after = enhanced(pan(drawing, SIZE, (0, 1), 4))
    calm = Calm()
    calmed(before, after, calm=calm)
    smaller = after[0][:50, :60]
    assert calm.next(before[0][:50, :60], smaller, 4) is smaller
    assert calm.next(before[0], after[0], 5) is after[0]


def test_a_gray_clip_stays_gray(drawing):
    gray = [frame[:, :, :1].repeat(3, axis=2) for frame in noisy(pan(drawing, SIZE, (0, 1), 6), 12)]
    for frame in calmed(gray, gray):
        assert np.ptp(frame.astype(int), axis=2).max() <= 1
