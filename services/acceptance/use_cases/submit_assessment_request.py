"""After it fell short of the level, the enterprise improved and asks again (ZS6)."""

from __future__ import annotations

from uuid import UUID

from casework.mandates import agency
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.assessment_request import request_announced
from services.acceptance.domain.assessment_rights import must_act_on_request
from services.acceptance.domain.assessment_shown import Shown, shown_request
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def submit_assessment_request(
    uow: Unit, clock: Clock, actor: Actor, request_id: UUID, *, wish: str, expected_version: int | None
) -> Shown:
    """Another round; the bureau assigns anew."""
    request = uow.assessment_requests.get(request_id)
    must_act_on_request(actor, request)
    must_be_version(request, expected_version)
    again = request.asked_again(wish=wish, at=clock.now())
    uow.assessment_requests.save(again)
    uow.outbox.add([request_announced(again, at=clock.now(), by=actor)])
    uow.audit.record(actor, "request", again, round=again.round, **agency(actor, request.applicant.id))
    return shown_request(again, actor)
