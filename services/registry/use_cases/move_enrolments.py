"""A provider moved to another division: its enrolments that are under way go with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from services.registry.domain.due_steps import news_of
from services.registry.use_cases.keep_due_step import keep_due_step
from services.registry.use_cases.ports import Work


def move_enrolments(uow: Work, provider_id: UUID, division: str, *, at: datetime) -> None:
    """They wait for the new division from now on; the deadline goes on."""
    actor = Actor.system(uow.city)
    for enrolment in uow.enrolments.live_of(provider_id):
        if enrolment.division != division:
            moved = enrolment.changed(division=division, division_path=())
            uow.enrolments.save(moved)
            uow.audit.record(actor, "move_to_division", moved, before=enrolment.division, after=division)
            keep_due_step(uow, news_of(moved), at=at)
