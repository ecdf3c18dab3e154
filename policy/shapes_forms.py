"""The shape of a form file: pages, fields, and which member goes with which type of field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy.field_types import TYPES
from policy.schema import Check, Place, as_day, flag, key, list_of, one_of, regular_expression, shape, text, whole
from policy.schema_values import AMOUNT_UNITS, amount, decimal_text
from policy.shapes_conditions import OPTIONAL, condition, fact_name, option

REFERENCES = ("payee_account", "provider", "product", "organisation", "project")

_LIMITED = {"money", "whole", "decimal", "date"}

# member -> the types that it may go with; members that go with every type are not listed.
_MEMBERS_OF_TYPES: dict[str, set[str]] = {
    "options": {"choice", "choices"},
    "options_from": {"choice", "choices"},
    "unit": {"money"},
    "may_be_negative": {"money"},
    "max_length": {"text"},
    "min_length": {"text"},
    "pattern": {"text"},
    "at_least": _LIMITED,
    "at_most": _LIMITED,
    "places": {"decimal"},
    "fields": {"rows"},
    "min_rows": {"rows"},
    "max_rows": {"rows"},
    "distinct": {"rows"},
    "of": {"reference"},
    "sealed": {"text", "phone", "account_number", "email"},
}
_NEEDED: dict[str, str] = {"text": "max_length", "money": "unit", "rows": "fields", "reference": "of"}


def _nested(value: Any, place: Place) -> None:
    _FIELDS(value, place)


_FIELD_SHAPE: Check = shape(
    {"key": key, "title": text, "type": one_of(*TYPES)},
    {
        "required": flag,
        "required_when": condition,
        "visible_when": condition,
        "options": list_of(option, at_least=1, unique="code"),
        "options_from": key,
        "unit": one_of(*AMOUNT_UNITS),
        "may_be_negative": flag,
        "max_length": whole(1),
        "min_length": whole(1),
        "pattern": regular_expression,
        "at_least": text,
        "at_most": text,
        "places": whole(),
        "fields": _nested,
        "min_rows": whole(),
        "max_rows": whole(1),
        "distinct": key,
        "of": one_of(*REFERENCES),
        "sealed": flag,
        "locked": flag,
        "prefill": fact_name,
        "hint": text,
    },
    basis=OPTIONAL,
)


def _field(value: Any, place: Place) -> None:
    _FIELD_SHAPE(value, place)
    if not isinstance(value, dict) or value.get("type") not in TYPES:
        return
    field_type = value["type"]
    if "distinct" in value and value["distinct"] not in [column.get("key") for column in _columns(value)]:
        place.at("distinct").refuse("unknown_reference", name=value["distinct"], kind="column / 列")
    for name, types in _MEMBERS_OF_TYPES.items():
        if name in value and field_type not in types:
            place.at(name).refuse("not_for_type", name=name, type=field_type)
    needed = _NEEDED.get(field_type)
    if needed is not None and needed not in value:
        place.refuse("needed_for_type", name=needed, type=field_type)
    if field_type in ("choice", "choices") and ("options" in value) == ("options_from" in value):
        place.refuse("options_missing")
    _check_limits(value, field_type, place)


def _columns(value: Mapping[str, Any]) -> list[Any]:
    fields = value.get("fields")
    return [column for column in fields if isinstance(column, dict)] if isinstance(fields, list) else []


def _check_limits(value: Mapping[str, Any], field_type: str, place: Place) -> None:
    for name in ("at_least", "at_most"):
        limit = value.get(name)
        if not isinstance(limit, str):
            continue
        if field_type == "money" and value.get("unit") in AMOUNT_UNITS:
            amount(value["unit"])(limit, place.at(name))
        elif field_type == "decimal":
            decimal_text(limit.removeprefix("-"), place.at(name))
        elif field_type == "whole":
            decimal_text(limit, place.at(name))
        elif field_type == "date" and as_day(limit) is None:
            place.at(name).refuse("malformed", value=limit, expected="YYYY-MM-DD")


_FIELDS: Check = list_of(_field, at_least=1, unique="key")

FORM: Check = shape(
    {
        "key": key,
        "title": text,
        "pages": list_of(
            shape({"key": key, "title": text, "fields": _FIELDS}, {"stamped": flag}), at_least=1, unique="key"
        ),
    },
    basis=OPTIONAL,
)
