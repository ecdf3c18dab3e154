"""The enterprise attaches a file to its request."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.uploads import UploadedFile
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import requesting
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.duplicates import file_mark
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.ports import Unit


def attach_file(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    acceptance_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    replaces: Collection[UUID],
    expected_version: int | None,
) -> Shown:
    """Checked against its slot; the others stay as they are."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_act(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    attachment = file.attached(by=actor, at=clock.now())
    attached = requesting.attach(acceptance, rules, slot, attachment, replaces=replaces)
    uow.acceptances.save(attached)
    uow.duplicates.use(attached.project_id, {file_mark(file.sha256): True})
    uow.audit.record(
        actor,
        "attach",
        attached,
        slot=slot,
        attachment_id=attachment.id,
        sha256=file.sha256,
        **agency(actor, acceptance.applicant.id),
    )
    return shown_acceptance(attached, rules, actor)
