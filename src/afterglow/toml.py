"""Strict TOML: a file becomes a frozen dataclass, and an unknown key is an error."""

from __future__ import annotations

import dataclasses
import tomllib
import types
import typing
from pathlib import Path
from typing import Any, TypeVar

from afterglow.errors import UnreadableFile, WrongOption

T = TypeVar("T")


def read_toml(path: Path, kind: type[T]) -> T:
    """The file at `path` as a `kind`."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be opened", hint=f"{error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongOption(f"{path.name} is not valid TOML: {error}", hint="Mend that line.") from error
    return from_table(table, kind, where=path.name)


def from_table(table: dict[str, Any], kind: type[T], where: str) -> T:
    """A table as a `kind`, its values checked against the field types."""
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    for key in table:
        if key not in fields:
            raise WrongOption(f"{where} has an unknown key {key!r}", hint=f"Known keys: {', '.join(fields)}.")
    for name, field in fields.items():
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        if required and name not in table:
            raise WrongOption(f"{where} lacks the key {name!r}", hint="Add it.")
    hints = typing.get_type_hints(kind)
    return kind(**{key: _value(value, hints[key], f"{where}: {key}") for key, value in table.items()})


def _value(value: Any, kind: Any, where: str) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if kind is Any:
        return value
    if dataclasses.is_dataclass(kind) and isinstance(value, dict):
        return from_table(value, typing.cast(type, kind), where)
    if origin in (typing.Union, types.UnionType):
        return _first_that_fits(value, arguments, where)
    if origin is typing.Literal:
        if value not in arguments:
            raise WrongOption(
                f"{where} is {value!r}", hint=f"Choose one of {', '.join(map(str, arguments))}."
            )
        return value
    if origin is tuple and isinstance(value, list):
        return _tuple(value, arguments, where)
    if origin is dict and isinstance(value, dict):
        return {key: _value(item, arguments[1], f"{where}.{key}") for key, item in value.items()}
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    plain = origin or kind
    if not isinstance(value, plain) or (isinstance(value, bool) and plain is not bool):
        raise WrongOption(f"{where} is {value!r}", hint=f"It must be a {plain.__name__}.")
    return value


def _first_that_fits(value: Any, kinds: tuple[Any, ...], where: str) -> Any:
    for kind in kinds:
        if kind is type(None):
            continue
        try:
            return _value(value, kind, where)
        except WrongOption as error:
            misfit = error
    raise misfit


def _tuple(values: list[Any], kinds: tuple[Any, ...], where: str) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(value, kinds[0], where) for value in values)
    if len(values) != len(kinds):
        raise WrongOption(f"{where} has {len(values)} values", hint=f"It must have {len(kinds)}.")
    return tuple(_value(value, kind, where) for value, kind in zip(values, kinds, strict=True))
