"""The applicant puts an uploaded file into a slot of its enrolment: the licence, the letter of a recommendation."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from casework.uploads import UploadedFile
from contracts.actor import Actor
from policy.packs import Packs
from services.registry.domain.enrolling import attach
from services.registry.domain.shown_enrolment import Shown, enrolment_shown
from services.registry.use_cases.load import own_enrolment, rules_of
from services.registry.use_cases.ports import Clock, Work


def attach_to_enrolment(
    uow: Work,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    enrolment_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    replaces: Collection[UUID],
    expected_version: int | None,
) -> Shown:
    """Checked against its slot; the others stay as they are."""
    enrolment = own_enrolment(uow, actor, enrolment_id, expected_version)
    rules = rules_of(packs, enrolment)
    attachment = file.attached(by=actor, at=clock.now())
    attached = attach(enrolment, rules, slot, attachment, replaces=replaces)
    uow.enrolments.save(attached)
    uow.audit.record(actor, "attach", attached, slot=slot, attachment_id=attachment.id, sha256=file.sha256)
    return enrolment_shown(attached, rules, actor)
