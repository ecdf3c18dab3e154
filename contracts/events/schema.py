"""An event class as a JSON Schema: what `docs/events/` holds, and what the outside may rely on."""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from contracts.events.base import Event
from contracts.sealed import Sealed

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
}


def schema_of(event: type[Event]) -> dict[str, Any]:
    """The JSON Schema of an event's payload, with its docstring."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:shuzhuan:event:{event.NAME}:v{event.VERSION}",
        "title": event.NAME,
        "description": inspect.cleandoc(event.__doc__ or ""),
        "x-service": event.SERVICE,
        "x-version": event.VERSION,
        **_object(event),
    }


def lost_members(before: Mapping[str, Any], after: Mapping[str, Any], path: str = "") -> list[str]:
    """What a consumer of `before` would miss in `after`: removed, retyped or newly required members."""
    lost = []
    old, new = before.get("properties", {}), after.get("properties", {})
    for name, schema in old.items():
        where = f"{path}.{name}" if path else name
        if name not in new:
            lost.append(f"{where} is gone")
        elif schema.get("type") != new[name].get("type") or schema.get("format") != new[name].get("format"):
            lost.append(f"{where} has another type")
        else:
            lost += lost_members(schema, new[name], where)
            lost += lost_members(schema.get("items", {}), new[name].get("items", {}), f"{where}[]")
    added = set(after.get("required", ())) - set(before.get("required", ()))
    return lost + [f"{path}.{name}".strip(".") + " became required" for name in sorted(added) if old]


def _object(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties = {member.name: _schema(hints[member.name]) for member in fields(kind)}
    required = [m.name for m in fields(kind) if m.default is MISSING and m.default_factory is MISSING]
    return {"type": "object", "properties": properties, "required": required}


def _schema(kind: Any) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return dict(_SCALARS[kind])
    if kind is Sealed:
        return {
            "type": "object",
            "description": "AES-256-GCM; only the last four characters are in clear",
            "properties": {name: {"type": "string"} for name in ("key_id", "box", "last4")},
            "required": ["key_id", "box", "last4"],
        }
    if origin in (Union, types.UnionType):
        schema = _schema(next(argument for argument in arguments if argument is not type(None)))
        return {**schema, "type": [schema["type"], "null"]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0])}
    if origin is Mapping:
        return {"type": "object", "additionalProperties": _schema(arguments[1])}
    if is_dataclass(kind):
        return _object(kind)
    raise TypeError(f"no schema for {kind!r}")
