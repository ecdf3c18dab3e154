"""The assessor attaches a report: of the acceptance, of the special audit."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_see
from casework.uploads import UploadedFile
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import assessing
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.duplicates import file_mark
from services.acceptance.domain.rights import must_take_open_step
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def attach_report(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    expected_version: int | None,
) -> Shown:
    """Checked against its slot."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_see(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    must_take_open_step(actor, acceptance, rules)
    attachment = file.attached(by=actor, at=clock.now())
    attached = assessing.attach_report(acceptance, rules, slot, attachment)
    uow.acceptances.save(attached)
    uow.duplicates.use(attached.project_id, {file_mark(file.sha256): True})
    uow.audit.record(actor, "attach_report", attached, slot=slot, attachment_id=attachment.id, sha256=file.sha256)
    return shown_acceptance(attached, rules, actor)
