import pytest

from afterglow.errors import WrongOption
from afterglow_lab.run import Optimizer
from afterglow_lab.schedules import rate_at


@pytest.mark.parametrize(
    ("schedule", "middle", "end"), [("constant", 2.0, 2.0), ("linear", 1.5, 1.0), ("cosine", 1.5, 1.0)]
)
def test_a_schedule_ends_where_it_should(schedule, middle: float, end: float):
    plan = Optimizer(rate=2.0, final_rate=1.0, schedule=schedule, warm_up=10)
    assert rate_at(plan, 100, 0.5) == pytest.approx(middle)
    assert rate_at(plan, 100, 1.0) == pytest.approx(end)


def test_the_rate_may_be_held_before_it_falls():
    plan = Optimizer(rate=2e-4, final_rate=1e-5, schedule="linear", hold=0.2, warm_up=0)
    rates = [rate_at(plan, step, step / 25_000) for step in (0, 5_000, 15_000, 25_000)]
    assert rates == pytest.approx([2e-4, 2e-4, 1.05e-4, 1e-5])
    with pytest.raises(WrongOption, match=r"hold .* is 1"):
        Optimizer(hold=1.0)


def test_the_rate_warms_up():
    plan = Optimizer(rate=1.0, schedule="constant", warm_up=10)
    assert rate_at(plan, 0, 0.0) == pytest.approx(0.1)
    assert rate_at(plan, 9, 0.0) == pytest.approx(1.0)
