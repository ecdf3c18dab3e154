"""Conditions: typed, three-valued, and readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from policy.condition_reader import ConditionError, read_condition
from policy.conditions import Situation
from policy.dated import read_dated
from policy.facts import FactType, Kind
from policy.sentences import sentence

LINES = FactType(
    Kind.ROWS,
    "明细",
    columns={"price": FactType(Kind.MONEY, "价格"), "limit": FactType(Kind.MONEY, "限价")},
)
CATALOGUE = {
    "code": FactType(Kind.TEXT, "代码"),
    "kind": FactType(Kind.CHOICE, "类别", {"a": "甲", "b": "乙"}),
    "lists": FactType(Kind.CHOICES, "名单", {"x": "异常", "y": "失信"}),
    "revenue": FactType(Kind.MONEY, "收入"),
    "level": FactType(Kind.WHOLE, "等级"),
    "score": FactType(Kind.DECIMAL, "得分"),
    "contract_on": FactType(Kind.DATE, "签订日期"),
    "is_enrolled": FactType(Kind.FLAG, "已入库"),
    "lines": LINES,
}
VALUES = {
    "minimum": read_dated(
        "minimum",
        {
            "title": "最低收入",
            "unit": "wan_yuan",
            "by": "contract_on",
            "values": [
                {"until": "2023-12-31", "value": "10", "assumed": "示例"},
                {"from": "2024-01-01", "value": "20", "source": {"ref": "rules", "article": "第一条"}},
            ],
        },
        {"rules": "办法"},
    )
}


def holds(spec: dict[str, Any], **facts: Any) -> bool | None:
    return read_condition(spec, CATALOGUE, VALUES).holds(Situation(facts, VALUES))


@pytest.mark.parametrize(
    ("spec", "facts", "verdict"),
    [
        ({"field": "code", "equals": "345"}, {"code": "345"}, True),
        ({"field": "code", "not_equals": "345"}, {"code": "345"}, False),
        ({"field": "code", "starts_with": ["345", "3670"]}, {"code": "3670"}, True),
        ({"field": "code", "starts_with": "345"}, {"code": "3670"}, False),
        ({"field": "kind", "in": ["a"]}, {"kind": "a"}, True),
        ({"field": "code", "in": {"field": "lists"}}, {"code": "x", "lists": frozenset({"x"})}, True),
        ({"field": "code", "in": {"field": "lists"}}, {"code": "x", "lists": frozenset()}, False),
        ({"field": "code", "in": {"field": "lists"}}, {"code": "x"}, None),
        ({"field": "kind", "not_in": ["a"]}, {"kind": "a"}, False),
        ({"field": "lists", "contains": ["x", "y"]}, {"lists": frozenset("x")}, False),
        ({"field": "lists", "contains_any": ["x", "y"]}, {"lists": frozenset("x")}, True),
        ({"field": "lists", "contains_none": ["x"]}, {"lists": frozenset()}, True),
        ({"field": "lists", "contains_none": ["x"]}, {"lists": frozenset("x")}, False),
        ({"field": "revenue", "at_least": {"wan_yuan": "1"}}, {"revenue": Money.yuan("10000")}, True),
        ({"field": "revenue", "at_least": {"yuan": "0.02"}}, {"revenue": Money(1)}, False),
        ({"field": "revenue", "at_most": {"yuan": "0.01"}}, {"revenue": Money(1)}, True),
        ({"field": "level", "above": "2"}, {"level": 2}, False),
        ({"field": "level", "below": "2"}, {"level": 1}, True),
        ({"field": "score", "at_least": "60"}, {"score": Decimal("59.999")}, False),
        ({"field": "contract_on", "on_or_after": "2024-01-01"}, {"contract_on": date(2024, 1, 1)}, True),
        ({"field": "contract_on", "after": "2024-01-01"}, {"contract_on": date(2024, 1, 1)}, False),
        ({"field": "contract_on", "before": "2024-01-01"}, {"contract_on": date(2023, 12, 31)}, True),
        ({"field": "contract_on", "on_or_before": "2024-01-01"}, {"contract_on": date(2024, 1, 2)}, False),
        ({"field": "contract_on", "in_year": "2024"}, {"contract_on": date(2024, 12, 31)}, True),
        (
            {"field": "contract_on", "in_year": {"field": "level"}},
            {"contract_on": date(2024, 1, 1), "level": 2023},
            False,
        ),
        (
            {"field": "level", "year_before": {"field": "contract_on"}},
            {"contract_on": date(2024, 1, 1), "level": 2023},
            True,
        ),
        ({"field": "level", "year_before": "2024-12-31"}, {"level": 2024}, False),
        ({"field": "is_enrolled", "is_true": True}, {"is_enrolled": True}, True),
        ({"field": "is_enrolled", "is_true": False}, {"is_enrolled": True}, False),
        ({"field": "code", "is_filled": True}, {"code": ""}, False),
        ({"field": "code", "is_filled": False}, {}, True),
    ],
)
def test_a_comparison_compares(spec: dict[str, Any], facts: dict[str, Any], verdict: bool) -> None:
    assert holds(spec, **facts) is verdict


TRUE = {"field": "is_enrolled", "is_true": True}
FALSE = {"field": "is_enrolled", "is_true": False}
UNKNOWN = {"field": "level", "at_least": "1"}


@pytest.mark.parametrize(
    ("spec", "verdict"),
    [
        ({"all": [TRUE, TRUE]}, True),
        ({"all": [TRUE, UNKNOWN]}, None),
        ({"all": [FALSE, UNKNOWN]}, False),
        ({"any": [FALSE, TRUE]}, True),
        ({"any": [FALSE, UNKNOWN]}, None),
        ({"any": [FALSE, FALSE]}, False),
        ({"none": [FALSE, FALSE]}, True),
        ({"none": [FALSE, UNKNOWN]}, None),
        ({"none": [TRUE, UNKNOWN]}, False),
    ],
)
def test_what_is_unknown_decides_nothing(spec: dict[str, Any], verdict: bool | None) -> None:
    assert holds(spec, is_enrolled=True) is verdict


def test_an_unknown_fact_passes_only_where_the_condition_says_so() -> None:
    assert holds({"field": "level", "at_least": "2"}) is None
    assert holds({"field": "level", "at_least": "2", "unknown": "passes"}) is True
    assert holds({"field": "level", "at_least": "2", "unknown": "passes"}, level=1) is False


@pytest.mark.parametrize(
    ("rows", "every", "some"),
    [
        (None, None, None),
        ((), False, False),
        (({"price": Money(1), "limit": Money(1)},), True, True),
        (({"price": Money(1), "limit": Money(1)}, {"price": Money(2), "limit": Money(1)}), False, True),
        (({"price": Money(1), "limit": Money(1)}, {"price": Money(2)}), None, True),
        (({"price": Money(2), "limit": Money(1)}, {"price": Money(2)}), False, None),
    ],
)
def test_rows_are_judged_one_by_one(rows: Any, every: bool | None, some: bool | None) -> None:
    within = {"field": "price", "at_most": {"field": "limit"}}

    assert holds({"every": "lines", "satisfies": within}, lines=rows) is every
    assert holds({"some": "lines", "satisfies": within}, lines=rows) is some


@pytest.mark.parametrize(
    ("contract_on", "verdict"),
    [(date(2023, 12, 31), True), (date(2024, 1, 1), False), (None, None)],
)
def test_a_dated_value_is_looked_up_by_its_own_date(contract_on: date | None, verdict: bool | None) -> None:
    spec = {"field": "revenue", "at_least": {"value": "minimum"}}

    assert holds(spec, revenue=Money.wan_yuan("10"), contract_on=contract_on) is verdict


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ({"field": "kind", "in": ["a", "b"]}, "“类别”应为甲、乙之一"),
        ({"field": "code", "in": {"field": "lists"}}, "“代码”应为“名单”之一"),
        ({"field": "lists", "contains_none": "x"}, "“名单”不得包括异常"),
        ({"field": "revenue", "at_least": {"wan_yuan": "20.5"}}, "“收入”应不低于20.5万元"),
        ({"field": "revenue", "at_least": {"value": "minimum"}}, "“收入”应不低于20万元"),
        ({"field": "contract_on", "on_or_after": "2024-01-01"}, "“签订日期”应在2024年1月1日当日或以后"),
        ({"field": "contract_on", "in_year": "2024"}, "“签订日期”应在2024年内"),
        ({"field": "level", "year_before": {"field": "contract_on"}}, "“等级”应为“签订日期”的上一年"),
        ({"field": "is_enrolled", "is_true": True}, "应满足：已入库"),
        ({"field": "is_enrolled", "is_true": False}, "不得出现：已入库"),
        ({"all": [TRUE, UNKNOWN]}, "应满足：已入库，且“等级”应不低于1"),
        (
            {"any": [TRUE, {"all": [UNKNOWN, FALSE]}]},
            "满足以下任一项：①应满足：已入库；②“等级”应不低于1，且不得出现：已入库",
        ),
        ({"none": [TRUE]}, "不得有以下情形：①应满足：已入库"),
        (
            {"every": "lines", "satisfies": {"field": "price", "at_most": {"field": "limit"}}},
            "“明细”的每一行：“价格”应不高于“限价”",
        ),
    ],
)
def test_a_condition_prints_as_a_chinese_sentence(spec: dict[str, Any], words: str) -> None:
    condition = read_condition(spec, CATALOGUE, VALUES)

    assert sentence(condition, Situation({}, VALUES)) == words


def test_an_assumed_value_is_shown_as_assumed() -> None:
    condition = read_condition({"field": "revenue", "at_least": {"value": "minimum"}}, CATALOGUE, VALUES)

    words = sentence(condition, Situation({"contract_on": date(2023, 1, 1)}, VALUES))

    assert words == "“收入”应不低于10万元（假定）"


@pytest.mark.parametrize(
    ("spec", "code", "keys"),
    [
        ({"field": "mood", "equals": "good"}, "unknown_fact", ("field",)),
        ({"field": "is_enrolled", "at_least": "1"}, "operator_kind", ("at_least",)),
        ({"field": "level", "at_least": "1.5"}, "operand_kind", ("at_least",)),
        ({"field": "revenue", "at_least": "100"}, "operand_kind", ("at_least",)),
        ({"field": "contract_on", "before": "soon"}, "operand_kind", ("before",)),
        ({"field": "contract_on", "in_year": "2024-01-01"}, "operand_kind", ("in_year",)),
        ({"field": "contract_on", "in_year": {"field": "code"}}, "operand_kind", ("in_year",)),
        ({"field": "code", "in": {"field": "kind"}}, "operand_kind", ("in",)),
        ({"field": "kind", "equals": "c"}, "not_an_option", ("equals",)),
        ({"field": "revenue", "at_most": {"field": "level"}}, "operand_kind", ("at_most",)),
        ({"every": "kind", "satisfies": TRUE}, "operator_kind", ("every",)),
        ({"all": [TRUE, {"any": [{"field": "mood", "equals": "x"}]}]}, "unknown_fact", ("all", 1, "any", 0, "field")),
        ({"every": "lines", "satisfies": {"field": "weight", "at_least": "1"}}, "unknown_fact", ("satisfies", "field")),
    ],
)
def test_a_condition_that_does_not_fit_the_facts_is_refused(
    spec: dict[str, Any], code: str, keys: tuple[str | int, ...]
) -> None:
    with pytest.raises(ConditionError) as refused:
        read_condition(spec, CATALOGUE, VALUES)

    assert (refused.value.code, refused.value.keys) == (code, keys)


@given(st.lists(st.sampled_from([TRUE, FALSE, UNKNOWN]), min_size=1, max_size=5))
def test_none_is_the_opposite_of_any(members: list[dict[str, Any]]) -> None:
    opposite = {True: False, False: True, None: None}

    assert holds({"none": members}, is_enrolled=True) is opposite[holds({"any": members}, is_enrolled=True)]


def failing(spec: dict[str, Any], **facts: Any) -> list[str]:
    condition = read_condition(spec, CATALOGUE, VALUES)
    return [comparison.field for comparison, _ in condition.failing(Situation(facts, VALUES))]


ROWS_TOO_DEAR = {"some": "lines", "satisfies": {"field": "price", "above": {"field": "limit"}}}


@pytest.mark.parametrize(
    ("spec", "fields"),
    [
        (TRUE, []),
        (FALSE, ["is_enrolled"]),
        ({"all": [TRUE, FALSE, UNKNOWN]}, ["is_enrolled", "level"]),
        ({"any": [FALSE, UNKNOWN]}, ["is_enrolled", "level"]),
        ({"any": [TRUE, UNKNOWN]}, []),
        ({"none": [FALSE, TRUE]}, ["is_enrolled"]),
        ({"none": [FALSE, UNKNOWN]}, ["level"]),
        ({"none": [{"all": [TRUE, {"any": [TRUE]}]}]}, ["is_enrolled", "is_enrolled"]),
        ({"none": [ROWS_TOO_DEAR]}, ["price", "price"]),
        (ROWS_TOO_DEAR, []),
        ({"every": "lines", "satisfies": {"field": "price", "at_most": {"field": "limit"}}}, ["price"]),
    ],
)
def test_the_comparisons_that_fail_are_named(spec: dict[str, Any], fields: list[str]) -> None:
    lines = ({"price": Money(1), "limit": Money(1)}, {"price": Money(2), "limit": Money(1)})

    assert failing(spec, is_enrolled=True, lines=lines) == fields


def test_a_table_that_is_not_there_fails_by_its_columns() -> None:
    within = {"field": "price", "at_most": {"field": "limit"}}

    assert failing({"every": "lines", "satisfies": within}) == ["price"]
