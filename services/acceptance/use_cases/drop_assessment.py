"""A request goes to another institution, or is taken back: the draft of the one before is dropped."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.assessing_level import discard
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def drop_assessment(uow: Unit, clock: Clock, actor: Actor, request_id: UUID, *, unless_by: UUID | None = None) -> None:
    """ActionNotAllowed once it was handed in: then the enterprise confirms or disputes it first."""
    under_way = uow.assessments.under_way(request_id)
    if under_way is None or under_way.assessor.id == unless_by:
        return
    dropped = discard(under_way, at=clock.now())
    uow.assessments.save(dropped)
    uow.audit.record(actor, "discard", dropped)
