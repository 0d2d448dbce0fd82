"""What an earlier run left is read again, however much it is."""

import pytest

from afterglow.progress import Cancelled
from afterglow.video.clip import Faults
from afterglow.video.packets import Coded
from afterglow.video.workfolder import End, Seen, work_folder


def test_reading_what_is_there_can_be_stopped_and_loses_nothing(tmp_path):
    target = tmp_path / "out.mkv"
    with work_folder(target) as folder:
        folder.begin({"fingerprint": "1"})
        for number in range(2):
            folder.add([Coded(number, 1, True, bytes(3 << 20))], End((Seen(number, number),), 0, Faults()))
        kept = folder.segments
    signs = []

    def stop_after_five():
        signs.append(1)
        if len(signs) == 5:
            raise Cancelled

    with pytest.raises(Cancelled), work_folder(target, stop_after_five):
        pass
    with work_folder(target) as folder:
        assert folder.segments == kept
