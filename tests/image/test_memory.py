"""Big pictures pass through in bands: what is held in memory hardly grows with them."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import pyvips

from afterglow.errors import OutOfMemory
from afterglow.image import bands, new_canvas, on_disk, read, release, resize
from tests.image.samples import scene

ROOT = Path(__file__).resolve().parents[2]

THROUGH = """
import resource, sys
from afterglow.image import bands, new_canvas, on_disk, read, release, write
image = read(sys.argv[1], memory=int(sys.argv[3]))
assert on_disk(image.pixels)
out = new_canvas(image.pixels.shape, image.pixels.dtype, int(sys.argv[3]))
for top, bottom in bands(image.size.height):
    out[top:bottom] = image.pixels[top:bottom]
    release(out)
    release(image.pixels)
write(image.with_pixels(out), sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def big(path: Path, width: int, height: int, **options: object) -> Path:
    """A noisy picture, made in bands."""
    noise = pyvips.Image.gaussnoise(width, height, mean=0, sigma=6)
    slope = noise + pyvips.Image.xyz(width, height)[0] * (200 / width)
    picture = slope.bandjoin([slope * 0.7 + 20, 200 - slope * 0.5]).cast("uchar")
    picture.copy(interpretation="srgb").write_to_file(str(path), **options)
    return path


def peak(source: Path, target: Path, memory: int) -> int:
    """The most megabytes a process held that read a picture, copied it band by band, and wrote it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [sys.executable, "-c", THROUGH, str(source), str(target), str(memory)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return int(ran.stdout)


@pytest.mark.parametrize("goes", ["jpg", "tif"])
def test_12_megapixels_hold_160_megabytes_more_than_nothing(tmp_path, goes):
    source = big(tmp_path / "in.jpg", 4000, 3000, Q=85)
    nothing = peak(big(tmp_path / "small.png", 500, 400), tmp_path / f"small.{goes}", 1000)
    assert peak(source, tmp_path / f"out.{goes}", 64 * 1024**2) < nothing + 160


@pytest.mark.slow
@pytest.mark.parametrize("turned", [False, True])
def test_108_megapixels_stay_below_600_megabytes(tmp_path, turned):
    source = big(tmp_path / "in.jpg", 12_000, 9_000, Q=85)
    if turned:
        from tests.image.samples import camera_exif, with_metadata

        source.write_bytes(with_metadata(source.read_bytes(), camera_exif(6)))
    assert peak(source, tmp_path / "out.jpg", 1200 * 1024**2) < 600


@pytest.mark.slow
@pytest.mark.skipif("AFTERGLOW_SOAK" not in os.environ, reason="five minutes and more: part of `make soak`")
def test_a_gigapixel_tiff_stays_below_2_gigabytes(tmp_path):
    source = big(tmp_path / "in.tif", 32_768, 32_768, compression="none", tile=True)
    assert peak(source, tmp_path / "out.tif", 2 * 1024**3) < 2000


def test_bands_agree_with_the_whole(tmp_path):
    source = big(tmp_path / "in.png", 700, 900)
    whole, banded = read(source), read(source, memory=1024**2)
    assert not on_disk(whole.pixels)
    assert on_disk(banded.pixels)
    assert np.array_equal(whole.pixels, banded.pixels)
    assert np.array_equal(resize(whole, (333, 444)).pixels, resize(banded, (333, 444), memory=1000).pixels)


def test_released_pixels_keep_their_values():
    canvas = new_canvas((3000, 1000, 3), np.uint8, memory=1000)
    assert on_disk(canvas)
    assert on_disk(canvas[10:20, 5:])
    assert not on_disk(canvas.copy())
    for top, bottom in bands(3000):
        canvas[top:bottom] = top // 256
        release(canvas)
    assert all((canvas[top:bottom] == top // 256).all() for top, bottom in bands(3000))


def test_releasing_frees_memory():
    canvas = new_canvas((20_000, 1000, 3), np.uint8, memory=1000)
    canvas[:] = 7
    full = _resident()
    release(canvas)
    assert full - _resident() > 50_000_000
    assert canvas[19_999, 999, 2] == 7


def test_no_room_for_scratch_files_is_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, hard))
    try:
        with pytest.raises(OutOfMemory, match="scratch space") as refused:
            new_canvas((2000, 2000, 3), np.uint8, memory=1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.value.hint
    assert not list(tmp_path.iterdir())


def test_scratch_files_leave_nothing_behind(monkeypatch, tmp_path):
    import tempfile

    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    canvas = new_canvas((2000, 2000, 3), np.uint8, memory=1000)
    canvas[:] = 1
    assert not list(tmp_path.iterdir())
    del canvas
    assert resize(scene(), (10, 10)).shape == (10, 10, 3)


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()
