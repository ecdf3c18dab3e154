"""The applicant confirms the undertaking (承诺书, DL12): who, when, which wording."""

from __future__ import annotations

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain import drafting
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, own
from services.project.use_cases.ports import Unit


def confirm_undertaking(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, text_version: str) -> Shown:
    """`text_version` is the sha256 of the wording that was on the screen."""
    loaded = own(uow, packs, asked)
    stage, at = loaded.stage, clock.now()
    confirmed = drafting.confirm_undertaking(
        loaded.project, stage, loaded.rules, by=asked.actor, at=at, text_version=text_version
    )
    uow.projects.save(confirmed)
    uow.audit.record(asked.actor, "confirm_undertaking", confirmed, stage=stage.name, text_version=text_version)
    return loaded.shown(confirmed, at=at)
