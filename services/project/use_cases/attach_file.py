"""The applicant puts an uploaded file into a slot of the filing."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from casework.uploads import UploadedFile
from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain import drafting
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, own
from services.project.use_cases.ports import Unit


def attach_file(
    uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, slot: str, file: UploadedFile, replaces: Collection[UUID]
) -> Shown:
    """The scan of the stamped undertaking remembers what the undertaking says now, page by page."""
    loaded = own(uow, packs, asked)
    attachment = file.attached(by=asked.actor, at=clock.now())
    attached = drafting.attach(loaded.project, loaded.rules, slot, attachment, replaces=replaces)
    uow.projects.save(attached)
    uow.audit.record(asked.actor, "attach", attached, slot=slot, attachment_id=attachment.id, sha256=file.sha256)
    return loaded.shown(attached, asked.actor)
