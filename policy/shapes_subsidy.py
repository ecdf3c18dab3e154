"""The shape of subsidy.yaml: the lines of support, what they are computed from, limited by and paid in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policy.apportion import PRO_RATA, RESTS, RULES
from policy.caps import PERIODS, YEAR
from policy.formulas import FORMULAS
from policy.overlap import OVERLAP_RULES, PAYS
from policy.schema import Check, Place, day, either, flag, key, list_of, matching, one_of, shape, text
from policy.schema_values import BY_DATES, dated, decimal_text
from policy.shapes_conditions import REQUIRED, condition, fact_name, rule
from policy.subsidy import HOLDERS, INSTRUMENTS, PAYEE_KINDS, ROUNDING_UNITS, SUBJECTS
from policy.subsidy_base import FACT, GROWTH, ROWS, SPEND

_MONEY = dated("yuan", "wan_yuan")
_RATE = dated("/1")
_event = matching(r"[a-z]+(_[a-z]+)*", "an_event_in_the_past_tense")

# Windows and bases ---------------------------------------------------------------------------------

_WINDOW = shape({"code": key, "title": text, "on": fact_name}, {"from": day, "until": day}, basis=REQUIRED)


def _window(value: Any, place: Place) -> None:
    _WINDOW(value, place)
    _need_one_of(value, ("from", "until"), place)
    if isinstance(value, dict) and {"from", "until"} <= value.keys() and str(value["until"]) < str(value["from"]):
        place.refuse("ranges_order")


_WINDOWS = list_of(_window, unique="code")
_ROW_RULES: Mapping[str, Check] = {"windows": _WINDOWS, "line_rules": list_of(rule, unique="code")}

_CATEGORY_CAP = shape({"category": key, "title": text}, {"cap": _MONEY, "share": _RATE})


def _category_cap(value: Any, place: Place) -> None:
    _CATEGORY_CAP(value, place)
    _need_one_of(value, ("cap", "share"), place)


_EXCESS_SHAPE = shape({"rule": one_of(*RULES), "title": text}, {"rest": one_of(*RESTS)}, basis=REQUIRED)


def excess(value: Any, place: Place) -> None:
    """How a whole is cut: pro rata, saying who takes what rounding leaves over, or in the order of the rows."""
    _EXCESS_SHAPE(value, place)
    if isinstance(value, dict) and value.get("rule") in RULES and (value["rule"] == PRO_RATA) != ("rest" in value):
        place.refuse("rest_with_pro_rata")


_ROWS_SHAPE = shape(
    {"of": text, "title": text, "rows": fact_name, "amount": key, "excess": excess},
    {"identified_by": key, "across_awards": flag, **_ROW_RULES},
    basis=REQUIRED,
)


def _rows(value: Any, place: Place) -> None:
    """A row that is counted across awards is known again by the column that names it."""
    _ROWS_SHAPE(value, place)
    if isinstance(value, dict) and value.get("across_awards") is True and "identified_by" not in value:
        place.refuse("missing_key", missing="identified_by")


_BASES: Mapping[str, Check] = {
    SPEND: shape(
        {"title": text, "tax": shape({"counts": flag}, basis=REQUIRED)},
        {
            "of": one_of(SPEND, FACT, GROWTH, ROWS),
            "include": dated("list"),
            "exclude": dated("list"),
            "price_ceiling": shape({"title": text}, basis=REQUIRED),
            "category_caps": list_of(_category_cap, unique="category"),
            **_ROW_RULES,
        },
        basis=REQUIRED,
    ),
    FACT: shape({"of": text, "title": text, "fact": fact_name}, basis=REQUIRED),
    GROWTH: shape(
        {"of": text, "title": text, "this_year": fact_name, "last_year": fact_name, "average_percent": fact_name},
        basis=REQUIRED,
    ),
    ROWS: _rows,
}


def _base(value: Any, place: Place) -> None:
    kind = value.get("of", SPEND) if isinstance(value, dict) else SPEND
    _BASES.get(kind if isinstance(kind, str) else SPEND, _BASES[SPEND])(value, place)


# Tiers ---------------------------------------------------------------------------------------------

_FORMULA: Mapping[str, Check] = {
    "title": text,
    "rate": _RATE,
    "flat": _MONEY,
    "per_unit": shape({"count": fact_name, "amount": _MONEY}),
    "nothing": shape({"title": text}, basis=REQUIRED),
    "cap": _MONEY,
}
_STEP = shape({"at_least": decimal_text}, {name: check for name, check in _FORMULA.items() if name != "nothing"})


def _step(value: Any, place: Place) -> None:
    _STEP(value, place)
    _check_formula(value, place)


_BANDS_SHAPE = shape({"fact": fact_name, "title": text, "steps": list_of(_step, at_least=1)})


def _bands(value: Any, place: Place) -> None:
    """Steps from the highest down: each below the one before."""
    _BANDS_SHAPE(value, place)
    if not place.is_clean:
        return
    floors = [Decimal(step["at_least"]) for step in value["steps"]]
    for number in range(1, len(floors)):
        if floors[number] >= floors[number - 1]:
            place.at("steps", number, "at_least").refuse("steps_order")


_TIER = shape({}, {"when": condition, "bands": _bands, **_FORMULA})


def _tier(value: Any, place: Place) -> None:
    _TIER(value, place)
    _check_formula(value, place)


def _check_formula(value: Any, place: Place) -> None:
    """Exactly one formula; nothing at all has no cap."""
    if not isinstance(value, dict):
        return
    found = [name for name in FORMULAS if name in value]
    if not found:
        place.refuse("no_formula", known=", ".join(FORMULAS))
    elif len(found) > 1:
        place.refuse("two_formulas", found=", ".join(found))
    elif found == ["nothing"] and "cap" in value:
        place.at("cap").refuse("not_for_type", name="cap", type="nothing")


def _first_that_holds(item: Check, *, ends: bool) -> Check:
    """A list of which the first whose `when` holds is taken: only the last may, with `ends` must, be without one."""
    check_items = list_of(item, at_least=1)

    def check(value: Any, place: Place) -> None:
        check_items(value, place)
        if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
            return
        for number, member in enumerate(value[:-1]):
            if "when" not in member:
                place.at(number + 1).refuse("unreachable")
        if ends and value and "when" in value[-1]:
            place.at(len(value) - 1, "when").refuse("last_without_when")

    return check


# Caps and overlap ----------------------------------------------------------------------------------

_LIMITS = _first_that_holds(shape({"cap": _MONEY}, {"when": condition, "title": text}), ends=True)
_CAP_SHAPE = {"key": key, "title": text, "per": one_of(*HOLDERS), "period": one_of(*PERIODS), "limits": _LIMITS}
_OWN_CAP = shape(_CAP_SHAPE, {"year_of": one_of(*BY_DATES)})
_SHARED_CAP = shape({**_CAP_SHAPE, "lines": list_of(key, at_least=2, unique="")}, {"year_of": one_of(*BY_DATES)})


def _yearly(check: Check) -> Check:
    """A cap per year says by which date, and no other cap does."""

    def checked(value: Any, place: Place) -> None:
        check(value, place)
        if isinstance(value, dict) and (value.get("period") == YEAR) != ("year_of" in value):
            place.refuse("year_of_with_year")

    return checked


_OVERLAP = shape(
    {"code": key, "title": text, "rule": one_of(*OVERLAP_RULES), "counts": condition, "pays": one_of(*PAYS)},
    {"same_year_as": one_of(*BY_DATES)},
    basis=REQUIRED,
)

# Tranches ------------------------------------------------------------------------------------------

_TRIGGER = either(
    (lambda value: isinstance(value, list), list_of(_event, at_least=1, unique="")), (lambda value: True, _event)
)
_SETTLING = ("settles", "recovery")
_PAYING = ("basis", "rate")
_TRANCHE_SHAPE = shape(
    {"key": key, "title": text, "trigger": _TRIGGER},
    {
        "gate": key,
        "basis": fact_name,
        "rate": _RATE,
        "cap": _MONEY,
        "settles": flag,
        "recovery": shape({"recovers": flag, "title": text}, basis=REQUIRED),
        "split": dated("shares"),
    },
    basis=REQUIRED,
)


def _tranche(value: Any, place: Place) -> None:
    _TRANCHE_SHAPE(value, place)
    if not isinstance(value, dict):
        return
    settles = value.get("settles") is True
    needed, strange = (_SETTLING, (*_PAYING, "cap")) if settles else (_PAYING, ("recovery",))
    kind = "settles: true" if settles else "settles: false"
    for name in needed:
        if name not in value:
            place.refuse("needed_for_type", name=name, type=kind)
    for name in strange:
        if name in value:
            place.at(name).refuse("not_for_type", name=name, type=kind)


_TRANCHE_LIST = list_of(_tranche, at_least=1, unique="key")


def _tranches(value: Any, place: Place) -> None:
    """Exactly the last one settles: nothing is due after it, and nothing is left open without it."""
    _TRANCHE_LIST(value, place)
    if not isinstance(value, list) or not all(isinstance(member, dict) for member in value):
        return
    settling = [number for number, member in enumerate(value) if member.get("settles") is True]
    if value and not settling:
        place.refuse("never_settles")
    for number in range(settling[0] + 1 if settling else len(value), len(value)):
        place.at(number).refuse("after_settling")


# The file ------------------------------------------------------------------------------------------

_LINE = shape(
    {
        "key": key,
        "title": text,
        "gate": key,
        "scope": one_of(*HOLDERS),
        "fund_category": key,
        "payee": shape(
            {"kind": one_of(*PAYEE_KINDS), "instruments": list_of(one_of(*INSTRUMENTS), at_least=1, unique="")},
            basis=REQUIRED,
        ),
        "tiers": _first_that_holds(_tier, ends=False),
        "rounding": shape({"unit": one_of(*ROUNDING_UNITS)}, basis=REQUIRED),
    },
    {
        "windows": _WINDOWS,
        "base": _base,
        "caps": list_of(_yearly(_OWN_CAP), unique="key"),
        "overlap": list_of(_OVERLAP, unique="code"),
        "tranches": _tranches,
        "split": dated("shares"),
        "subject": one_of(*SUBJECTS),
        "holder": fact_name,
    },
    basis=REQUIRED,
)


def _line(value: Any, place: Place) -> None:
    _LINE(value, place)
    if not isinstance(value, dict) or "base" in value or not isinstance(value.get("tiers"), list):
        return
    for number, tier in enumerate(value["tiers"]):
        if isinstance(tier, dict) and "rate" in tier:
            place.at("tiers", number, "rate").refuse("needed_for_type", name="base", type="rate")


SUBSIDY: Check = shape(
    {"lines": list_of(_line, at_least=1, unique="key")}, {"caps": list_of(_yearly(_SHARED_CAP), unique="key")}
)


def _need_one_of(value: Any, names: tuple[str, ...], place: Place) -> None:
    if isinstance(value, dict) and not any(name in value for name in names):
        place.refuse("one_of_needed", names=", ".join(names))
