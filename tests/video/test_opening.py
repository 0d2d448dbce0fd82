"""Files that are no clips but would have a player open others: none is opened, whatever its name."""

import av
import pytest

from afterglow.errors import UnreadableFile
from afterglow.video.opening import SAFE, SUFFIXES, check_file
from afterglow.video.reader import Reader
from tests.cli.product import call
from tests.video.clips import Kind, make

TROJANS = {
    "ffconcat": "ffconcat version 1.0\nfile canary.mp4\n",
    "ffconcat, absolute": "ffconcat version 1.0\nfile '{folder}/canary.mp4'\n",
    "HLS": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ncanary.mp4\n#EXT-X-ENDLIST\n",
    "HLS from the network": "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/canary.mp4\n#EXT-X-ENDLIST\n",
    "DASH": '<?xml version="1.0"?><MPD><Period><BaseURL>canary.mp4</BaseURL></Period></MPD>',
    "SRT": "1\n00:00:00,000 --> 00:00:01,000\nfile://{folder}/canary.mp4\n",
    "ASS": "[Script Info]\nTitle: {folder}/canary.mp4\n[Events]\n",
    "address": "subfile,,start,0,end,0,,:{folder}/canary.mp4\n",
    "another address": "concat:{folder}/canary.mp4|{folder}/canary.mp4\n",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
}  # fmt: skip
NAMES = ("holiday.mp4", "holiday.mkv", "holiday.avi", "holiday.webm")


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    return make(tmp_path_factory.mktemp("trojans") / "canary.mp4", Kind(frames=2))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", TROJANS)
def test_a_trojan_opens_nothing(kind, name, canary):
    trojan = canary.with_name(name)
    trojan.write_text("\ufeff" * (name == "holiday.avi") + TROJANS[kind].format(folder=canary.parent))
    with pytest.raises(UnreadableFile):
        check_file(trojan)
    # And were its words not known, the decoder itself would refuse it.
    with pytest.raises((av.FFmpegError, ValueError)):
        av.open(f"file:{trojan}", container_options=SAFE)


@pytest.mark.parametrize(
    "name", ["concat:canary.mp4", "subfile,,start,0,end,0,,:canary.mp4", "http:canary.mp4"]
)
def test_a_name_that_reads_like_an_address_is_a_name(name, canary, monkeypatch):
    monkeypatch.chdir(canary.parent)
    with pytest.raises(UnreadableFile, match="is not there"):
        Reader(name)


def test_no_byte_of_another_file_comes_out(canary, tmp_path):
    trojan = canary.with_name("trojan.mp4")
    trojan.write_text(TROJANS["ffconcat"])
    done = call("video", trojan, "-o", tmp_path / "out.mp4", "--model", "none")
    assert done.returncode == 1
    assert b"is a list of other files, not a video" in done.stderr
    assert not list(tmp_path.iterdir())


def test_clips_are_known_by_many_names():
    assert {".mp4", ".mov", ".mkv", ".webm", ".avi"} <= set(SUFFIXES)
