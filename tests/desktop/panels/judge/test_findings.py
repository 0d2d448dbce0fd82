"""What was found, as it is shown."""

import pytest

from tests.desktop.conftest import why_not

if why_not():
    pytest.skip(why_not(), allow_module_level=True)

from afterglow.desktop.panels.judge.findings import Findings
from afterglow.desktop.panels.judge.state import Trial
from afterglow.score.compare import compare
from tests.score.pictures import image, jpeg, scene


def test_numbers_keep_their_places_when_the_language_changes(desk):
    whole = scene(96, 64)
    trial, findings = Trial(), Findings(desk)
    trial.found = compare(image(whole), image(jpeg(whole, 30)))
    findings.draw(trial)
    cells = [findings.numbers.itemAt(index).widget() for index in range(findings.numbers.count())]
    said = [cell.text() for cell in cells]
    desk.words.choose("ja")
    findings.draw(trial)
    again = [findings.numbers.itemAt(index).widget() for index in range(findings.numbers.count())]
    assert again == cells
    assert [cell.text() for cell in cells] != said
    assert any("dB" in text for text in said)
