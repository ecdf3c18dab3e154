"""The applicant puts an uploaded file into a slot of its award application."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from casework.uploads import UploadedFile
from contracts.actor import Actor
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import attach
from services.funding.use_cases.load import own_application, rules_of
from services.funding.use_cases.ports import Clock, Packs, Unit


def attach_to_application(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    application_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    replaces: Collection[UUID],
    expected_version: int | None,
) -> dict[str, Any]:
    """Checked against its slot; the others stay as they are."""
    application = own_application(uow, actor, application_id, expected_version)
    rules = rules_of(packs, application)
    attachment = file.attached(by=actor, at=clock.now())
    attached = attach(application, rules, slot, attachment, replaces=replaces)
    uow.applications.save(attached)
    uow.audit.record(actor, "attach", attached, slot=slot, attachment_id=attachment.id, sha256=file.sha256)
    return application_shown(attached, rules, actor)
