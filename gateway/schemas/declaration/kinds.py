"""Fields as the declaration's schemas use them: described in Chinese and English, bounded, exact."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, fields, validate

from gateway.schemas.base import SHA256, described

LONGEST_TEXT = 2_000


def said(description: str, *, longest: int = 200, shortest: int = 1, **options: Any) -> fields.String:
    """Text in a request; required unless said otherwise."""
    options.setdefault("required", True)
    length = [validate.Length(min=shortest, error="too_short"), validate.Length(max=longest, error="too_long")]
    return fields.String(validate=length, metadata=described(description), **options)


def told(description: str, *, null: bool = False, **options: Any) -> fields.String:
    """Text in an answer: always there, null where that is said."""
    options.setdefault("required", True)
    return fields.String(allow_none=null, metadata=described(description), **options)


def one_of(description: str, options: Iterable[str], **more: Any) -> fields.String:
    """One of a few codes."""
    more.setdefault("required", True)
    choices = [str(option) for option in options]
    return fields.String(
        validate=validate.OneOf(choices, error="not_an_option"), metadata=described(description), **more
    )


def count(description: str, *, null: bool = False, **options: Any) -> fields.Integer:
    """A whole number of zero or more."""
    options.setdefault("required", True)
    return fields.Integer(
        strict=True,
        allow_none=null,
        validate=validate.Range(min=0, error="out_of_range"),
        metadata=described(description),
        **options,
    )


def flag(description: str, **options: Any) -> fields.Boolean:
    """True or false, nothing that looks like it."""
    options.setdefault("required", True)
    return fields.Boolean(truthy={True}, falsy={False}, metadata=described(description), **options)


def identity(description: str, *, null: bool = False, **options: Any) -> fields.UUID:
    options.setdefault("required", True)
    return fields.UUID(allow_none=null, metadata=described(description), **options)


def instant(description: str, *, null: bool = False) -> fields.AwareDateTime:
    """A moment, ISO 8601 with its offset."""
    return fields.AwareDateTime(format="iso", required=True, allow_none=null, metadata=described(description))


def day(description: str, *, null: bool = False) -> fields.Date:
    return fields.Date(required=True, allow_none=null, metadata=described(description))


def sha256(description: str, **options: Any) -> fields.String:
    options.setdefault("required", True)
    return fields.String(validate=SHA256, metadata=described(description), **options)


def one(schema: type[Schema], description: str, *, null: bool = False) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=null, metadata=described(description))


def many(schema: type[Schema], description: str, **options: Any) -> fields.List:
    options.setdefault("required", True)
    return fields.List(fields.Nested(schema), metadata=described(description), **options)


def texts(description: str) -> fields.List:
    return fields.List(fields.String(), required=True, metadata=described(description))


def anything(description: str, **options: Any) -> fields.Dict:
    """An object whose members are decided elsewhere (by the pack's form)."""
    options.setdefault("required", True)
    return fields.Dict(keys=fields.String(), metadata=described(description), **options)
