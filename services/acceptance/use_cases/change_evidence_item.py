"""The enterprise corrects a document that it entered."""

from __future__ import annotations

from uuid import UUID

from casework.mandates import agency
from casework.uploads import UploadedFile
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.evidence import Source
from services.acceptance.domain.evidence_changes import must_enter, replaced
from services.acceptance.domain.evidence_checks import GivenItem, item_of
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.use_cases.load import evidence_of, file_of, keep_evidence
from services.acceptance.use_cases.ports import Unit


def change_evidence_item(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    item_id: UUID,
    *,
    item: GivenItem,
    file: UploadedFile | None,
    expected_version: int | None,
) -> Shown:
    """The whole of it. ReadFromFile for figures that an invoice file gave."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_enter(actor, acceptance)
    project = uow.projects.around(acceptance.project_id).project
    before = evidence_of(uow, project)
    must_be_version(before, expected_version)
    at = clock.now()
    entered = item_of(item, item_id, source=Source.ENTERED, file=file_of(file), by=actor, at=at)
    after = replaced(before, entered, project.contract, at=at)
    shown = keep_evidence(uow, acceptance, before, after)
    uow.audit.record(
        actor,
        "change_evidence_item",
        after,
        item_id=item_id,
        number=entered.number,
        **agency(actor, acceptance.applicant.id),
    )
    return shown
