import argparse
import dataclasses
from typing import Literal, get_args, get_origin

import pytest

from afterglow.cli.recipe_flags import add_recipe_flags, recipe_from
from afterglow.enhance.recipe import KINDS, Recipe

FIELDS = [field.name for field in dataclasses.fields(Recipe)]


@pytest.fixture
def parser():
    parser = argparse.ArgumentParser()
    add_recipe_flags(parser)
    return parser


def another(name):
    """A value of a recipe's field that is not its default."""
    field = next(field for field in dataclasses.fields(Recipe) if field.name == name)
    kind, span = KINDS[name], field.metadata["span"]
    if get_origin(kind) is Literal:
        return next(value for value in get_args(kind) if value != field.default)
    if kind is bool:
        return True
    if span:
        return kind(next(value for value in (*span, sum(span) / 2) if value != field.default))
    return {"size": "12x34", "memory": "2G"}.get(name, "other")


def test_without_flags_the_recipe_is_the_plain_one(parser):
    assert recipe_from(parser.parse_args([])) == Recipe()


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_has_its_flag(parser, name):
    value = another(name)
    words = ["--" + name.replace("_", "-"), *([] if value is True else [str(value)])]
    assert recipe_from(parser.parse_args(words)) == Recipe(**{name: value})


@pytest.mark.parametrize("name", FIELDS)
def test_every_flag_says_what_its_field_says(parser, name):
    field = next(field for field in dataclasses.fields(Recipe) if field.name == name)
    said = " ".join(parser.format_help().split())
    assert field.metadata["sense"] in said
