import numpy as np
import pytest

from afterglow.enhance.plan import Plan
from afterglow.enhance.recipe import Recipe
from afterglow.errors import WrongOption
from afterglow.image import Size, read_frames, write_frames
from afterglow.image.animation import Animation
from afterglow.image.image import Origin
from afterglow.jobs.enhance_file import enhance_files
from afterglow.jobs.enhance_frames import steady
from afterglow.jobs.job import Finished, Job, Planned
from afterglow.jobs.plan_file import plan_file
from afterglow.jobs.targets import suffix_for
from afterglow.models.sessions import Sessions
from afterglow.progress import SILENT
from tests.support import Blur, texture


def animation(path, count=3):
    frames = np.stack([texture(40, 24, seed=number) for number in range(count)])
    moving = Animation(
        frames, None, tuple(range(100, 100 + 50 * count, 50)), 0, origin=Origin(path.suffix[1:])
    )
    write_frames(moving, path)
    return path


@pytest.mark.parametrize("suffix", [".gif", ".webp", ".png"])
def test_every_frame_is_enhanced_and_keeps_its_time(tmp_path, suffix):
    source = animation(tmp_path / f"a{suffix}")
    target = tmp_path / f"b{suffix}"
    recipe = Recipe(model="none", sharpen=1.0, size="80x48")
    with Sessions() as sessions:
        end = enhance_files(sessions)(Job("1", str(source), str(target), recipe), SILENT)
    assert isinstance(end, Finished)
    assert (end.width, end.height) == (80, 48)
    assert "All 3 frames" in end.notes[-1]
    before, after = read_frames(source), read_frames(target)
    assert (len(after), after.size) == (3, Size(80, 48))
    assert after.delays == before.delays


def test_a_dry_run_looks_at_the_first_frame(tmp_path):
    source = animation(tmp_path / "a.gif")
    end = plan_file(Job("1", str(source), str(tmp_path / "b.gif"), Recipe(model="none")), SILENT)
    assert isinstance(end, Planned)
    assert (end.width, end.height) == (40, 24)


def test_a_gif_stays_one_only_where_it_moves(tmp_path):
    assert suffix_for(animation(tmp_path / "a.gif"), "same") == ".gif"
    assert suffix_for(animation(tmp_path / "b.gif", 1), "same") == ".png"
    assert suffix_for(tmp_path / "missing.gif", "same") == ".png"
    assert suffix_for((tmp_path / "a.gif").rename(tmp_path / "standard input"), "same") == ".gif"


def test_a_format_that_cannot_move_is_refused(tmp_path):
    source = animation(tmp_path / "a.gif")
    job = Job("1", str(source), str(tmp_path / "b.jpg"), Recipe(model="none", format="jpeg"))
    with Sessions() as sessions, pytest.raises(WrongOption, match="cannot move"):
        enhance_files(sessions)(job, SILENT)
    assert not (tmp_path / "b.jpg").exists()


def test_what_suits_the_first_frame_is_done_to_all():
    card, size = Blur().card, Size(1, 1)
    assert steady(Recipe(), Plan(card, None, 0, size, "")).model == card.name
    assert steady(Recipe(), Plan(card, None, 0, size, "", strength=0.5)).strength == 0.5
    assert steady(Recipe(), Plan(None, None, 0, size, "")).model == "none"
    assert steady(Recipe(scale=2.0), Plan(None, card, 1, size, "")).model == "auto"
