"""A city officer reports what the platform cannot count, with where it comes from (XB24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from casework.days import local_date
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from policy.targets import REPORTED, Target
from services.oversight.domain.counting import Tally
from services.oversight.domain.errors import NotReported
from services.oversight.domain.happening import Happening
from services.oversight.use_cases.ports import Unit

Shown = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Report:
    """`amount` is what is added to the row, in its unit; below zero it takes back what was reported wrongly."""

    amount: Decimal
    on: date
    source: str


@dataclass(frozen=True, kw_only=True)
class Reported:
    """One report, as the audit trail names it."""

    id: UUID
    version: int = 1
    case_id: UUID | None = None


def report_figure(uow: Unit, clock: Clock, actor: Actor, *, programme_year: str, row: Target, report: Report) -> Shown:
    """Kept with who, when and the source. NotReported for a row that is counted; Invalid for nothing or the future."""
    if not row.takes_reports:
        raise NotReported(target=row.code, measure=row.measure)
    now = clock.now()
    _check(report, local_date(now))
    reported = Reported(id=uuid4())
    happening = Happening.reported(
        reported.id,
        city=uow.city,
        at=now,
        by=actor.account_id,
        programme_year=programme_year,
        target=row.code,
        amount=report.amount,
        on=report.on,
        source=report.source,
    )
    position = uow.happenings.add(happening)
    assert position is not None
    tally = Tally(
        measure=REPORTED,
        subject_id=reported.id,
        amount=report.amount,
        on=report.on,
        told_at=now,
        sequence=1,
        name=report.source,
        programme_year=programme_year,
    )
    uow.book.add(position, [tally], target=row.code)
    uow.audit.record(actor, "report_figure", reported, target=row.code, programme_year=programme_year)
    return {"id": str(reported.id), "target": row.code, "on": report.on.isoformat(), "source": report.source}


def _check(report: Report, today: date) -> None:
    problems = []
    if not report.amount:
        problems.append(Problem(code="adds_nothing", field="amount"))
    if report.on > today:
        problems.append(Problem(code="in_the_future", field="on", inputs={"found_on": report.on.isoformat()}))
    if problems:
        raise Invalid(problems=problems)
