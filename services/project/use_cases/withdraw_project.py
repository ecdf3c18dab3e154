"""The applicant takes a stage back (撤回) before it is decided."""

from __future__ import annotations

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain.endings import withdraw
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, own
from services.project.use_cases.ports import Unit


def withdraw_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, text: str) -> Shown:
    """The contract is free for another filing; a later stage may be begun once more."""
    loaded = own(uow, packs, asked)
    withdrawn = withdraw(loaded.project, loaded.stage, by=asked.actor, at=clock.now(), text=text)
    uow.projects.save(withdrawn)
    uow.audit.record(asked.actor, "withdraw", withdrawn, stage=loaded.stage.name)
    return loaded.shown(withdrawn, at=clock.now())
