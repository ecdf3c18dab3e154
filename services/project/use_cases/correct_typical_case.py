"""An enterprise hands in anew what the city sent back (典型案例, XB10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import absent
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.project.domain.typical_case import corrected, shown_case
from services.project.use_cases.ports import ShowingUnit
from services.project.use_cases.submit_typical_case import StoryInput


def correct_typical_case(
    uow: ShowingUnit, clock: Clock, actor: Actor, case_id: UUID, *, story: StoryInput, expected_version: int | None
) -> dict[str, Any]:
    """Whole: what is not told again is gone. NotFound for a case of somebody else."""
    case, at = uow.typical_cases.get(case_id), clock.now()
    if actor.organisation_id != case.applicant.id:
        raise absent("typical_case", case_id)
    must_be_version(case, expected_version)
    changed = corrected(case, story.told(by=actor, at=at), at=at)
    uow.typical_cases.save(changed)
    uow.audit.record(actor, "correct_typical_case", changed)
    return shown_case(changed)
