"""How long a reviewer has for a dossier, and whether that is over. Reminders and ageing reports ask here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from casework.days import local_date
from casework.dossier import Dossier
from contracts.working_days import WorkingDays


def is_overdue(dossier: Dossier, *, at: datetime) -> bool:
    """Whether the last day of the step is over. Never while returned, nor where no limit is stated."""
    return dossier.due_on is not None and local_date(at) > dossier.due_on


def working_days_left(dossier: Dossier, calendar: WorkingDays, *, at: datetime) -> int | None:
    """Working days until the step is due, below zero when it is overdue; None without a step or a limit.

    While the dossier is returned it is what will be left when the applicant submits again.
    """
    if dossier.step is None or dossier.step.clock.working_days is None:
        return None
    return dossier.step.clock.working_days - dossier.step.clock.used_days(calendar, at=at)


def recompute(dossier: Dossier, calendar: WorkingDays) -> Dossier:
    """The dossier with its deadline by a changed calendar: a year was confirmed, a day was moved."""
    if dossier.step is None:
        return dossier
    return replace(dossier, step=replace(dossier.step, clock=dossier.step.clock.recomputed(calendar)))
