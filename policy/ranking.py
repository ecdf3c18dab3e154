"""Ranking (排序): who is looked at first. It decides no eligibility: officers sort a round by it (XA11).

ranking:
  - code: key_link
    title: 处于产业链关键环节
    points: "10"
    condition: {field: declaration.basic.is_key_link, is_true: true}
    source: {ref: call, article: 二、2}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.condition_reader import Values, read_condition
from policy.conditions import Condition, Situation
from policy.facts import Catalogue, Facts
from policy.refs import Basis


@dataclass(frozen=True)
class RankLine:
    """Points for whoever meets the condition; an unknown fact gives none."""

    code: str
    title: str
    points: int
    condition: Condition
    basis: Basis


def points_of(lines: tuple[RankLine, ...], facts: Facts, values: Values) -> tuple[RankLine, ...]:
    """The lines that the facts meet; their points add up."""
    situation = Situation(facts, values)
    return tuple(line for line in lines if line.condition.holds(situation) is True)


def read_rank_line(
    spec: Mapping[str, Any], catalogue: Catalogue, values: Values, sources: Mapping[str, str]
) -> RankLine:
    """A line from its compiled form."""
    return RankLine(
        code=spec["code"],
        title=spec["title"],
        points=int(spec["points"]),
        condition=read_condition(spec["condition"], catalogue, values),
        basis=Basis.read(spec, sources),
    )
