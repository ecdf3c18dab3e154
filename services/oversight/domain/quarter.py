"""Quarters of the self-evaluation: their days, and what makes one stay as it was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from contracts.refusal import NotFound
from policy.refs import PackRef
from policy.targets import ASPECTS, Targets
from services.oversight.domain.figures import Days, Sum, counted, days_of, plain, shown_figure, shown_head

Shown = dict[str, Any]

_CODE = re.compile(r"(20[0-9]{2})-q([1-4])")
MONEY = ("contracts_filed_fen", "awards_computed_fen", "tranches_paid_fen", "recoveries_settled_fen")
"""The use of funds, which the annex promises nothing for and the self-evaluation asks about."""


@dataclass(frozen=True, order=True)
class Quarter:
    """One of the four of a year."""

    year: int
    number: int

    @classmethod
    def parse(cls, code: str) -> Quarter:
        """`2024-q4`; NotFound for anything else."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotFound(kind="quarter", id=code)
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        return f"{self.year}-q{self.number}"

    @property
    def begins_on(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> date:
        after = date(self.year + 1, 1, 1) if self.number == 4 else date(self.year, 3 * self.number + 1, 1)
        return after - timedelta(days=1)

    @property
    def days(self) -> Days:
        return Days(since=self.begins_on, until=self.ends_on)


@dataclass(frozen=True, kw_only=True)
class FrozenQuarter:
    """What was heard up to `position` counts for it, by the rows of `pack`, whatever is heard later."""

    id: UUID
    programme_year: str
    quarter: Quarter
    position: int
    pack: PackRef
    frozen_at: datetime
    frozen_by: UUID
    version: int = 1
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a quarter is made of: all sums that it knows, and those of them that came after the last freeze."""

    sums: list[Sum]
    late: list[Sum]
    before: FrozenQuarter | None


def shown_quarter(targets: Targets, quarter: Quarter, heard: Heard) -> list[Shown]:
    """Every aspect with its rows: what the quarter adds, what corrects frozen ones, and what its period has by now."""
    rows: dict[str, list[Shown]] = {aspect: [] for aspect in ASPECTS}
    period = next((each for each in targets.periods if quarter.ends_on <= each.until), None)
    for row in targets.rows:
        promised = row.values.get(period.code) if period is not None and row.values else row.total
        begins = days_of(targets, row, period).since if row.values else None
        by_now = shown_figure(row, counted(row, heard.sums, Days(since=begins, until=quarter.ends_on)), promised)
        added = counted(row, heard.sums, quarter.days)
        corrected = counted(row, heard.late, corrected_days(heard.before))
        rows[row.aspect].append(
            {**shown_head(row), "added": plain(added), "corrections": plain(corrected), "by_now": by_now}
        )
    return [{"aspect": aspect, "rows": rows[aspect]} for aspect in ASPECTS]


def shown_money(quarter: Quarter, heard: Heard) -> list[Shown]:
    """The use of funds in fen."""
    return [
        {
            "measure": measure,
            "added_fen": _fen(heard.sums, measure, quarter.days),
            "corrections_fen": _fen(heard.late, measure, corrected_days(heard.before)),
            "by_now_fen": _fen(heard.sums, measure, Days(until=quarter.ends_on)),
        }
        for measure in MONEY
    ]


def corrected_days(before: FrozenQuarter | None) -> Days:
    """The days of quarters that are frozen; none where nothing is."""
    return Days(until=date.min if before is None else before.quarter.ends_on)


def _fen(sums: list[Sum], measure: str, days: Days) -> int:
    return int(sum(each.amount for each in sums if each.measure == measure and days.have(each.on)))
