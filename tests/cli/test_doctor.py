import json

from afterglow.cli import exits, main


def told(capsys):
    code = main(["doctor", "--json"])
    return code, {
        finding["topic"]: finding for finding in map(json.loads, capsys.readouterr().out.splitlines())
    }


def test_a_healthy_machine_is_told_so(capsys):
    code, findings = told(capsys)
    assert code == exits.FINE, findings
    assert {"Afterglow", "formats", "model tiny", "memory", "scratch space", "room on disk"} <= set(findings)
    assert {finding["state"] for finding in findings.values()} <= {"fine", "note"}


def test_a_person_reads_one_line_for_each_thing(capsys):
    assert main(["doctor"]) == exits.FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "All is well."
    assert all(line[:2] in ("✓ ", "– ") for line in lines[:-2])


def test_a_damaged_model_is_found(capsys, home):
    model = home / "models" / "tiny" / "model.onnx"
    model.write_bytes(model.read_bytes()[:-1] + b"?")
    code, findings = told(capsys)
    assert code == exits.NOTHING_DONE
    assert findings["model tiny"]["state"] == "fault"
    assert findings["model tiny"]["hint"]


def test_a_folder_that_cannot_be_written_is_found(capsys, home):
    (home / "state").write_bytes(b"")
    code, findings = told(capsys)
    assert code == exits.NOTHING_DONE
    assert "AFTERGLOW_STATE" in findings["record of earlier work"]["hint"]
