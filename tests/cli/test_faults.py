"""What drives, folders and people do to a batch: a clear sentence, the rest goes on, inputs never change."""

import os
import resource
import shutil
import signal
import subprocess

import pytest

from afterglow.cli import exits
from afterglow.image import read
from tests.cli.product import album, call, draw, events, hashes, start
from tests.support import drive

PLAIN = ["--model", "none", "--sharpen", "0.5", "--json"]
not_root = pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")


@pytest.fixture
def photos(tmp_path):
    """Four pictures, whose bytes must be the same after whatever happens."""
    folder = album(tmp_path / "photos", 4)
    before = hashes(folder)
    yield folder
    assert {name: digest for name, digest in hashes(folder).items() if name in before} == before
    assert not list(tmp_path.rglob(".afterglow-*")), "something half-made was left behind"


@pytest.fixture
def small_drive(tmp_path):
    """A drive with room for next to nothing."""
    with drive(tmp_path / "drive", "size=48k") as place:
        yield place


@pytest.fixture
def read_only_drive(tmp_path):
    with drive(tmp_path / "drive", "size=48k,ro") as place:
        yield place


def failures(done):
    """The sentences of a run's failures, each checked to be one that says what to do."""
    assert b"Traceback" not in done.stderr
    failed = [event for event in events(done.stdout) if event["event"] == "failed"]
    for event in failed:
        assert event["message"]
        assert str(event["hint"]).endswith((".", "?"))
        assert "\n" not in str(event["message"])
    return [str(event["message"]) for event in failed]


def finished(done):
    return sum(event["event"] == "finished" for event in events(done.stdout))


def test_a_full_drive(photos, small_drive):
    draw(photos / "big.jpg", 600, 500)
    done = call("enhance", photos, "-o", small_drive, *PLAIN)
    assert done.returncode == exits.SOME_FAILED
    assert [message for message in failures(done) if "full" in message]
    assert not (small_drive / "big.jpg").exists()


def test_a_file_larger_than_the_system_allows(photos, tmp_path):
    def allow_little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    big = draw(photos / "big.jpg", 600, 500)
    done = call("enhance", big, "-o", tmp_path / "out", *PLAIN, preexec_fn=allow_little)
    assert done.returncode == exits.NOTHING_DONE
    assert "larger than the drive allows" in failures(done)[0]


def test_a_full_standard_output(photos):
    with open("/dev/full", "wb") as full:
        picture = next(photos.rglob("*.png"))
        process = start("enhance", picture, "-o", "-", *PLAIN[:-1], stdout=full)
        said = process.communicate()[1]
    assert process.returncode == exits.NOTHING_DONE
    assert b"standard output" in said
    assert b"Traceback" not in said


def test_a_read_only_drive(photos, read_only_drive):
    done = call("enhance", photos, "-o", read_only_drive, *PLAIN)
    assert done.returncode == exits.NOTHING_DONE
    assert all("read-only" in message for message in failures(done))


@not_root
def test_a_folder_that_may_not_be_written(photos, tmp_path):
    (tmp_path / "out").mkdir(mode=0o500)
    done = call("enhance", photos, "-o", tmp_path / "out", *PLAIN)
    assert done.returncode == exits.NOTHING_DONE
    assert len(failures(done)) == 4


@not_root
def test_a_picture_that_may_not_be_read(photos):
    locked = next(photos.rglob("*.png"))
    locked.chmod(0)
    done = call("enhance", photos, *PLAIN)
    locked.chmod(0o600)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 1, 3)


def busy_with_the_first(photos, out):
    """A run that is still at the first of its pictures."""
    draw(photos / "0.png", 900, 700)
    process = start(
        "enhance", photos, "-o", out, "--model", "tiny", "--tile", "32", "--workers", "1", "--json"
    )
    told = b"".join(process.stdout.readline() for _ in range(10))
    return process, told


def rest_of(process, told):
    out, said = process.communicate(timeout=60)
    return subprocess.CompletedProcess([], process.returncode, told + out, said)


def test_a_picture_that_vanishes(photos, tmp_path):
    process, told = busy_with_the_first(photos, tmp_path / "out")
    gone = next(photos.rglob("003*"))
    content = gone.read_bytes()
    gone.unlink()
    done = rest_of(process, told)
    gone.write_bytes(content)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 1, 4)


def test_an_input_drive_that_goes(photos, tmp_path):
    process, told = busy_with_the_first(photos, tmp_path / "out")
    photos.rename(tmp_path / "elsewhere")
    done = rest_of(process, told)
    (tmp_path / "elsewhere").rename(photos)
    assert done.returncode == exits.SOME_FAILED
    assert (len(failures(done)), finished(done)) == (4, 1)


def test_an_output_drive_that_goes(photos, tmp_path, home):
    out = tmp_path / "out"
    process, told = busy_with_the_first(photos, out / "deep")
    # A file in the way is what a mount point without its drive amounts to: the folder cannot be made there.
    out.rename(tmp_path / "gone") if out.exists() else None
    out.write_bytes(b"")
    done = rest_of(process, told)
    assert done.returncode == exits.NOTHING_DONE
    assert len(failures(done)) == 5
    out.unlink()
    assert call("enhance", photos, "-o", out / "deep", *PLAIN).returncode == exits.FINE


def test_a_picture_that_changes_meanwhile(photos, tmp_path):
    picture = draw(tmp_path / "more" / "a.png", 600, 500)
    process = start("enhance", picture, "-o", tmp_path / "out", "--model", "tiny", "--tile", "32", "--json")
    told = b"".join(process.stdout.readline() for _ in range(10))
    draw(tmp_path / "other.png", seed=9).replace(picture)
    done = rest_of(process, told)
    assert done.returncode == exits.FINE
    assert read(tmp_path / "out" / "a.png").size == (600, 500)


def test_the_ledger_being_deleted_meanwhile(photos, tmp_path, home):
    process, told = busy_with_the_first(photos, tmp_path / "out")
    shutil.rmtree(home / "state")
    done = rest_of(process, told)
    assert done.returncode == exits.FINE
    assert finished(done) == 5


def test_a_state_folder_that_cannot_be_made(photos, home):
    (home / "state").write_bytes(b"")
    done = call("enhance", photos, *PLAIN)
    assert done.returncode == exits.FINE
    assert "cannot be remembered" in str(events(done.stdout)[-1]["notes"])


def test_a_result_that_would_be_the_picture_itself(photos):
    picture = next(photos.rglob("*.png"))
    done = call("enhance", picture, "-o", picture, "--overwrite", *PLAIN)
    assert done.returncode == exits.NOTHING_DONE
    assert "replace an input" in failures(done)[0]


def test_results_that_would_be_the_pictures_themselves(photos):
    done = call("enhance", photos, "-o", photos, "--overwrite", *PLAIN)
    assert (done.returncode, len(failures(done))) == (exits.NOTHING_DONE, 4)


def test_a_result_that_would_be_the_picture_through_a_link(photos, tmp_path):
    picture = next(photos.rglob("*.png"))
    (tmp_path / "soft.png").symlink_to(picture)
    (tmp_path / "hard.png").hardlink_to(picture)
    for link in ("soft.png", "hard.png"):
        done = call("enhance", picture, "-o", tmp_path / link, "--overwrite", *PLAIN)
        assert done.returncode == exits.NOTHING_DONE
        assert len(failures(done)) == 1


def test_an_output_folder_that_is_the_input_through_a_link(photos, tmp_path):
    (tmp_path / "link").symlink_to(photos)
    done = call("enhance", photos, "-o", tmp_path / "link", "--overwrite", *PLAIN)
    assert done.returncode == exits.NOTHING_DONE
    assert len(failures(done)) == 4


def test_a_result_of_one_that_is_an_input_too(photos, tmp_path):
    one = draw(tmp_path / "more" / "a.png")
    other = draw(tmp_path / "more" / "b.png", seed=1)
    before = hashes(tmp_path / "more")
    done = call("enhance", one, other, "-o", tmp_path / "more", "--overwrite", *PLAIN)
    assert done.returncode == exits.NOTHING_DONE
    assert hashes(tmp_path / "more") == before


def test_two_pictures_with_one_result(photos, tmp_path):
    draw(photos / "a.jpg")
    draw(photos / "a.png", seed=1)
    done = call("enhance", photos, "-o", tmp_path / "out", "--format", "webp", *PLAIN)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 1, 5)
    assert "same file" in failures(done)[0]


def test_links_in_circles(photos):
    (photos / "round").symlink_to(photos)
    (photos / "self.jpg").symlink_to(photos / "self.jpg")
    (photos / "nowhere.jpg").symlink_to(photos / "nothing.jpg")
    done = call("enhance", photos, *PLAIN)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 3, 4)
    for link in ("round", "self.jpg", "nowhere.jpg"):
        (photos / link).unlink()


def test_a_file_where_a_folder_should_be(photos, tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    done = call("enhance", photos, "-o", tmp_path / "file" / "out", *PLAIN)
    assert (done.returncode, len(failures(done))) == (exits.NOTHING_DONE, 4)
    done = call("enhance", photos, "-o", tmp_path / "file", *PLAIN)
    assert done.returncode == exits.USAGE
    assert (tmp_path / "file").read_bytes() == b"mine"


def test_a_folder_where_a_result_should_be(photos):
    picture = next(photos.rglob("*.png"))
    (picture.parent / f"{picture.stem}.enhanced.png").mkdir()
    done = call("enhance", photos, "--overwrite", *PLAIN)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 1, 3)


def test_files_that_are_no_pictures(photos):
    (photos / "empty.jpg").write_bytes(b"")
    (photos / "text.png").write_text("a letter to the editor")
    (photos / "cut.png").write_bytes(next(photos.rglob("*.png")).read_bytes()[:700])
    (photos / "zip.webp").write_bytes(b"PK\x03\x04" + bytes(100))
    done = call("enhance", photos, *PLAIN)
    assert (done.returncode, finished(done)) == (exits.SOME_FAILED, 4)
    assert len(failures(done)) == 4


def test_pipes_and_devices_are_not_read_for_ever(photos):
    os.mkfifo(photos / "pipe.jpg")
    done = call("enhance", photos, photos / "pipe.jpg", "/dev/zero", "/dev/null", *PLAIN)
    assert (done.returncode, len(failures(done)), finished(done)) == (exits.SOME_FAILED, 3, 4)
    (photos / "pipe.jpg").unlink()


def test_a_folder_called_like_a_picture(photos):
    draw(photos / "album.jpg" / "a.png")
    done = call("enhance", photos, *PLAIN)
    assert (done.returncode, finished(done)) == (exits.FINE, 5)


def test_nothing_comes_through_the_pipe(photos):
    done = call("enhance", "-", "-o", "-", *PLAIN[:-1])
    assert done.returncode == exits.NOTHING_DONE
    assert done.stdout == b""
    assert len(done.stderr.splitlines()) == 2
    assert b"empty" in done.stderr


def test_no_room_for_temporary_files(photos, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "nowhere"))
    done = call("enhance", photos, *PLAIN)
    assert done.returncode == exits.FINE


def test_too_few_open_files(photos):
    def allow_few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (24, 24))

    done = call("enhance", photos, *PLAIN, preexec_fn=allow_few)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (exits.FINE, exits.SOME_FAILED, exits.NOTHING_DONE)


def test_the_working_folder_is_gone(photos, tmp_path):
    (tmp_path / "cwd").mkdir()
    done = call(
        "enhance", photos, *PLAIN, cwd=tmp_path / "cwd", preexec_fn=lambda: os.rmdir(tmp_path / "cwd")
    )
    assert done.returncode == exits.FINE, done.stderr
