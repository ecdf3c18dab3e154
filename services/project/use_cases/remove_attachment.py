"""The applicant takes a file out of a stage."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain import drafting
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, acted
from services.project.use_cases.ports import Unit


def remove_attachment(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, attachment_id: UUID) -> Shown:
    """NotFound for a file that it does not have."""
    loaded = acted(uow, packs, asked)
    kept = drafting.remove_attachment(loaded.project, loaded.stage, attachment_id)
    uow.projects.save(kept)
    uow.audit.record(
        asked.actor, "remove_attachment", kept, stage=loaded.stage.name, attachment_id=attachment_id, **loaded.agency
    )
    return loaded.shown(kept, at=clock.now())
