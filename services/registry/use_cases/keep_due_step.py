"""An event says which step something is in and when it is due: kept, to remind people of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.registry.domain.due_steps import due_step_after
from services.registry.use_cases.load import calendar_of
from services.registry.use_cases.ports import Work


def keep_due_step(uow: Work, event: Any, *, at: datetime) -> None:
    """`at` is business time. An event that was outrun changes nothing."""
    before = uow.due_steps.find(event.aggregate_id, for_update=True)
    settings = uow.settings.current()
    after = due_step_after(event, before, calendar_of(uow), days_before=settings.reminder_working_days, now=at)
    if after is not None:
        uow.due_steps.put(after)
