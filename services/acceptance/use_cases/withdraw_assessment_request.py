"""The enterprise takes its request back."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.assessment_request import RequestAction
from services.acceptance.domain.assessment_rights import must_own_request
from services.acceptance.domain.assessment_shown import Shown, shown_request
from services.acceptance.use_cases.drop_assessment import drop_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def withdraw_assessment_request(
    uow: Unit, clock: Clock, actor: Actor, request_id: UUID, *, expected_version: int | None
) -> Shown:
    """It can ask again later."""
    request = uow.assessment_requests.get(request_id)
    must_own_request(actor, request)
    must_be_version(request, expected_version)
    drop_assessment(uow, clock, actor, request_id)
    withdrawn = request.moved(RequestAction.WITHDRAW)
    uow.assessment_requests.save(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    return shown_request(withdrawn, actor)
