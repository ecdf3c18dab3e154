"""The applicant puts an uploaded file into a slot of a stage."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from casework.uploads import UploadedFile
from chassis.clock import Clock
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain import drafting
from services.project.domain.prints import must_be_print_of_now
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, acted
from services.project.use_cases.ports import Unit


def attach_file(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    sealer: Sealer,
    asked: Asked,
    *,
    slot: str,
    file: UploadedFile,
    replaces: Collection[UUID],
    print_code: str | None,
) -> Shown:
    """The scan of a stamped form remembers what the form says now, page by page.

    With the code that is printed on it, it is known to say that: `Invalid` where it is of an older print.
    """
    loaded = acted(uow, packs, asked)
    project, stage, rules = loaded.project, loaded.stage, loaded.rules
    must_be_print_of_now(project, stage, rules, sealer, print_code)
    attachment = file.attached(by=asked.actor, at=clock.now())
    attached = drafting.attach(project, stage, rules, slot, attachment, replaces=replaces)
    uow.projects.save(attached)
    about = {"stage": stage.name, "slot": slot, "attachment_id": attachment.id, "sha256": file.sha256}
    uow.audit.record(asked.actor, "attach", attached, **about, **loaded.agency)
    return loaded.shown(attached, at=clock.now())
