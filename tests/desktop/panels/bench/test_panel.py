import pytest

from tests.desktop.panels.bench.test_state import FOUND
from tests.desktop.person import press, until


@pytest.fixture
def panel(window):
    window.go_to("bench")
    panel = window.panel
    until(lambda: panel.state.cards, "the models")
    panel.state.left_out = {card.name for card in panel.state.cards} - {"tiny"}
    panel.seconds.setValue(1)
    panel.draw()
    return panel


def column(panel, index):
    return [line.text(index) for line in panel.table.lines()]


def test_a_model_is_measured_written_down_and_compared(panel):
    press(panel.go)
    assert panel.halt.isVisible()
    until(lambda: panel.state.kept and panel.state.records, "the measurement")
    assert set(column(panel, 0)) == {"tiny"}
    assert panel.go.isVisible()
    assert panel.table.isColumnHidden(8), "there is nothing to compare with"
    panel.take([panel.state.kept])
    until(lambda: panel.state.earlier)
    assert not panel.table.isColumnHidden(8)
    assert "×1.00" in column(panel, 8)
    panel.commands["copy"].trigger()
    from PySide6.QtGui import QGuiApplication

    assert "tiny" in QGuiApplication.clipboard().text()


def test_measuring_can_be_stopped(panel):
    panel.seconds.setValue(600)
    press(panel.go)
    until(lambda: panel.bar.value() > 0, "some progress")
    press(panel.halt)
    until(lambda: panel.state.progress is None, "the end")
    assert panel.go.isVisible()
    assert panel.desk.strip.message.key == "bench.stopped"


def test_an_earlier_measurement_is_looked_up_from_the_list(panel, home):
    from afterglow.desktop.panels.bench.state import keep

    keep(FOUND)
    panel.refresh()
    until(lambda: panel.compared.count() == 2)
    panel.compared.setCurrentIndex(1)
    until(lambda: panel.state.earlier == FOUND)
    assert column(panel, 0) == ["tiny"]
    assert "A processor" in panel.machine.text()
    panel.compared.setCurrentIndex(0)
    assert column(panel, 0) == []


def test_a_file_of_another_kind_is_refused_in_place(panel, tmp_path):
    (tmp_path / "x.json").write_text("{}")
    panel.take([tmp_path / "x.json"])
    until(lambda: panel.desk.strip.message)
    assert "no measurement of speed" in panel.desk.strip.text()


def test_it_is_saved_where_it_is_asked_for(panel, tmp_path):
    panel.save(FOUND, tmp_path / "here.json")
    until(lambda: panel.desk.strip.message)
    assert (tmp_path / "here.json").exists()
    panel.save(FOUND, tmp_path / "not" / "there.json")
    until(lambda: panel.desk.strip.message.kind == "problem")


def test_a_model_is_left_out_with_the_keyboard(panel):
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    panel.models.setCurrentRow(panel.models.count() - 1)
    QTest.keyClick(panel.models, Qt.Key.Key_Space)
    assert "tiny" in panel.state.left_out
    assert not panel.go.isEnabled()
