"""Errors are sentences that survive the way between processes."""

import pickle

import pytest

from afterglow import errors
from afterglow.errors import AfterglowError


def test_an_error_reads_as_a_sentence_and_what_to_do():
    assert str(AfterglowError("The disk is full", "Free some space.")) == "The disk is full. Free some space."


@pytest.mark.parametrize("name", [name for name in dir(errors) if isinstance(getattr(errors, name), type)])
def test_every_error_crosses_processes_whole(name):
    error = getattr(errors, name)("What happened", "What to do.")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message, again.hint) == (type(error), error.message, error.hint)


def test_the_docstring_draws_the_whole_family():
    for name in dir(errors):
        if isinstance(getattr(errors, name), type):
            assert name in errors.__doc__
