import contextlib
import threading

from afterglow.jobs.pause import Gate
from afterglow.progress import Cancelled, Progress

MOMENT = 0.05


def walk(gate, steps):
    """Work that takes a step for every time it is let through."""
    progress = Progress(steps.append, gate)
    with contextlib.suppress(Cancelled):
        while True:
            progress(0.5)


def test_paused_work_stands_still_and_goes_on():
    gate, steps = Gate(), []
    worker = threading.Thread(target=walk, args=(gate, steps))
    gate.pause()
    worker.start()
    worker.join(MOMENT)
    assert not steps
    assert gate.paused
    gate.go_on()
    while not steps:
        worker.join(MOMENT)
    gate.stop()
    worker.join(10)
    assert not worker.is_alive()


def test_paused_work_can_be_stopped():
    gate = Gate()
    gate.pause()
    worker = threading.Thread(target=walk, args=(gate, []))
    worker.start()
    gate.stop()
    worker.join(10)
    assert not worker.is_alive()
    assert gate.stopped


def test_an_open_gate_asks_nobody_to_stop():
    assert Gate()() is False
