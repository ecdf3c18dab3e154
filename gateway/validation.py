"""Checking the envelope of a request with marshmallow; what is decided by rules is checked by its owner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError
from marshmallow.fields import List as ListField

from contracts.refusal import Invalid, Problem


def checked_body(schema: Schema, given: Any) -> dict[str, Any]:
    """The body as it was given, once the schema found nothing wrong; Invalid with every problem otherwise."""
    try:
        schema.load(given)
    except ValidationError as error:
        raise Invalid(problems=_problems(error.messages)) from None
    body: dict[str, Any] = given
    return body


def checked_query(schema: Schema, given: Mapping[str, list[str]]) -> dict[str, Any]:
    """The query as values of their types; a field that is repeated is a list where the schema has one."""
    for name, values in given.items():
        for text in (name, *values):
            must_be_storable(text, name)
    flat: dict[str, Any] = {}
    for name, values in given.items():
        field = schema.fields.get(name)
        if isinstance(field, ListField):
            flat[name] = values
        elif len(values) == 1:
            flat[name] = values[0]
        else:
            raise Invalid(problems=[Problem(code="repeated", field=name)])
    try:
        loaded = schema.load(flat)
    except ValidationError as error:
        raise Invalid(problems=_problems(error.messages)) from None
    return {name: value for name, value in loaded.items() if value is not None}


def must_be_storable(given: Any, path: str = "") -> None:
    """Invalid for a NUL character, which no database column of text can hold."""
    if isinstance(given, str) and "\x00" in given:
        raise Invalid(problems=[Problem(code="malformed", field=path or None)])
    if isinstance(given, Mapping):
        for name, inner in given.items():
            must_be_storable(name, path)
            must_be_storable(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(given, list):
        for index, inner in enumerate(given):
            must_be_storable(inner, f"{path}.{index}")


def _problems(messages: Any) -> list[Problem]:
    return [Problem(code=code, field=path or None) for path, code in _flattened(messages, "")]


def _flattened(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _flattened(inner, path if key == "_schema" else f"{path}.{key}" if path else str(key))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flattened(inner, path)
    else:
        yield path, str(messages)
