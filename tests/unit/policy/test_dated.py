"""Dated values: what a rule was worth on a day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from policy.dated import NoValueOn, period_on, read_dated, value_on
from policy.pack import Pack

SOURCES = {"rules": "办法"}
SPEC = {
    "title": "比例",
    "unit": "/1",
    "by": "contract_on",
    "values": [
        {"from": "2024-01-01", "value": "0.50", "source": {"ref": "rules", "article": "第五条"}},
        {"from": "2025-01-01", "until": "2025-12-31", "value": "0.40", "assumed": "征求意见稿"},
    ],
}


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2024, 1, 1), "0.50"),
        (date(2024, 12, 31), "0.50"),
        (date(2025, 1, 1), "0.40"),
        (date(2025, 12, 31), "0.40"),
    ],
)
def test_a_boundary_day_belongs_to_one_period(on: date, rate: str) -> None:
    assert value_on(read_dated("rate", SPEC, SOURCES), on) == Decimal(rate)


@pytest.mark.parametrize("on", [date(2023, 12, 31), date(2026, 1, 1)])
def test_outside_its_periods_a_value_is_silent(on: date) -> None:
    with pytest.raises(NoValueOn) as refused:
        value_on(read_dated("rate", SPEC, SOURCES), on)

    assert refused.value.facts == {"value": "rate", "title": "比例", "on": on.isoformat()}


def test_each_period_says_what_it_rests_on() -> None:
    rate = read_dated("rate", SPEC, SOURCES)

    assert period_on(rate, date(2024, 6, 1)).basis.article == "办法 第五条"
    assert period_on(rate, date(2025, 6, 1)).basis.article is None
    assert period_on(rate, date(2025, 6, 1)).basis.remark == "（假定：征求意见稿）"


@given(st.integers(min_value=0, max_value=729))
def test_every_day_of_the_programme_lies_in_exactly_one_period(days: int) -> None:
    on = date(2024, 1, 1) + timedelta(days=days)

    rate = read_dated("rate", SPEC, SOURCES)

    assert [period.covers(on) for period in rate.periods].count(True) == 1


@pytest.mark.parametrize(
    ("unit", "raw", "value"),
    [
        ("yuan", "0.01", Money(1)),
        ("wan_yuan", "0.000001", Money(1)),
        ("level", "2", 2),
        ("working_day", "5", 5),
        ("date", "2024-12-05", date(2024, 12, 5)),
        ("text", "2024", "2024"),
        ("list", ["a", "b"], ("a", "b")),
    ],
)
def test_the_unit_decides_the_type(unit: str, raw: object, value: object) -> None:
    spec = {"title": "x", "unit": unit, "by": "contract_on", "values": [{"value": raw, "assumed": "示例"}]}

    assert value_on(read_dated("x", spec, SOURCES), date(1999, 1, 1)) == value


def test_a_pack_looks_its_values_up_by_day(pack: Pack) -> None:
    assert pack.value_on("minimum_revenue", date(2024, 6, 30)) == Money.wan_yuan("100")
    assert pack.value_on("minimum_revenue", date(2024, 7, 1)) == Money.wan_yuan("200")
