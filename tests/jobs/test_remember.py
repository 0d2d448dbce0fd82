import os
from pathlib import Path

import pytest

from afterglow.enhance.recipe import Recipe
from afterglow.errors import CannotWrite, UnreadableFile, WouldOverwrite
from afterglow.jobs.job import Finished, Job, Planned, Skipped
from afterglow.jobs.ledger import open_ledger
from afterglow.jobs.remember import Again, recalled, remembered, weights_of
from afterglow.jobs.targets import refuse_to_overwrite
from afterglow.progress import SILENT, Cancelled
from tests.support import Blur


class Copier:
    """Work that copies the source in capitals and counts how often it did."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.times = 0

    def __call__(self, job, progress):
        refuse_to_overwrite(job)
        if self.error:
            raise self.error
        self.times += 1
        Path(job.target).write_bytes(Path(job.source).read_bytes().upper())
        return Finished(job, "blur", "", "", "", "", 1, 1, 0.0)


@pytest.fixture
def ledger(tmp_path):
    return open_ledger(tmp_path / "state")


@pytest.fixture
def job(tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"picture")
    return Job("1", str(tmp_path / "a.jpg"), str(tmp_path / "a.enhanced.jpg"), Recipe())


def same(model):
    return "weights of " + model


def test_what_was_done_is_left_out_the_next_time(ledger, job):
    work = Copier()
    assert isinstance(remembered(work, ledger, same)(job, SILENT), Finished)
    assert isinstance(remembered(work, ledger, same)(job, SILENT), Skipped)
    assert work.times == 1


def test_another_recipe_is_other_work(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    other = Job("2", job.source, job.target, Recipe(sharpen=1.0), overwrite=True)
    assert isinstance(remembered(work, ledger, same)(other, SILENT), Finished)


def test_the_same_work_on_another_engine_is_not_done_again(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    other = Job("2", job.source, job.target, Recipe(engine="onnxruntime", memory="2G"))
    assert isinstance(remembered(work, ledger, same)(other, SILENT), Skipped)
    assert isinstance(remembered(work, ledger, same, Again(force=True))(other, SILENT), Finished)


def test_a_changed_picture_is_other_work(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    Path(job.source).write_bytes(b"another")
    Path(job.target).unlink()
    assert isinstance(remembered(work, ledger, same)(job, SILENT), Finished)


def test_a_deleted_result_is_made_again(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    Path(job.target).unlink()
    assert isinstance(remembered(work, ledger, same)(job, SILENT), Finished)
    assert Path(job.target).read_bytes() == b"PICTURE"


def test_a_result_that_somebody_changed_is_not_overwritten_unasked(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    Path(job.target).write_bytes(b"retouched")
    with pytest.raises(WouldOverwrite):
        remembered(work, ledger, same)(job, SILENT)
    assert Path(job.target).read_bytes() == b"retouched"
    asked = Job("1", job.source, job.target, job.recipe, overwrite=True)
    assert isinstance(remembered(work, ledger, same)(asked, SILENT), Finished)


def test_a_result_that_was_only_touched_is_still_ours(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    os.utime(job.target, (0, 0))
    assert isinstance(remembered(work, ledger, same)(job, SILENT), Skipped)


def test_new_weights_under_an_old_name_are_other_work(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    with pytest.raises(WouldOverwrite):
        remembered(work, ledger, lambda model: "new weights")(job, SILENT)


def test_force_makes_our_own_result_again_but_no_other(ledger, job):
    work = Copier()
    remembered(work, ledger, same)(job, SILENT)
    again = remembered(work, ledger, same, Again(force=True))
    assert isinstance(again(job, SILENT), Finished)
    Path(job.target).write_bytes(b"retouched")
    with pytest.raises(WouldOverwrite):
        again(job, SILENT)


def test_a_run_killed_between_writing_and_remembering_knows_its_own_result(ledger, job):
    class Killed(BaseException):
        pass

    def die(job, progress):
        Copier()(job, progress)
        ledger.put, ledger.forget = (lambda *_: None), (lambda *_: None)
        raise Killed

    keep = ledger.put, ledger.forget
    with pytest.raises(Killed):
        remembered(die, ledger, same)(job, SILENT)
    ledger.put, ledger.forget = keep
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Finished)


def test_a_picture_at_fault_is_not_tried_again_unless_asked(ledger, job):
    broken = Copier(UnreadableFile("a.jpg is damaged", "Copy it again."))
    with pytest.raises(UnreadableFile, match="Copy it again"):
        remembered(broken, ledger, same)(job, SILENT)
    with pytest.raises(UnreadableFile, match=r"a\.jpg is damaged.*--retry-failed"):
        remembered(Copier(), ledger, same)(job, SILENT)
    assert isinstance(remembered(Copier(), ledger, same, Again(failed=True))(job, SILENT), Finished)
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Skipped)


def test_a_picture_that_was_mended_is_tried_again(ledger, job):
    with pytest.raises(UnreadableFile):
        remembered(Copier(UnreadableFile("damaged")), ledger, same)(job, SILENT)
    Path(job.source).write_bytes(b"mended")
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Finished)


@pytest.mark.parametrize("error", [CannotWrite("full"), MemoryError(), Cancelled(), OSError(5, "gone")])
def test_a_full_disk_or_a_stop_is_not_held_against_the_picture(ledger, job, error):
    with pytest.raises(type(error)):
        remembered(Copier(error), ledger, same)(job, SILENT)
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Finished)


def test_failing_to_do_it_again_does_not_forget_what_was_done(ledger, job):
    remembered(Copier(), ledger, same)(job, SILENT)
    with pytest.raises(CannotWrite):
        remembered(Copier(CannotWrite("full")), ledger, same, Again(force=True))(job, SILENT)
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Skipped)


def test_recalling_leaves_out_the_same_and_writes_nothing(ledger, job):
    def plan(job, progress):
        refuse_to_overwrite(job)
        return Planned(job, None, "", 1, 1)

    assert isinstance(recalled(plan, ledger, same)(job, SILENT), Planned)
    assert isinstance(remembered(Copier(), ledger, same)(job, SILENT), Finished)
    assert isinstance(recalled(plan, ledger, same)(job, SILENT), Skipped)


def test_weights_are_the_hashes_of_the_models_named():
    card = Blur().card
    weights = weights_of([card])
    assert weights(card.name) == card.sha256
    assert weights("") == ""
    assert weights(f"{card.name} + other") == f"{card.sha256} + "
