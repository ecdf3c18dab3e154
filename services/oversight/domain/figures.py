"""Figures of targets: what was counted for each row, in each period and in all, against what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policy.targets import REPORTED, Period, Target, Targets, rate_of, reached

Shown = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Days:
    """From one day to another, both with it; None is open."""

    since: date | None = None
    until: date | None = None

    def have(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, kw_only=True)
class Sum:
    """All that was counted of one kind on one day."""

    measure: str
    target: str | None
    level: int
    scale: str | None
    on: date
    amount: Decimal


def days_of(targets: Targets, row: Target, period: Period | None) -> Days:
    """A period's; of the whole: up to the end of the last period, or to the day that the row is due on."""
    if period is not None:
        return Days(since=period.since, until=period.until)
    return Days(until=row.due or targets.periods[-1].until)


def narrowing(row: Target) -> Mapping[str, Any]:
    """What an entry must be to count for the row, as columns and their values.

    `or_reported` names the row whose reports count beside that.
    """
    wanted: dict[str, Any] = {"measure": row.measure, "level": row.at_least_level or 0}
    if row.scale is not None:
        wanted["scale"] = row.scale
    if row.measure == REPORTED:
        wanted["target"] = row.code
    if row.also_reported:
        wanted["or_reported"] = row.code
    return wanted


def counted(row: Target, sums: Iterable[Sum], days: Days) -> Decimal:
    """The sum of what counts for the row on these days."""
    wanted = dict(narrowing(row))
    reported = wanted.pop("or_reported", None)
    fitting = (
        each
        for each in sums
        if all(getattr(each, name) == value for name, value in wanted.items())
        or (reported is not None and (each.measure, each.target) == (REPORTED, reported))
    )
    return sum((each.amount for each in fitting if days.have(each.on)), Decimal(0))


def shown_targets(targets: Targets, sums: Iterable[Sum]) -> list[Shown]:
    """Every row with its periods and the whole."""
    known = list(sums)
    return [_shown_row(targets, row, known) for row in targets.rows]


def shown_figure(row: Target, amount: Decimal, promised: Decimal | None) -> Shown:
    """What was reached, from which numerator and denominator, and how much of the promise that is, in percent."""
    found = reached(row, amount)
    rate = None if promised is None else rate_of(found.value, promised)
    return {
        "target": None if promised is None else plain(promised),
        "value": plain(found.value),
        "numerator": plain(found.numerator),
        "denominator": None if found.denominator is None else plain(found.denominator),
        "rate": None if rate is None else plain(rate),
    }


def shown_head(row: Target) -> Shown:
    """What the row is, and what it rests on."""
    return {
        "code": row.code,
        "title": row.title,
        "aspect": row.aspect,
        "unit": row.unit,
        "measure": row.measure,
        "takes_reports": row.takes_reports,
        "article": row.basis.article,
        "assumed": row.basis.assumed,
        "denominator_title": row.share_of.title if row.share_of else None,
        "denominator_assumed": row.share_of.basis.assumed if row.share_of else None,
    }


def plain(number: Decimal) -> str:
    """Without an exponent and without zeros that say nothing: 280, 44.36."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _shown_row(targets: Targets, row: Target, sums: list[Sum]) -> Shown:
    periods = [
        {
            "code": period.code,
            "title": period.title,
            "since": None if period.since is None else period.since.isoformat(),
            "until": period.until.isoformat(),
            **shown_figure(row, counted(row, sums, days_of(targets, row, period)), row.values.get(period.code)),
        }
        for period in targets.periods
    ]
    whole = shown_figure(row, counted(row, sums, days_of(targets, row, None)), row.total)
    due = row.due or targets.periods[-1].until
    return {**shown_head(row), "due_on": due.isoformat(), "periods": periods, "total": whole}
