"""What is said of this machine is true of it."""

import os

from afterglow.models.choice import ways_for
from afterglow.models.devices import cpu_name, this_machine
from afterglow.models.way import Wish


def test_the_machine_is_described_by_asking_it():
    machine = this_machine()
    assert machine.processor == cpu_name() != ""
    assert 1 <= machine.cores <= (os.cpu_count() or 1)
    assert machine.memory > 2**28
    assert machine.system


def test_every_way_that_is_listed_can_be_wished_for():
    machine = this_machine()
    listed = [way for engine in machine.engines for way in engine.ways]
    assert sorted(listed) == sorted(ways_for(Wish()))
    assert all(engine.version for engine in machine.engines if not engine.problem)
