"""The process that decodes has no network."""

import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from afterglow.video.reader import Reader
from afterglow.video.sealing import MACHINES
from tests.cli.product import environment
from tests.video.clips import Kind, make

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in MACHINES, reason="this system takes no network away"
)

SEALED = """
import socket, subprocess, sys, threading
from afterglow.video.sealing import leave_the_network
assert leave_the_network()
def tried():
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
        try:
            socket.socket(family)
        except PermissionError:
            print("refused")
tried()
thread = threading.Thread(target=tried)
thread.start()
thread.join()
import av
try:
    av.open(sys.argv[1])
except OSError:
    print("refused")
print(subprocess.run(["cat", "/proc/self/status"], capture_output=True, text=True).stdout.count("Seccomp:\\t2"))
"""


def test_whatever_asks_for_a_socket_gets_none():
    """Python, its threads, the codecs' own code and other programs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/film.mp4"
        command = [sys.executable, "-c", SEALED, address]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=60)
        assert done.stdout.split() == ["refused"] * 7 + ["1"], done.stderr
        with pytest.raises(BlockingIOError):
            server.accept()


def test_clips_are_decoded_without_a_network(tmp_path):
    with Reader(make(tmp_path / "clip.mp4", Kind(frames=3))) as reader:
        assert len(list(reader.frames())) == 3
        assert "Seccomp:\t2" in Path(f"/proc/{reader._process.pid}/status").read_text()
