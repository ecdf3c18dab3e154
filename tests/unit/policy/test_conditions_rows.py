"""Conditions that count rows: so many of them, so many months in a row (XB17)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.condition_reader import read_condition
from policy.conditions import Situation
from policy.conditions_rows import Consecutive
from policy.facts import FactType, Kind
from policy.sentences import sentence

MONTHS = FactType(
    Kind.ROWS, "各月", columns={"month": FactType(Kind.DATE, "月份"), "uses": FactType(Kind.WHOLE, "用量")}
)
CATALOGUE = {"months": MONTHS}
MANY = {"field": "uses", "above": "500000"}


def read(quantifier: str, **members: Any) -> Any:
    spec = {quantifier: {"rows": "months", "at_least": 3, "satisfies": MANY, **members}}
    return read_condition(spec, CATALOGUE, {})


def months(*rows: tuple[str | None, int | None]) -> dict[str, Any]:
    """Rows of (month, uses)."""
    days = [(date.fromisoformat(f"{month}-01") if month else None, uses) for month, uses in rows]
    return {"months": tuple({"month": day, "uses": uses} for day, uses in days)}


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        (months(("2024-11", 600000), ("2024-12", 500001), ("2025-01", 600000)), True),
        (months(("2025-01", 600000), ("2024-11", 600000), ("2024-12", 500001)), True),
        (months(("2024-11", 600000), ("2024-12", 500000), ("2025-01", 600000)), False),
        (months(("2024-11", 600000), ("2025-01", 600000), ("2025-02", 600000)), False),
        (months(("2024-11", 600000), ("2024-12", 600000)), False),
        (months(("2024-11", 600000), ("2024-11", 600000), ("2024-11", 600000)), False),
        (months(("2024-11", 600000), ("2024-12", 600000), ("2025-01", 600000), ("2024-12", 1)), False),
        (months(("2024-11", 600000), ("2024-12", None), ("2025-01", 600000)), None),
        (months(("2024-11", 600000), ("2024-12", 600000), (None, 600000)), False),
        (months(), False),
        ({}, None),
    ],
)
def test_months_in_a_row_are_adjacent_months_of_the_calendar(facts: dict[str, Any], verdict: bool | None) -> None:
    assert read("consecutive", by="month").holds(Situation(facts)) is verdict


def test_without_a_date_rows_follow_on_each_other_as_they_stand() -> None:
    rows = months(("2024-01", 600000), ("2024-06", 600000), ("2024-12", 600000))

    assert read("consecutive").holds(Situation(rows)) is True


@pytest.mark.parametrize(
    ("uses", "verdict"),
    [
        ([600000, 600000, 600000, 1], True),
        ([600000, 600000, 1], False),
        ([600000, 600000, None], None),
        ([600000, 1, None], False),
    ],
)
def test_rows_that_satisfy_are_counted(uses: list[int | None], verdict: bool | None) -> None:
    facts = {"months": tuple({"month": None, "uses": each} for each in uses)}

    assert read("count").holds(Situation(facts)) is verdict
    assert read("count").holds(Situation({})) is None


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (read("consecutive", by="month"), "“各月”应有连续3个月均满足：“用量”应高于500000"),
        (read("consecutive"), "“各月”应有连续3行均满足：“用量”应高于500000"),
        (read("count"), "“各月”应有不少于3行满足：“用量”应高于500000"),
    ],
)
def test_it_reads_as_a_chinese_sentence(condition: Any, words: str) -> None:
    assert sentence(condition, Situation({})) == words


def test_the_rows_that_fail_are_named() -> None:
    situation = Situation(months(("2024-11", 600000), ("2024-12", 1)))

    failing = read("consecutive", by="month").failing(situation)

    assert [inside.name_of(comparison.field) for comparison, inside in failing] == ["months.1.uses"]


@given(st.lists(st.tuples(st.integers(0, 11), st.booleans()), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter_and_the_answer_is_the_obvious_one(
    drawn: list[tuple[int, bool]], random: Any
) -> None:
    rows = [{"month": date(2024, month + 1, 15), "uses": 600000 if enough else 0} for month, enough in drawn]
    condition = read("consecutive", by="month")
    assert isinstance(condition, Consecutive)

    found = condition.holds(Situation({"months": tuple(rows)}))

    random.shuffle(rows)
    enough = [{good for month, good in drawn if month == each} == {True} for each in range(12)]
    assert found is any(all(enough[start : start + 3]) for start in range(10))
    assert condition.holds(Situation({"months": tuple(rows)})) is found
