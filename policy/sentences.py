"""Conditions as Chinese sentences: what an applicant reads as the requirement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from contracts.money import Money
from policy.conditions import Comparison, Condition, Group, Operand, Rows, Situation
from policy.conditions_rows import Consecutive, Count
from policy.facts import FactType
from policy.operators import NEGATED_PHRASES

_OPENINGS = {"any": "满足以下任一项：", "none": "不得有以下情形："}
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"
_LONG_LIST = 10


def sentence(condition: Condition, situation: Situation) -> str:
    """The condition in words; dated values as they are on the situation's dates, the latest where a date is unknown."""
    if isinstance(condition, Comparison):
        return _comparison(condition, situation)
    if isinstance(condition, Group):
        return _group(condition, situation)
    if isinstance(condition, Rows):
        return f"“{condition.type.title}”{_rows(condition)}：{sentence(condition.member, situation)}"
    raise TypeError(f"no words for {condition!r}")


def _rows(condition: Rows) -> str:
    """How many rows it is about."""
    if isinstance(condition, Consecutive):
        return f"应有连续{condition.at_least}{'个月' if condition.by is not None else '行'}均满足"
    if isinstance(condition, Count):
        return f"应有不少于{condition.at_least}行满足"
    return "的每一行" if condition.quantifier == "every" else "至少一行"


def _group(group: Group, situation: Situation) -> str:
    parts = [sentence(member, situation) for member in group.members]
    if len(parts) == 1 and group.quantifier != "none":
        return parts[0]
    if group.quantifier == "all":
        return "，且".join(parts)
    return _OPENINGS[group.quantifier] + "；".join(f"{_number(index)}{part}" for index, part in enumerate(parts))


def _number(index: int) -> str:
    return _NUMBERS[index] if index < len(_NUMBERS) else f"（{index + 1}）"


def _comparison(comparison: Comparison, situation: Situation) -> str:
    operand = comparison.operand
    if operand.literal is False:
        phrase = NEGATED_PHRASES[comparison.operator.name]
    else:
        phrase = comparison.operator.phrase
    return phrase.format(title=comparison.type.title, operand=_operand(operand, comparison.type, situation))


def _operand(operand: Operand, found: FactType, situation: Situation) -> str:
    if operand.fact is not None:
        return f"“{operand.fact_title}”"
    if operand.value is None:
        return in_words(operand.literal, found)
    dated = situation.values[operand.value]
    period = situation.period(operand.value) or dated.periods[-1]
    remark = "（假定）" if period.basis.assumed else ""
    if isinstance(period.value, tuple) and len(period.value) > _LONG_LIST:
        return f"{dated.title}（{period.value[0]}至{period.value[-1]}共{len(period.value)}项）{remark}"
    return in_words(period.value, found) + remark


def in_words(value: Any, found: FactType | None = None) -> str:
    """A value as people write it: 20 万元, 2024年1月1日, the titles of options."""
    if isinstance(value, Money):
        return f"{value.as_wan_yuan()}万元"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | list | frozenset):
        return "、".join(in_words(item, found) for item in _in_order(value))
    return found.options.get(value, str(value)) if found is not None else str(value)


def _in_order(items: Iterable[Any]) -> Iterable[Any]:
    return sorted(items) if isinstance(items, frozenset) else items
