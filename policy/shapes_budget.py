"""The shape of budget.yaml: the order of service, borrowing, reserves, and what happens when a pool is empty."""

from __future__ import annotations

from typing import Any

from policy.apportion import PRO_RATA, RESTS
from policy.budget import EXHAUSTIONS, ORDERS, RANKING
from policy.schema import Check, Place, day, key, list_of, one_of, shape, text
from policy.schema_values import BY_DATES, dated
from policy.shapes_conditions import REQUIRED, fact_name

_ORDER = shape({"rule": one_of(*ORDERS), "title": text, "on": one_of(*BY_DATES)}, {"score": fact_name}, basis=REQUIRED)
_EXHAUSTION = shape({"rule": one_of(*EXHAUSTIONS), "title": text}, {"rest": one_of(*RESTS)}, basis=REQUIRED)


def _order(value: Any, place: Place) -> None:
    _ORDER(value, place)
    if isinstance(value, dict) and (value.get("rule") == RANKING) != ("score" in value):
        place.refuse("score_with_ranking")


def _exhaustion(value: Any, place: Place) -> None:
    _EXHAUSTION(value, place)
    if isinstance(value, dict) and (value.get("rule") == PRO_RATA) != ("rest" in value):
        place.refuse("rest_with_pro_rata")


def _borrowing(value: Any, place: Place) -> None:
    _BORROWING(value, place)
    if isinstance(value, dict) and value.get("from") == value.get("to"):
        place.at("to").refuse("not_unique", value=value.get("to"))


_BORROWING = shape({"from": key, "to": key, "title": text, "share": dated("/1")})

BUDGET: Check = shape(
    {"title": text, "year_of": one_of(*BY_DATES), "order": _order, "exhaustion": _exhaustion},
    {
        "borrowing": list_of(_borrowing),
        "reserves": list_of(
            shape({"category": key, "title": text, "share": dated("/1")}, {"until": day}), unique="category"
        ),
    },
)
