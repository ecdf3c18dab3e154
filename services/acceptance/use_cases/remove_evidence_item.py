"""The enterprise takes a document out of its evidence."""

from __future__ import annotations

from uuid import UUID

from casework.mandates import agency
from casework.versions import must_be_version
from contracts.actor import Actor
from services.acceptance.domain.evidence_changes import must_enter, removed
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.use_cases.load import evidence_of, keep_evidence
from services.acceptance.use_cases.ports import Unit


def remove_evidence_item(
    uow: Unit, actor: Actor, acceptance_id: UUID, item_id: UUID, *, expected_version: int | None
) -> Shown:
    """Nobody else is kept from using its number any more."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_enter(actor, acceptance)
    project = uow.projects.around(acceptance.project_id).project
    before = evidence_of(uow, project)
    must_be_version(before, expected_version)
    after = removed(before, item_id)
    shown = keep_evidence(uow, acceptance, before, after)
    uow.audit.record(actor, "remove_evidence_item", after, item_id=item_id, **agency(actor, acceptance.applicant.id))
    return shown
