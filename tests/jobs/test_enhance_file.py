"""A picture that is best left alone stays the file it is."""

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.image import Image, read, write
from afterglow.jobs.enhance_file import enhance_files
from afterglow.jobs.job import Job
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT
from tests.support import texture


def enhanced(source, target, **options):
    job = Job("1", str(source), str(target), Recipe(model="none", **options))
    with Sessions() as sessions:
        return enhance_files(sessions)(job, SILENT)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tif"])
def test_left_alone_is_copied_byte_for_byte(tmp_path, suffix):
    source, target = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    write(Image(texture(60, 40)), source)
    assert enhanced(source, target).model is None
    assert target.read_bytes() == source.read_bytes()


def test_another_format_is_encoded(tmp_path):
    source, target = tmp_path / "a.png", tmp_path / "b.tif"
    write(Image(texture(60, 40)), source)
    enhanced(source, target)
    assert (read(target).pixels == read(source).pixels).all()
    assert read(target).origin.format == "tiff"


def test_what_is_asked_of_the_file_is_done(tmp_path):
    source, target = tmp_path / "a.jpg", tmp_path / "b.jpg"
    write(Image(texture(60, 40)), source, quality=95)
    enhanced(source, target, output_quality=50)
    assert target.stat().st_size < source.stat().st_size
