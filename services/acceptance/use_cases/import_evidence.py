"""The enterprise hands in its evidence as an Excel file."""

from __future__ import annotations

from uuid import UUID

from casework.mandates import agency
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.wire import to_json
from services.acceptance.domain.evidence_changes import must_enter
from services.acceptance.domain.evidence_import import SheetReading, imported
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.use_cases.load import evidence_of, keep_evidence
from services.acceptance.use_cases.ports import Unit


def import_evidence(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    reading: SheetReading,
    sha256: str,
    expected_version: int | None,
) -> Shown:
    """All of it or nothing, with a result per row; what was entered before stays as it is."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_enter(actor, acceptance)
    project = uow.projects.around(acceptance.project_id).project
    before = evidence_of(uow, project)
    must_be_version(before, expected_version)
    read, results = imported(before, reading, project.contract, by=actor, at=clock.now())
    after = read if read is not before else before.changed()
    shown = keep_evidence(uow, acceptance, before, after)
    added = len(after.items) - len(before.items)
    uow.audit.record(
        actor,
        "import_evidence",
        after,
        sha256=sha256,
        rows=len(results),
        added=added,
        **agency(actor, acceptance.applicant.id),
    )
    return {**shown, "items": [], "rows": to_json(results)}
