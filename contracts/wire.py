"""Values as JSON and back, by their type annotations: dataclasses, ids, dates, decimals, money, sealed values.

One codec serves events, RPC arguments and what jsonb columns hold. Unknown members are ignored when
reading (an event only grows), missing ones need a default, a wrong type raises `Malformed` with the
path of the member. Money is an integer of fen, a decimal is text.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from contracts.money import Money
from contracts.sealed import Sealed

Read = Callable[[Any], Any]


class Malformed(ValueError):
    """`path` is where (`lines.2.amount_fen`), the message what was expected."""

    def __init__(self, expected: str, path: str = "") -> None:
        super().__init__(f"{path or 'value'}: {expected}")
        self.expected, self.path = expected, path

    def within(self, name: str) -> Malformed:
        return Malformed(self.expected, f"{name}.{self.path}" if self.path else name)


def to_json(value: Any) -> Any:
    """`value` as dicts, lists, strings, integers, booleans and None. TypeError for a float or an unknown kind."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    write = _writers.get(kind)
    if write is None:
        write = _writers[kind] = _writer(kind)
    return write(value)


def _writer(kind: Any) -> Callable[[Any], Any]:
    """The function that writes values of `kind`; found once for each, because a command writes a thousand values."""
    for known, write in _TO_JSON:
        if issubclass(kind, known):
            return write
    if is_dataclass(kind):
        names = [member.name for member in fields(kind)]
        return lambda value: {name: to_json(getattr(value, name)) for name in names}
    raise TypeError(f"{kind.__name__} has no form in JSON")


def _object(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return {
        key if type(key) is str else to_json(key): item if type(item) in _PLAIN else to_json(item)
        for key, item in value.items()
    }


def _list(value: Iterable[Any]) -> list[Any]:
    return [item if type(item) in _PLAIN else to_json(item) for item in value]


def from_json(kind: Any, value: Any) -> Any:
    """`value`, read from JSON, as an object of `kind` (a type annotation). Raises `Malformed`."""
    return reader(kind)(value)


@cache
def reader(kind: Any) -> Read:
    """The function that reads JSON as `kind`; built once per annotation."""
    origin = get_origin(kind)
    if kind is Any:
        return lambda value: value
    if origin is not None:
        return _generic(kind, origin, get_args(kind))
    if kind in _SCALARS:
        return _SCALARS[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _conversion(kind, f"one of {[member.value for member in kind]}")
    if is_dataclass(kind):
        return _dataclass(kind)
    raise TypeError(f"no way to read {kind!r} from JSON")


def _generic(kind: Any, origin: Any, arguments: tuple[Any, ...]) -> Read:
    if origin in (Union, types.UnionType):
        return _optional(kind, arguments)
    if origin is Literal:
        return _member(arguments)
    if issubclass(origin, Mapping):
        return _mapping(reader(arguments[1]))
    if origin in (tuple, list, frozenset, set):
        return _sequence(origin, reader(arguments[0]))
    raise TypeError(f"no way to read {kind!r} from JSON")


def _exact(kind: type, expected: str) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise Malformed(expected)
        return value

    return read


def _conversion(convert: Callable[[Any], Any], expected: str, source: type = str) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not source:
            raise Malformed(expected)
        try:
            return convert(value)
        except (ValueError, ArithmeticError, KeyError):
            raise Malformed(expected) from None

    return read


def _member(allowed: tuple[Any, ...]) -> Read:
    def read(value: Any) -> Any:
        if value not in allowed:
            raise Malformed(f"one of {list(allowed)}")
        return value

    return read


def _optional(kind: Any, arguments: tuple[Any, ...]) -> Read:
    others = [argument for argument in arguments if argument is not type(None)]
    if len(others) != 1 or len(others) == len(arguments):
        raise TypeError(f"only `X | None` can be read from JSON, not {kind!r}")
    read_other = reader(others[0])
    return lambda value: None if value is None else read_other(value)


def _sequence(kind: Any, read_item: Read) -> Read:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise Malformed("a list")
        members, index = [], 0
        try:
            for index, item in enumerate(value):  # noqa: B007  # read where it fails
                members.append(read_item(item))
        except Malformed as error:
            raise error.within(str(index)) from None
        return kind(members)

    return read


def _mapping(read_item: Read) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Malformed("an object")
        members, key = {}, ""
        try:
            for key, item in value.items():
                members[key] = read_item(item)
        except Malformed as error:
            raise error.within(key) from None
        return members

    return read


def _dataclass(kind: Any) -> Read:
    hints = get_type_hints(kind)
    readers = [
        (member.name, reader(hints[member.name]), member.default is MISSING and member.default_factory is MISSING)
        for member in fields(kind)
        if member.init
    ]

    def read(value: Any) -> Any:
        if not isinstance(value, Mapping):
            raise Malformed("an object")
        members, name = {}, ""
        try:
            for name, read_member, is_required in readers:
                if name in value:
                    members[name] = read_member(value[name])
                elif is_required:
                    raise Malformed("required")
        except Malformed as error:
            raise error.within(name) from None
        try:
            return kind(**members)
        except (TypeError, ValueError) as error:
            raise Malformed(str(error)) from None

    return read


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("no time zone")
    return at


def _decimal(text: str) -> Decimal:
    """Digits only: neither NaN nor an exponent is a figure that somebody wrote down."""
    if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        raise ValueError("not a decimal number")
    return Decimal(text)


_PLAIN: Final = frozenset({str, int, bool, type(None)})

_TO_JSON: Final[tuple[tuple[type | types.UnionType, Callable[[Any], Any]], ...]] = (
    (Mapping, _object),
    (list | tuple, _list),
    (set | frozenset, lambda members: _list(sorted(members))),
    (Enum, lambda member: member.value),
    (Money, lambda money: money.fen),
    (UUID, str),
    (Decimal, lambda number: f"{number:f}"),
    (date, lambda day: day.isoformat()),
    (Sealed, Sealed.as_wire),
    (str | int, lambda value: value),
)

_writers: Final[dict[Any, Callable[[Any], Any]]] = {}

_SCALARS: Final[dict[Any, Read]] = {
    dict: _exact(dict, "an object"),
    list: _exact(list, "a list"),
    str: _exact(str, "text"),
    int: _exact(int, "a whole number"),
    bool: _exact(bool, "true or false"),
    UUID: _conversion(UUID, "an id (UUID)"),
    date: _conversion(date.fromisoformat, "a date (YYYY-MM-DD)"),
    datetime: _conversion(_instant, "an instant with its time zone (ISO 8601)"),
    Decimal: _conversion(_decimal, "a decimal number as text"),
    Money: _conversion(Money, "a whole number of fen", int),
    Sealed: _conversion(Sealed.from_wire, "a sealed value", dict),
}
