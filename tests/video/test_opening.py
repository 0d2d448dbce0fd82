"""Files that are no clips but would have a player open others: none is opened, whatever its name."""

import socket
import subprocess
import sys

import av
import pytest

from afterglow.errors import UnreadableFile
from afterglow.video.opening import SAFE, SUFFIXES, check_file
from afterglow.video.reader import Reader
from tests.cli.product import HANG, call, environment
from tests.video.clips import Kind, make

TROJANS = {
    "ffconcat": "ffconcat version 1.0\nfile canary.mp4\n",
    "ffconcat, absolute": "ffconcat version 1.0\nfile '{folder}/canary.mp4'\n",
    "HLS": "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\ncanary.mp4\n#EXT-X-ENDLIST\n",
    "HLS from the network": "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:{port}/canary.mp4\n#EXT-X-ENDLIST\n",
    "DASH": '<?xml version="1.0"?><MPD><Period><BaseURL>canary.mp4</BaseURL></Period></MPD>',
    "SRT": "1\n00:00:00,000 --> 00:00:01,000\nfile://{folder}/canary.mp4\n",
    "ASS": "[Script Info]\nTitle: {folder}/canary.mp4\n[Events]\n",
    "address": "subfile,,start,0,end,0,,:{folder}/canary.mp4\n",
    "another address": "concat:{folder}/canary.mp4|{folder}/canary.mp4\n",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n",
}  # fmt: skip
NAMES = ("holiday.mp4", "holiday.mkv", "holiday.avi", "holiday.webm")


@pytest.fixture(scope="module")
def canary(tmp_path_factory):
    return make(tmp_path_factory.mktemp("trojans") / "canary.mp4", Kind(frames=2))


def written(path, kind, canary, port=9):
    bait = TROJANS[kind].format(folder=canary.parent, port=port)
    path.write_text("\ufeff" * (path.suffix == ".avi") + bait)
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", TROJANS)
def test_a_trojan_opens_nothing(kind, name, canary):
    trojan = written(canary.with_name(name), kind, canary)
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


GUARDED = """
import os, sys
def guard(event, arguments):
    if event.startswith("socket."):
        print(event, arguments, file=sys.stderr)
        os._exit(99)
sys.addaudithook(guard)
from afterglow.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_no_socket_is_opened_for_any_of_them(canary, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        port = server.getsockname()[1]
        names = [(kind, name) for kind in TROJANS for name in NAMES]
        (tmp_path / "clips").mkdir()
        for number, (kind, name) in enumerate(names):
            written(tmp_path / "clips" / f"{number}-{name}", kind, canary, port)
        command = [sys.executable, "-c", GUARDED, "video", tmp_path / "clips", "-o", tmp_path / "better"]
        done = subprocess.run(
            [*command, "--model", "none"], env=environment(), capture_output=True, timeout=HANG
        )
        assert done.returncode == 1, done.stderr
        assert done.stderr.count(b"holiday.") >= len(names) == 40
        assert not [path for path in (tmp_path / "better").rglob("*") if path.is_file()]
        with pytest.raises(BlockingIOError):
            server.accept()


def test_clips_are_known_by_many_names():
    assert {".mp4", ".mov", ".mkv", ".webm", ".avi"} <= set(SUFFIXES)
