"""The applicant takes a file out of its enrolment."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.enrolling import remove_attachment
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.load import own_enrolment, rules_of
from services.registry.use_cases.ports import Work


def remove_enrolment_attachment(
    uow: Work, packs: Packs, actor: Actor, enrolment_id: UUID, *, attachment_id: UUID, expected_version: int | None
) -> Shown:
    """NotFound for a file that it does not have."""
    enrolment = own_enrolment(uow, actor, enrolment_id, expected_version)
    kept = remove_attachment(enrolment, attachment_id)
    uow.enrolments.save(kept)
    uow.audit.record(actor, "remove_attachment", kept, attachment_id=attachment_id)
    return enrolment_shown(kept, rules_of(packs, kept), actor)
