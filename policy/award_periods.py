"""Dated values among the facts of a claim: the period that is in force, or what keeps it from being known."""

from __future__ import annotations

from contracts.refusal import Problem
from policy.conditions import Situation
from policy.dated import Dated, NoValueOn, Period, period_on


def period_in(dated: Dated, situation: Situation) -> tuple[Period | None, Problem | None]:
    """The period on the date that the value is looked up by; else `date_unknown` or `no_value_on`."""
    on = situation.facts.get(dated.by)
    if on is None:
        return None, Problem(code="date_unknown", field=dated.by, requirement=f"{dated.title}按该日期确定")
    try:
        return period_on(dated, on), None
    except NoValueOn:
        inputs = {dated.by: on.isoformat()}
        requirement = f"{dated.title}在该日期没有规定"
        return None, Problem(code="no_value_on", field=dated.by, requirement=requirement, inputs=inputs)
