"""The enterprise takes a file out of its request."""

from __future__ import annotations

from uuid import UUID

from casework.desks import must_act
from casework.mandates import agency
from casework.versions import must_be_version
from contracts.actor import Actor
from policy.packs import Packs
from services.acceptance.domain import requesting
from services.acceptance.domain.acceptance import SERVICE
from services.acceptance.domain.rulebook import Rulebook
from services.acceptance.domain.shown import Shown, shown_acceptance
from services.acceptance.use_cases.load import release_files
from services.acceptance.use_cases.ports import Unit


def remove_attachment(
    uow: Unit, packs: Packs, actor: Actor, acceptance_id: UUID, *, attachment_id: UUID, expected_version: int | None
) -> Shown:
    """Whichever slot it is in."""
    acceptance = uow.acceptances.get(acceptance_id)
    must_act(actor, acceptance, service=SERVICE)
    must_be_version(acceptance, expected_version)
    rules = Rulebook.of(packs.get(acceptance.dossier.pack))
    changed = requesting.remove_attachment(acceptance, attachment_id)
    uow.acceptances.save(changed)
    release_files(uow, acceptance, changed)
    uow.audit.record(
        actor, "remove_attachment", changed, attachment_id=attachment_id, **agency(actor, acceptance.applicant.id)
    )
    return shown_acceptance(changed, rules, actor)
