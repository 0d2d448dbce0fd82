"""All that the rooms below tell a person is said in every language: their errors are read out of the source."""

import ast
import re
from pathlib import Path

import pytest

import afterglow
from afterglow.desktop.words import LANGUAGES, table
from afterglow.desktop.words.told import told

SOURCE = Path(afterglow.__file__).parent
ROOMS = ("image", "models", "score", "enhance", "video", "jobs", "desktop/panels")
OTHERS = [language for language in LANGUAGES if language != "en"]
SAMPLE = "Zq7"  # what changes in a sentence
NOTE = re.compile(rf"(?:[A-Z]|{SAMPLE})\S*(?: \S+){{3,}}\.")  # a sentence of four words at least

NOT_SAID_HERE = {
    "image/image.py": "arrays are handed over in Python only",
    "image/resizing.py": "kernels are named in Python only",
    "score/folders.py": "folders are compared by the command only",
    "desktop/panels/train/lab.py": "the lab's own sentences are handed on",
}
TOO_PLAIN = {
    f"{SAMPLE} cannot be {SAMPLE}",  # options: the forms offer nothing that is refused so
    f"{SAMPLE} cannot be '{SAMPLE}'",
    f"Give a {SAMPLE}.",
    f"Give a value from {SAMPLE} to {SAMPLE}.",
    f"{SAMPLE} {SAMPLE}",  # whatever is refused in a model, whole sentences of its own
    f"The clip is damaged in {SAMPLE} {SAMPLE}: what could be shown there is.",  # place, or places
    f"{SAMPLE}: {SAMPLE}.",  # what the system said of a place
    "An animation needs at least one frame",  # frames are handed over in Python only
    "Give as many as it had.",
    "Read it as one picture.",
}


def trees():
    for room in ROOMS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            name = path.relative_to(SOURCE).as_posix()
            if name not in NOT_SAID_HERE:
                yield name, ast.parse(path.read_text(encoding="utf-8"))


def kinds():
    """The names of all kinds of errors that speak to a person."""
    found, grown = {"AfterglowError"}, True
    classes = [
        node
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    while grown:
        new = {one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & found}
        grown = not new <= found
        found |= new
    return found


def texts(node, constants):
    """What an expression may say, with a sample in each place that changes."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return constants.get(node.id, [])
    if isinstance(node, ast.IfExp):
        return texts(node.body, constants) + texts(node.orelse, constants)
    if isinstance(node, ast.JoinedStr):
        said = [""]
        for part in node.values:
            changing = isinstance(part, ast.FormattedValue)
            inner = part.value if changing else part
            choices = texts(inner, {}) if not isinstance(inner, ast.Name) else []
            quoted = changing and part.conversion == ord("r")
            said = [start + end for start in said for end in choices or [repr(SAMPLE) if quoted else SAMPLE]]
        return said
    return []


def sentences():
    """Every message and hint that is raised or handed on, with its place."""
    speaking = kinds() | {"Refused"}
    for name, tree in trees():
        named = {
            target.id: texts(node.value, {})
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in speaking or called == "refuse":
                parts = node.args[called == "Refused" :][:2]
                parts += [word.value for word in node.keywords if word.arg in ("message", "hint")]
                for index, part in enumerate(parts):
                    start = f"{SAMPLE} " if called == "refuse" and index == 0 else ""
                    yield from ((name, start + text) for text in texts(part, named) if text)


def reasons():
    """What the system's faults are called, what is wrong with pictures, what models do, and why nothing is done."""
    from afterglow.image.landing import REASONS
    from afterglow.jobs.remember import DONE
    from afterglow.models.store import list_models
    from afterglow.score.diagnosis import SENTENCES

    faults = [("image/landing.py", text) for pair in REASONS.values() for text in pair]
    wrong = [("score/diagnosis.py", text) for text in SENTENCES.values()]
    return [
        *faults,
        *wrong,
        *((card.name, card.summary) for card in list_models()),
        ("jobs/remember.py", DONE),
    ]


def notes():
    """What could not be kept, or was changed on the way: whole sentences that nothing raises."""
    raised = {text for _, text in sentences()}
    for name, tree in trees():
        if not name.startswith(("image/codecs", "image/metadata", "video", "enhance")):
            continue
        inside = [part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values]
        told = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]  # docstrings
        others = {id(node) for node in (*inside, *told)}
        said = [text for node in ast.walk(tree) if id(node) not in others for text in texts(node, {})]
        yield from ((name, text) for text in said if NOTE.fullmatch(text) and text not in raised)


def test_every_sentence_is_said_in_every_language():
    found = {*sentences(), *reasons(), *notes()}
    assert len(found) > 300, "the source is read"
    silent = sorted(
        f"{name}: {text}"
        for name, text in found
        if text not in TOO_PLAIN and re.search(r"[a-z]{3}", text) and told("ja", text) == text
    )
    assert not silent, "give these their words in words/*/sentences.toml"


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_taken_for_another(language):
    """Several patterns may fit: each sentence has to find its own."""
    english, theirs = table("en", "sentences"), table(language, "sentences")
    taken = [
        key
        for key, text in english.items()
        if told(language, re.sub(r"\{\w+\}", SAMPLE, text)) != re.sub(r"\{\w+\}", SAMPLE, theirs[key])
    ]
    assert not taken
