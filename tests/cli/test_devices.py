"""`afterglow devices` says what is here."""

import json

from afterglow.cli import exits, main


def test_the_machine_and_its_engines_are_listed(capsys):
    assert main(["devices"]) == exits.FINE
    said = capsys.readouterr().out
    assert "cores" in said
    assert "--device cpu" in said


def test_programs_read_json(capsys):
    assert main(["devices", "--json"]) == exits.FINE
    machine = json.loads(capsys.readouterr().out)
    ways = [way for engine in machine["engines"] for way in engine["ways"]]
    assert {"engine": "onnxruntime", "device": "cpu", "precision": "f32"} in ways
