"""What happens to a request when the assessment that it asked for counts."""

from __future__ import annotations

from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain.assessment import Assessment
from services.acceptance.domain.assessment_rules import minimum_level
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


def settle_request(uow: Unit, packs: Packs, actor: Actor, assessment: Assessment) -> None:
    """Settled, or below the pack's minimum level: then the enterprise improves and asks again (ZS6)."""
    if assessment.request_id is None or assessment.outcome is None or not assessment.is_settled:
        return
    request = uow.assessment_requests.get(assessment.request_id)
    minimum = minimum_level(packs.get(assessment.pack), assessment.assessed_on)
    found = request.found(assessment.outcome.level, minimum=minimum)
    uow.assessment_requests.save(found)
    uow.audit.record(actor, "settle", found, level=assessment.outcome.level, minimum=minimum, state=found.state)
