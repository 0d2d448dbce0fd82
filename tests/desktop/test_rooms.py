import subprocess
import sys

from tests.cli.product import HANG, environment

MANY_AT_ONCE = """
import sys, threading
from afterglow.desktop.rooms import ROOMS, load_rooms, readable_suffixes
troubles = []
def work():
    try:
        load_rooms()
    except BaseException as error:
        troubles.append(error)
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
assert ".jpg" in readable_suffixes()
for thread in threads:
    thread.join()
assert not troubles, troubles
assert all(room in sys.modules for room in ROOMS)
"""


def test_threads_that_begin_at_once_do_not_see_halves_of_rooms():
    done = subprocess.run(
        [sys.executable, "-c", MANY_AT_ONCE],
        env=environment(),
        capture_output=True,
        timeout=HANG,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
