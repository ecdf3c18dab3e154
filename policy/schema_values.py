"""Dated values as a pack writes them: quoted text with a unit, periods that touch, a basis for each.

    rate:
      title: 奖补比例
      unit: /1
      by: contract_on
      values:
        - {from: 2024-01-01, value: "0.50", source: {ref: guide, article: 二、支持标准}}

`until` is the last day on which a period holds; without it the period ends where the next one begins.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.money import Money
from policy.facts import DATES
from policy.schema import Check, Place, anything, as_day, day, key, list_of, map_of, matching, one_of, shape, text

_RATE_DECIMALS = 6

AMOUNT_UNITS = ("yuan", "wan_yuan")
COUNT_UNITS = ("level", "count", "working_day", "day", "month", "year", "fen")


def amount(unit: str) -> Check:
    """Money as quoted text, exact to the fen."""
    convert = Money.yuan if unit == "yuan" else Money.wan_yuan

    def check(value: Any, place: Place) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            place.refuse("not_quoted", value=value)
            return
        try:
            convert(value)
        except ValueError:
            place.refuse("not_an_amount", value=value)

    return check


def rate(value: Any, place: Place) -> None:
    """A share of 1 as quoted text, from 0 to 1, with at most six decimals (so that no product loses a digit)."""
    number = _decimal(value, place)
    if number is None:
        return
    if number > 1:
        place.refuse("rate_above_one", value=value)
    if len(value.partition(".")[2]) > _RATE_DECIMALS:
        place.refuse("malformed", value=value, expected="0.123456")


def decimal_text(value: Any, place: Place) -> None:
    """A decimal number of zero or more as quoted text."""
    _decimal(value, place)


count_text = matching(r"[0-9]+", "a whole number as quoted text")


def shares(value: Any, place: Place) -> None:
    """A split: `shares` that add up to 1, one of them taking the remainder, or sources in order of `priority`."""
    _SPLIT(value, place)
    if not place.is_clean:
        return
    if ("shares" in value) == ("priority" in value):
        place.refuse("shares_or_priority")
    elif "shares" in value:
        _check_shares(value, place)


def _check_shares(value: Mapping[str, Any], place: Place) -> None:
    total = sum(Decimal(share) for share in value["shares"].values())
    if total != 1:
        place.at("shares").refuse("split_sum", total=total)
    if value["remainder"] not in value["shares"]:
        place.at("remainder").refuse("unknown_reference", name=value["remainder"], kind="share / 份额")


_CAPS = {"cap_yuan": amount("yuan"), "cap_wan_yuan": amount("wan_yuan")}
_PRECEDENCE = shape({"source": key}, _CAPS)


def _precedence(value: Any, place: Place) -> None:
    _PRECEDENCE(value, place)
    if isinstance(value, dict) and _CAPS.keys() <= value.keys():
        place.refuse("two_formulas", found=", ".join(_CAPS))


_SPLIT = shape(
    {"remainder": key},
    {
        "shares": map_of(rate, at_least=1),
        "priority": list_of(_precedence, at_least=1, unique="source"),
    },
)

VALUE_CHECKS: dict[str, Check] = {
    "yuan": amount("yuan"),
    "wan_yuan": amount("wan_yuan"),
    "/1": rate,
    "score": decimal_text,
    "date": day,
    "text": text,
    "list": list_of(text, at_least=1, unique=""),
    "shares": shares,
    **dict.fromkeys(COUNT_UNITS, count_text),
}

BY_DATES = tuple(DATES)


def dated(*units: str) -> Check:
    """A dated value: title, unit, the date it is looked up by, and its periods (see `dated.Dated`)."""
    head = shape({"title": text, "unit": one_of(*(units or VALUE_CHECKS)), "by": one_of(*BY_DATES), "values": anything})

    def check(value: Any, place: Place) -> None:
        head(value, place)
        if not isinstance(value, dict) or value.get("unit") not in VALUE_CHECKS:
            return
        period = shape({"value": VALUE_CHECKS[value["unit"]]}, {"from": day, "until": day}, basis="required")
        list_of(period, at_least=1)(value.get("values"), place.at("values"))
        _check_ranges(value.get("values"), place.at("values"))

    return check


def _check_ranges(periods: Any, place: Place) -> None:
    """Periods stand in order and touch: one ends the day before the next begins."""
    if not isinstance(periods, list) or not all(isinstance(period, dict) for period in periods):
        return
    for index, period in enumerate(periods):
        since, until = as_day(period.get("from")), as_day(period.get("until"))
        if since and until and until < since:
            place.at(index).refuse("ranges_order")
        if index:
            _check_border(periods[index - 1], since, place.at(index))


def _check_border(previous: Mapping[str, Any], since: date | None, place: Place) -> None:
    began, until = as_day(previous.get("from")), as_day(previous.get("until"))
    if since is None or (began is not None and since <= began):
        place.refuse("ranges_order")
    elif until is not None and since <= until:
        place.refuse("ranges_overlap", until=until, since=since)
    elif until is not None and (since - until).days > 1:
        place.refuse("ranges_gap", until=until, since=since)


def _decimal(value: Any, place: Place) -> Decimal | None:
    if isinstance(value, int) and not isinstance(value, bool):
        place.refuse("not_quoted", value=value)
        return None
    try:
        if not isinstance(value, str) or not re.fullmatch(r"[0-9]+(\.[0-9]+)?", value):
            raise InvalidOperation
        return Decimal(value)
    except InvalidOperation:
        place.refuse("not_a_number", value=value)
        return None
