"""The operators of conditions: which kinds they compare, and how they read in Chinese."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from policy.facts import Kind

_ORDERED = frozenset({Kind.MONEY, Kind.WHOLE, Kind.DECIMAL})
_SCALAR = _ORDERED | {Kind.TEXT, Kind.CHOICE, Kind.DATE}
_WORDS = frozenset({Kind.TEXT, Kind.CHOICE})
_DATES = frozenset({Kind.DATE})
_SETS = frozenset({Kind.CHOICES})
_FLAGS = frozenset({Kind.FLAG})


@dataclass(frozen=True)
class Operator:
    """`kinds` are the facts that it compares, `takes_list` whether its operand is a list, `phrase` its Chinese.

    `operand` is the kind of the operand where it is another than that of the fact.
    """

    name: str
    kinds: frozenset[Kind]
    test: Callable[[Any, Any], bool]
    phrase: str
    takes_list: bool = False
    operand: Kind | None = None

    def kind_beside(self, fact: Kind) -> Kind:
        """The kind of the operand beside a fact of this kind: a list beside one that is looked up in it."""
        return Kind.CHOICES if self.takes_list else self.operand or fact


def _is_filled(value: Any, wanted: bool) -> bool:
    return (value is not None and value not in ("", (), frozenset())) is wanted


_ALL = (
    Operator("equals", _SCALAR, operator.eq, "“{title}”应为{operand}"),
    Operator("not_equals", _SCALAR, operator.ne, "“{title}”不得为{operand}"),
    Operator("at_least", _ORDERED, operator.ge, "“{title}”应不低于{operand}"),
    Operator("at_most", _ORDERED, operator.le, "“{title}”应不高于{operand}"),
    Operator("above", _ORDERED, operator.gt, "“{title}”应高于{operand}"),
    Operator("below", _ORDERED, operator.lt, "“{title}”应低于{operand}"),
    Operator("before", _DATES, operator.lt, "“{title}”应早于{operand}"),
    Operator("after", _DATES, operator.gt, "“{title}”应晚于{operand}"),
    Operator("on_or_before", _DATES, operator.le, "“{title}”应不晚于{operand}"),
    Operator("on_or_after", _DATES, operator.ge, "“{title}”应在{operand}当日或以后"),
    Operator("in_year", _DATES, lambda day, year: day.year == year, "“{title}”应在{operand}年内", operand=Kind.WHOLE),
    Operator(
        "year_before",
        frozenset({Kind.WHOLE}),
        lambda year, day: year == day.year - 1,
        "“{title}”应为{operand}的上一年",
        operand=Kind.DATE,
    ),
    Operator("in", _WORDS, lambda value, some: value in some, "“{title}”应为{operand}之一", takes_list=True),
    Operator("not_in", _WORDS, lambda value, some: value not in some, "“{title}”不得为{operand}", takes_list=True),
    Operator(
        "starts_with",
        _WORDS,
        lambda value, some: value.startswith(tuple(some)),
        "“{title}”应以{operand}开头",
        takes_list=True,
    ),
    Operator(
        "contains", _SETS, lambda value, some: set(some) <= set(value), "“{title}”应包括{operand}", takes_list=True
    ),
    Operator(
        "contains_any",
        _SETS,
        lambda value, some: not set(some).isdisjoint(value),
        "“{title}”应至少包括{operand}之一",
        takes_list=True,
    ),
    Operator(
        "contains_none",
        _SETS,
        lambda value, some: set(some).isdisjoint(value),
        "“{title}”不得包括{operand}",
        takes_list=True,
    ),
    Operator("is_true", _FLAGS, operator.is_, "应满足：{title}"),
    Operator("is_filled", frozenset(Kind), _is_filled, "应填写“{title}”"),
)

OPERATORS: dict[str, Operator] = {each.name: each for each in _ALL}

NEGATED_PHRASES = {"is_true": "不得出现：{title}", "is_filled": "不应填写“{title}”"}
"""For operators whose operand is true or false: how they read with `false`."""
