"""The kinds of worked cases about what a pack names and seeds: codes, divisions, calls, the days on which it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from policy.login import login_of
from policy.pack import Pack

Given = Mapping[str, Any]


def _codes(pack: Pack, _given: Given) -> dict[str, Any]:
    return {
        "fund_sources": list(pack.fund_sources),
        "fund_categories": list(pack.fund_categories),
        "cost_categories": list(pack.cost_categories),
        "links": list(pack.links),
        "exclusion_lists": list(pack.exclusion_lists),
    }


def _divisions(pack: Pack, _given: Given) -> dict[str, Any]:
    levels: dict[str, list[str]] = {}
    for division in pack.divisions:
        levels.setdefault(division.level, []).append(f"{division.code} {division.name}")
    return {"levels": levels}


def _call(pack: Pack, given: Given) -> dict[str, Any]:
    call = pack.call(given["call"])
    return {"title": call.title, "batch": call.batch, "details": dict(call.details)}


def _validity(pack: Pack, given: Given) -> dict[str, Any]:
    return {"is_valid": pack.is_valid_on(date.fromisoformat(given["on"]))}


def _calendar(pack: Pack, _given: Given) -> dict[str, Any]:
    return {"days": {day.isoformat(): is_worked for day, is_worked in pack.calendar_exceptions.items()}}


def _login(pack: Pack, _given: Given) -> dict[str, Any]:
    login = login_of(pack)
    return {"methods": list(login.methods), "article": login.basis.article} if login is not None else {"methods": []}


SEEDED_KINDS: dict[str, Callable[[Pack, Given], dict[str, Any]]] = {
    "codes": _codes,
    "divisions": _divisions,
    "call": _call,
    "validity": _validity,
    "calendar": _calendar,
    "login": _login,
}
