"""The shape of what a pack says about a round: quotas, public lists, ranking, other pilots, what a call tells."""

from __future__ import annotations

from typing import Any

from policy.public_lists import ANNOUNCES, DECLARATION, FROM, LEVEL_CONFIRMED
from policy.schema import Check, Place, key, list_of, one_of, shape, text
from policy.schema_values import count_text, dated
from policy.shapes_conditions import OPTIONAL, REQUIRED, condition, fact_name, option

QUOTAS: Check = list_of(
    shape(
        {
            "key": key,
            "title": text,
            "step": key,
            "within": list_of(fact_name, unique=""),
            "at_most": dated("count"),
        },
        {"counts": fact_name},
        basis=REQUIRED,
    ),
    unique="key",
)

_LIST_SHAPE: Check = shape(
    {"key": key, "title": text, "from": one_of(*FROM)},
    {
        "notice": key,
        "announces": list_of(one_of(*ANNOUNCES), at_least=1, unique=""),
        "scale": fact_name,
        "subsector": fact_name,
        "rows": shape({"table": fact_name, "enterprise_name": key, "credit_code": key, "actual_cost": key}),
        "minimum_level": key,
    },
    basis=REQUIRED,
)
_OF_LEVEL = ("notice", "scale", "subsector", "rows")


def _list(value: Any, place: Place) -> None:
    _LIST_SHAPE(value, place)
    if not isinstance(value, dict):
        return
    origin = value.get("from")
    if origin == LEVEL_CONFIRMED and "minimum_level" not in value:
        place.refuse("missing_key", missing="minimum_level")
    for name in ("minimum_level",) if origin == DECLARATION else _OF_LEVEL:
        if name in value:
            place.at(name).refuse("not_for_type", name=name, type=origin)


LISTS: Check = list_of(_list, at_least=1, unique="key")

RANKING: Check = list_of(
    shape({"code": key, "title": text, "points": count_text, "condition": condition}, basis=REQUIRED), unique="code"
)

EXCLUSIVE: Check = shape({"key": key, "title": text}, basis=REQUIRED)

_TEXTS = list_of(text, at_least=1, unique="")
CALL_ATTRIBUTES: Check = shape(
    {},
    {
        "level": text,
        "region": text,
        "department": text,
        "applicants": _TEXTS,
        "beneficiaries": _TEXTS,
        "industries": _TEXTS,
        "sizes": _TEXTS,
        "declaration_type": text,
        "support_methods": _TEXTS,
        "legal_basis": _TEXTS,
        "conditions": _TEXTS,
    },
    basis=OPTIONAL,
)

DOCUMENT: Check = shape(
    {"title": text, "departments": list_of(option, at_least=1, unique="code"), "letter": key},
    {
        "summary": shape(
            {"title": text, "slot": key, "table": fact_name},
            {"beside": list_of(fact_name, unique=""), "totals": list_of(key, unique=""), "award": key},
        )
    },
    basis=REQUIRED,
)
