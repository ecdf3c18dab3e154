"""The applicant puts an uploaded file into a slot of the declaration."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID, uuid4

from casework.desks import must_act
from casework.dossier import Attachment
from casework.mandates import agency
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.declaration.domain import drafting
from services.declaration.domain.declaration import SERVICE
from services.declaration.domain.prints import must_be_print_of_now
from services.declaration.domain.rulebook import Rulebook
from services.declaration.domain.shown_declaration import Shown, shown_declaration
from services.declaration.domain.uploads import UploadedFile
from services.declaration.use_cases.ports import Unit


def attach_file(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    sealer: Sealer,
    actor: Actor,
    declaration_id: UUID,
    *,
    slot: str,
    file: UploadedFile,
    replaces: Collection[UUID],
    print_code: str | None,
    expected_version: int | None,
) -> Shown:
    """The scan of the stamped form remembers what the form says now, page by page.

    With the code that is printed on it, it is known to say that: `Invalid` where it is of an older print.
    """
    declaration = uow.declarations.get(declaration_id)
    must_act(actor, declaration, service=SERVICE)
    must_be_version(declaration, expected_version)
    rules = Rulebook.of(packs.get(declaration.dossier.pack))
    must_be_print_of_now(declaration, rules, sealer, print_code)
    attachment = Attachment(
        id=uuid4(),
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        name=file.name,
        uploaded_at=clock.now(),
        uploaded_by=actor.account_id,
    )
    attached = drafting.attach(declaration, rules, slot, attachment, replaces=replaces)
    uow.declarations.save(attached)
    uow.audit.record(
        actor,
        "attach",
        attached,
        slot=slot,
        attachment_id=attachment.id,
        sha256=file.sha256,
        **agency(actor, declaration.applicant.id),
    )
    return shown_declaration(attached, rules, actor)
