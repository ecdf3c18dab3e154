"""The shape of conditions, rules and options: what every other file is made of."""

from __future__ import annotations

from typing import Any

from policy.operators import OPERATORS
from policy.schema import Check, Place, either, flag, has, key, list_of, matching, one_of, shape, text, whole
from policy.schema_values import amount

OPTIONAL, REQUIRED = "optional", "required"

fact_name = matching(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", "name.of.a.fact")

option: Check = shape(
    {"code": matching(r"[a-z0-9][a-z0-9_]*", "a_code"), "title": text}, {"group": text}, basis=OPTIONAL
)


VALUE_REF = shape({"value": key})
_FACT_REF = shape({"field": fact_name})
_YUAN, _WAN_YUAN = shape({"yuan": amount("yuan")}), shape({"wan_yuan": amount("wan_yuan")})


_OPERAND = either(
    (has("value"), VALUE_REF),
    (has("field"), _FACT_REF),
    (has("yuan"), _YUAN),
    (has("wan_yuan"), _WAN_YUAN),
    (lambda value: isinstance(value, list), list_of(text, at_least=1, unique="")),
    (lambda value: isinstance(value, bool), flag),
    (lambda value: True, text),
)


def condition(value: Any, place: Place) -> None:
    """A condition, structurally; `links` holds it against the facts."""
    _CONDITION(value, place)


def _many(value: Any, place: Place) -> None:
    list_of(condition, at_least=1)(value, place)


_COUNTED = {"rows": fact_name, "at_least": whole(1), "satisfies": condition}

_CONDITION = either(
    (has("count"), shape({"count": shape(_COUNTED)})),
    (has("consecutive"), shape({"consecutive": shape(_COUNTED, {"by": key})})),
    *((has(name), shape({name: _many})) for name in ("all", "any", "none")),
    *((has(name), shape({name: fact_name, "satisfies": condition})) for name in ("every", "some")),
    (
        lambda value: True,
        shape({"field": fact_name}, {**dict.fromkeys(OPERATORS, _OPERAND), "unknown": one_of("passes")}),
    ),
)

rule: Check = shape(
    {"code": key, "title": text, "condition": condition}, {"severity": one_of("blocks", "warns")}, basis=REQUIRED
)
