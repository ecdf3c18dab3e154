"""Fields as the registry's schemas use them: described in Chinese and English, bounded, exact."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from marshmallow import fields, validate

from gateway.schemas.base import described


def text(description: str, *, longest: int = 200, shortest: int = 1, **options: Any) -> fields.String:
    """A line or more of text; required unless said otherwise."""
    options.setdefault("required", True)
    length = [validate.Length(min=shortest, error="too_short"), validate.Length(max=longest, error="too_long")]
    return fields.String(validate=length, metadata=described(description), **options)


def answer_text(description: str, *, null: bool = False) -> fields.String:
    """Text in an answer: always there, null where that is said."""
    return fields.String(required=True, allow_none=null, metadata=described(description))


def landing(**options: Any) -> fields.String:
    """Where somebody lands after signing in: an address below the city, never one of another host (XA2)."""
    description = "登录后到达的地址，在城市之下，如通知的 form / an address below the city to land on after signing in"
    return shaped(description, r"^(/[A-Za-z0-9_-]{1,100}){1,8}$", **options)


def shaped(description: str, pattern: str, **options: Any) -> fields.String:
    """Text of a fixed shape."""
    options.setdefault("required", True)
    return fields.String(
        validate=validate.Regexp(pattern, error="malformed"), metadata=described(description), **options
    )


def option(description: str, options: Sequence[str] | type[StrEnum], **more: Any) -> fields.String:
    """One of a few codes."""
    more.setdefault("required", True)
    choices = [str(choice) for choice in options]
    return fields.String(
        validate=validate.OneOf(choices, error="not_an_option"), metadata=described(description), **more
    )


def whole(description: str, *, least: int = 0, most: int = 2**53 - 1, **options: Any) -> fields.Integer:
    """A whole number; money is in fen. In a query, which is text, it is `strict=False`."""
    options.setdefault("required", True)
    options.setdefault("strict", True)
    span = validate.Range(least, most, error="out_of_range")
    return fields.Integer(validate=span, metadata=described(description), **options)


def flag(description: str, **options: Any) -> fields.Boolean:
    """True or false."""
    options.setdefault("required", True)
    return fields.Boolean(truthy={True}, falsy={False}, metadata=described(description), **options)


def identity(description: str, **options: Any) -> fields.UUID:
    """An id."""
    options.setdefault("required", True)
    return fields.UUID(metadata=described(description), **options)


def instant(description: str, **options: Any) -> fields.AwareDateTime:
    """A moment, ISO 8601 with its offset."""
    options.setdefault("required", True)
    return fields.AwareDateTime(format="iso", metadata=described(description), **options)
