"""The shape of targets.yaml: what the city promised to reach, by period and in all, and what is counted for it.

    periods:
      - {code: first_year, title: 实施期第一年, until: 2024-12-31, source: {ref: plan, article: 附件1}}
    rows:
      - code: pilots
        title: 拟改造工业中小企业总数
        aspect: transformation
        unit: 家
        measure: pilots_listed
        values: {first_year: "280", second_year: "320"}
        total: "600"
        source: {ref: plan, article: 附件1 数字化改造目标}

What the periods promise adds up to the total, percentages too: each is what its period adds. A row without
`values` names the day that it is `due` on.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from policy.schema import Check, Place, as_day, day, flag, key, list_of, map_of, matching, one_of, shape, text
from policy.schema_values import decimal_text
from policy.shapes_conditions import REQUIRED
from policy.targets import ASPECTS, MEASURES, REPORTED

_BY_LEVEL = ("projects_accepted", "levels_reached")
_BY_SCALE = ("pilots_listed", "projects_accepted", "levels_reached")

_PERIOD = shape({"code": key, "title": text, "until": day}, {"from": day}, basis=REQUIRED)
_SHARE_OF = shape({"title": text, "count": matching(r"[1-9][0-9]*", "a count above zero, quoted")}, basis=REQUIRED)
_ROW = shape(
    {
        "code": key,
        "title": text,
        "aspect": one_of(*ASPECTS),
        "unit": text,
        "measure": one_of(*MEASURES),
        "total": decimal_text,
    },
    {
        "values": map_of(decimal_text, at_least=1),
        "due": day,
        "scale": one_of("above_scale", "below_scale"),
        "at_least_level": matching(r"[1-9]", "a level, quoted"),
        "share_of": _SHARE_OF,
        "also_reported": flag,
    },
    basis=REQUIRED,
)
_FILE = shape(
    {"periods": list_of(_PERIOD, at_least=1, unique="code"), "rows": list_of(_ROW, at_least=1, unique="code")}
)


def _targets(value: Any, place: Place) -> None:
    _FILE(value, place)
    if not place.is_clean:
        return
    _check_periods(value["periods"], place.at("periods"))
    codes = [period["code"] for period in value["periods"]]
    for number, row in enumerate(value["rows"]):
        _check_row(row, codes, place.at("rows", number))


def _check_periods(periods: list[dict[str, Any]], place: Place) -> None:
    """One after the other; only the first may reach back without end."""
    before = None
    for number, period in enumerate(periods):
        since, until = as_day(period.get("from")), as_day(period["until"])
        if until is None or (since is not None and since > until):
            place.at(number).refuse("ranges_order")
        elif before is not None and (since is None or since <= before):
            place.at(number).refuse("ranges_overlap", until=before, since=since)
        before = until


def _check_row(row: dict[str, Any], periods: list[str], place: Place) -> None:
    if ("values" in row) == ("due" in row):
        place.refuse("values_or_due")
    elif "values" in row:
        if sorted(row["values"]) != sorted(periods):
            place.at("values").refuse("periods_differ", periods=", ".join(periods))
        total = sum(Decimal(value) for value in row["values"].values())
        if total != Decimal(row["total"]):
            place.at("total").refuse("periods_sum", total=total)
    for member, measures in (("at_least_level", _BY_LEVEL), ("scale", _BY_SCALE)):
        if member in row and row["measure"] not in measures:
            place.at(member).refuse("not_an_option", value=row["measure"], options=", ".join(measures))
    if "also_reported" in row and row["measure"] == REPORTED:
        place.at("also_reported").refuse("not_for_type", name="also_reported", type=REPORTED)


TARGETS: Check = _targets
