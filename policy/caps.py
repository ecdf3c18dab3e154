"""Caps beside the one of a tier: per year, cumulative, per platform, and over several lines together.

    caps:
      - key: yearly
        title: 每家企业每年最高
        per: enterprise                  # whose allowance it is; for people and for who keeps the allowances
        period: year                     # award (this one alone) | year | cumulative
        year_of: applied_on              # with `period: year`: which date says the year
        limits:                          # the first whose `when` holds; the last one has none
          - {when: {field: platform.is_nationally_recognised, is_true: true}, cap: <dated, money>}
          - {cap: <dated, money>}

A cap of one line stands in the line. One over several lines stands beside `lines`, and names them:
`lines: [cloud, training]`. What was awarded before under a cap comes with the claim (`awarded_by_cap`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy.conditions import Condition, Situation
from policy.dated import Dated
from policy.facts import Facts
from policy.reading import Reading

PERIODS = AWARD, YEAR, CUMULATIVE = ("award", "year", "cumulative")


@dataclass(frozen=True)
class Limit:
    """A cap, and the condition under which it is the one."""

    when: Condition | None
    cap: Dated


@dataclass(frozen=True)
class Cap:
    """`lines` are those that share it; empty: it belongs to the line in which it stands."""

    key: str
    title: str
    per: str
    period: str
    year_of: str | None
    limits: tuple[Limit, ...]
    lines: tuple[str, ...]

    def limit_in(self, situation: Situation) -> Limit:
        """The limit that applies; the last one always does."""
        for limit in self.limits:
            if limit.when is None or limit.when.holds(situation) is True:
                return limit
        return self.limits[-1]

    def allowance(self, line: str, facts: Facts) -> str | None:
        """The name of the allowance that it takes from: `cloud/yearly@2025`, `*/yearly@2025` where lines share it.

        None where nothing runs over several awards (`period: award`), or the date of the year is unknown.
        """
        name = f"{'*' if self.lines else line}/{self.key}"
        if self.period == AWARD:
            return None
        if self.period == CUMULATIVE:
            return name
        on = facts.get(self.year_of or "")
        return f"{name}@{on.year}" if on is not None else None


def read_cap(spec: Mapping[str, Any], key: str, reading: Reading) -> Cap:
    """A cap from its compiled form."""
    limits = tuple(
        Limit(reading.when(limit), reading.dated(f"{key}.limits.{number}.cap", limit["cap"]))
        for number, limit in enumerate(spec["limits"])
    )
    lines = tuple(spec.get("lines", ()))
    return Cap(spec["key"], spec["title"], spec["per"], spec["period"], spec.get("year_of"), limits, lines)
