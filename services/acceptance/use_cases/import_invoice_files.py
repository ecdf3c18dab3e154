"""The enterprise hands in electronic invoices: what they say is read from them, and stays as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from casework.mandates import agency
from casework.uploads import UploadedFile
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.evidence import Source
from services.acceptance.domain.evidence_changes import added, must_enter
from services.acceptance.domain.evidence_checks import GivenItem, item_of
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.use_cases.load import evidence_of, file_of, keep_evidence
from services.acceptance.use_cases.ports import Unit


def import_invoice_files(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    invoices: Sequence[tuple[GivenItem, UploadedFile]],
    expected_version: int | None,
) -> Shown:
    """All files or none; a result for each."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_enter(actor, acceptance)
    project = uow.projects.around(acceptance.project_id).project
    before = evidence_of(uow, project)
    must_be_version(before, expected_version)
    at = clock.now()
    items = [
        item_of(read, uuid4(), source=Source.INVOICE_FILE, file=file_of(file), by=actor, at=at)
        for read, file in invoices
    ]
    after = added(before, items, project.contract, at=at)
    shown = keep_evidence(uow, acceptance, before, after)
    uow.audit.record(
        actor,
        "import_invoice_files",
        after,
        files=[file.sha256 for _, file in invoices],
        **agency(actor, acceptance.applicant.id),
    )
    results = [
        {"name": file.name, "number": item.number, "item_id": str(item.id)}
        for item, (_, file) in zip(items, invoices, strict=True)
    ]
    return {**shown, "results": results}
