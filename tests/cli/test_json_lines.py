"""The objects that docs/cli.md promises to programs."""

from afterglow.cli import main
from tests.cli.product import album, events

TEXT, NUMBER, NAMES = (str,), (int, float), (list,)
PROMISED = {
    "started": {"source": TEXT, "target": TEXT},
    "advanced": {"source": TEXT, "target": TEXT, "done": NUMBER},
    "finished": {
        "source": TEXT,
        "target": TEXT,
        "model": (str, type(None)),
        "reason": TEXT,
        "engine": TEXT,
        "device": TEXT,
        "precision": TEXT,
        "width": (int,),
        "height": (int,),
        "seconds": NUMBER,
        "notes": NAMES,
    },
    "planned": {
        "source": TEXT,
        "target": TEXT,
        "model": (str, type(None)),
        "reason": TEXT,
        "width": (int,),
        "height": (int,),
        "seconds": (int, float, type(None)),
    },
    "skipped": {"source": TEXT, "target": (str, type(None)), "reason": TEXT},
    "stopped": {"source": TEXT, "target": TEXT},
    "failed": {"source": TEXT, "target": (str, type(None)), "message": TEXT, "hint": TEXT, "kind": TEXT},
    "summary": {
        **dict.fromkeys(("finished", "planned", "skipped", "failed", "stopped", "exit"), (int,)),
        "megapixels": NUMBER,
        "seconds": NUMBER,
        "notes": NAMES,
    },
}


def check(told):
    for said in told:
        promised = PROMISED[said["event"]]
        assert set(said) == {"event", *promised}
        for name, kinds in promised.items():
            assert isinstance(said[name], kinds), f"{said['event']}.{name} is {said[name]!r}"


def test_every_object_has_exactly_the_promised_fields(tmp_path, capsys):
    photos = album(tmp_path / "photos", 4)
    (photos / "bad.jpg").write_bytes(b"nothing")
    kinds = set()
    for more in ([], [], ["--dry-run", "--force"]):
        main(["enhance", str(photos), str(tmp_path / "nothing.jpg"), "--model", "tiny", "--json", *more])
        told = events(capsys.readouterr().out)
        check(told)
        kinds |= {said["event"] for said in told}
        assert told[-1]["event"] == "summary"
    assert kinds == set(PROMISED) - {"stopped"}


def test_each_file_ends_with_exactly_one_last_object(tmp_path, capsys):
    photos = album(tmp_path / "photos", 6)
    main(["enhance", str(photos), "--model", "tiny", "--json"])
    told = [said for said in events(capsys.readouterr().out) if "source" in said]
    for source in {said["source"] for said in told}:
        own = [said["event"] for said in told if said["source"] == source]
        assert own[0] == "started"
        assert own[-1] == "finished"
        assert set(own[1:-1]) <= {"advanced"}


def test_progress_only_grows(tmp_path, capsys):
    photos = album(tmp_path / "photos", 2, width=300, height=200)
    main(["enhance", str(photos), "--model", "tiny", "--tile", "64", "--json"])
    told = [said for said in events(capsys.readouterr().out) if said["event"] == "advanced"]
    for source in {said["source"] for said in told}:
        steps = [said["done"] for said in told if said["source"] == source]
        assert steps == sorted(steps)
        assert steps[0] >= 0
        assert steps[-1] <= 1
        assert len(steps) > 3
