import av
import cv2
import numpy as np
import pytest

from afterglow.errors import UnreadableFile, WrongOption
from afterglow.progress import Cancelled
from afterglow_lab.data import pictures
from afterglow_lab.data.drawings import drawing
from afterglow_lab.data.frames import Collection, Plan, extract, frames_of
from afterglow_lab.data.likeness import Album
from afterglow_lab.data.manifest import Manifest, read_rows


def film(path, frames, rate=25):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=rate, options={"crf": "12"})
        stream.width, stream.height, stream.pix_fmt = frames[0].shape[1], frames[0].shape[0], "yuv420p"
        for pixels in frames:
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def scenes(tmp_path):
    """Three drawings of 20 frames each, with a blank and a blurred stretch between them."""
    first, second, third = (drawing(seed, 160, 120) for seed in (1, 2, 3))
    blurred = cv2.GaussianBlur(drawing(4, 160, 120), (0, 0), 9)
    parts = [first, np.zeros_like(first), second, blurred, third, first]
    return film(tmp_path / "film.mp4", [part for part in parts for _ in range(20)])


def test_frames_that_are_blank_blurred_or_seen_before_are_left_out(scenes, tmp_path):
    outcome = extract([scenes], tmp_path / "out", Plan(every=5))[0]
    names = sorted(path.name for path in (tmp_path / "out").glob("frame_*"))
    assert names == ["frame_000000_film.png", "frame_000040_film.png", "frame_000080_film.png"]
    assert outcome.kept == 3
    assert outcome.refused == {"alike": 3 * 3 + 4, "blank": 4, "blurred": 4}


def test_a_frame_keeps_its_colours(tmp_path):
    picture = np.zeros((720, 1280, 3), np.uint8)
    picture[:, :640], picture[:, 640:] = (200, 40, 40), (30, 60, 200)
    path = tmp_path / "colours.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "5"})
        stream.width, stream.height, stream.pix_fmt = 1280, 720, "yuv420p"
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    seen = next(frames_of(path, 1)).pixels
    assert np.abs(seen.astype(int)[300:400, 100:500] - (200, 40, 40)).max() <= 4
    assert np.abs(seen.astype(int)[300:400, 800:1200] - (30, 60, 200)).max() <= 4


def test_running_again_reads_nothing_twice_and_a_cut_run_goes_on(scenes, tmp_path):
    out, plan = tmp_path / "out", Plan(every=5)
    extract([scenes], out, plan)
    whole = {path.name: path.read_bytes() for path in out.glob("frame_*")}
    lines = (out / "manifest.jsonl").read_text().splitlines(keepends=True)
    (out / "manifest.jsonl").write_text("".join(lines[:2]))
    (out / "frame_000080_film.png").unlink()
    extract([scenes], out, plan)
    assert {path.name: path.read_bytes() for path in out.glob("frame_*")} == whole
    scenes.write_bytes(b"gone")
    assert extract([scenes], out, plan)[0].kept == 3


def test_several_videos_at_a_time_lose_nothing(tmp_path):
    for number in range(4):
        film(tmp_path / f"{number}.mp4", [drawing(10 + number, 160, 120)] * 3)
    one, four = (extract([tmp_path], tmp_path / f"out{n}", Plan(every=2), workers=n) for n in (1, 4))
    assert [(outcome.video, outcome.kept) for outcome in four] == [(str(n), 1) for n in range(4)]
    assert four == one
    assert {row["file"]: row["sha256"] for row in read_rows(tmp_path / "out4") if row["kind"] == "frame"} == {
        row["file"]: row["sha256"] for row in read_rows(tmp_path / "out1") if row["kind"] == "frame"
    }


def test_a_stop_ends_a_video_that_is_under_way(scenes, tmp_path):
    with Manifest(tmp_path / "out") as manifest:
        collection = Collection(tmp_path / "out", Plan(every=5), manifest, Album())
        collection.stopped.set()
        with pytest.raises(Cancelled):
            collection.take(scenes, "film")
        assert not manifest.rows


def test_a_folder_without_videos_is_one_sentence(tmp_path):
    with pytest.raises(UnreadableFile, match="There are no videos"):
        extract([tmp_path], tmp_path / "out", Plan())


def test_no_more_than_asked(scenes, tmp_path):
    assert extract([scenes], tmp_path / "out", Plan(every=5, most=2))[0].kept == 2


def test_two_videos_of_one_name_and_one_that_is_none(scenes, tmp_path):
    other = tmp_path / "trip"
    other.mkdir()
    film(other / "film.mp4", [drawing(9, 160, 120)] * 3)
    (tmp_path / "broken.mp4").write_bytes(b"no video")
    outcomes = extract([scenes, other, tmp_path / "broken.mp4"], tmp_path / "out", Plan(every=3))
    assert (tmp_path / "out/frame_000000_trip-film.png").is_file()
    assert outcomes[2].problem.startswith("broken: broken.mp4 cannot be read as a video")


def test_frames_can_be_stored_smaller_as_jpeg(scenes, tmp_path):
    extract([scenes], tmp_path / "out", Plan(every=60, format="jpg", fit=(80, 80)))
    assert pictures.load(tmp_path / "out/frame_000000_film.jpg").pixels.shape == (60, 80, 3)


@pytest.mark.parametrize("text", ["ffconcat version 1.0\nfile film.mp4\n", "#EXTM3U\n#EXTINF:1,\nfilm.mp4\n"])
def test_a_playlist_in_disguise_opens_nothing(text, scenes, tmp_path):
    trojan = tmp_path / "holiday.mp4"
    trojan.write_text(text)
    outcome = extract([trojan], tmp_path / "out", Plan(every=1))[0]
    assert outcome.kept == 0
    assert "not a video" in outcome.problem


@pytest.mark.parametrize("wrong", [{"every": 0}, {"most": -1}, {"similarity": 0.0}, {"stored_quality": 0}])
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(WrongOption):
        Plan(**wrong)
