"""Long clips: their sound stays beside their pictures, and they need no more memory than short ones."""

import os
import random
import re
import subprocess
import sys
from fractions import Fraction

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.video.enhancing import enhance_clip
from tests.cli.product import environment
from tests.video.clips import Kind, Sound, contents, make

MEASURE = """
import re, resource, sys
from pathlib import Path
from afterglow.enhance.recipe import Recipe
from afterglow.video import enhance_clip
enhance_clip(sys.argv[1], sys.argv[2], Recipe(model="none"))
# Not what getrusage says of this process: that counts what the one before it had.
own = re.search("VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print("peaks", own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize("seconds", [60, pytest.param(3600, marks=pytest.mark.slow)])
def test_uneven_times_never_drift(seconds, tmp_path):
    rng, times, now = random.Random(1), [], Fraction(0)
    while now < seconds:
        times.append(now)
        now += Fraction(rng.choice((400, 1001, 1500, 3003)), 1000)
    kind = Kind(frames=len(times), times=times, rate=1, size=(16, 16), time_base=Fraction(1, 30_000))
    source = make(tmp_path / "long.mp4", kind)
    enhance_clip(source, tmp_path / "out.mp4", Recipe(model="none"))
    before, after = contents(source)[0].shown, contents(tmp_path / "out.mp4")[0].shown
    assert len(before) == len(after) == len(times)
    drift = max(abs(a - b) for a, b in zip(before, after, strict=True))
    print(f"{len(times)} pictures, {1000 * drift:.3f} ms of drift")
    assert drift < 1e-4


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
def test_memory_is_flat_in_length(tmp_path):
    peaks = []
    for seconds in (10, 600):
        kind = Kind(frames=25 * seconds, size=(64, 48), sounds=(Sound(),))
        source = make(tmp_path / f"{seconds}.mp4", kind)
        command = [sys.executable, "-c", MEASURE, str(source), str(tmp_path / f"{seconds}-out.mp4")]
        done = subprocess.run(command, env=environment(), capture_output=True, check=True, timeout=3600)
        peaks.append([int(peak) for peak in re.findall(rb"\d+", done.stdout.split(b"peaks")[1])])
    print("peaks in KiB, own and the decoder's, of 10 and of 600 seconds:", *peaks)
    assert all(long < 1.1 * short for short, long in zip(*peaks, strict=True)), peaks
    assert os.path.getsize(tmp_path / "600-out.mp4") > 1000
