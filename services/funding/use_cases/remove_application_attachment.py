"""The applicant takes a file out of its award application."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts.actor import Actor
from services.funding.domain.application_shown import application_shown
from services.funding.domain.applying import remove_attachment
from services.funding.use_cases.load import own_application, rules_of
from services.funding.use_cases.ports import Packs, Unit


def remove_application_attachment(
    uow: Unit, packs: Packs, actor: Actor, application_id: UUID, *, attachment_id: UUID, expected_version: int | None
) -> dict[str, Any]:
    """NotFound for a file that it does not have."""
    application = own_application(uow, actor, application_id, expected_version)
    kept = remove_attachment(application, attachment_id)
    uow.applications.save(kept)
    uow.audit.record(actor, "remove_attachment", kept, attachment_id=attachment_id)
    return application_shown(kept, rules_of(packs, kept), actor)
