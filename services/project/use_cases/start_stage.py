"""The applicant begins a further stage of a project, or an amendment (变更) of what was approved."""

from __future__ import annotations

from chassis.clock import Clock
from policy.packs import Packs
from services.project.domain.shown_project import Shown
from services.project.domain.starting import start_stage as begin
from services.project.use_cases.load import Asked, acted
from services.project.use_cases.ports import Unit


def start_stage(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, reason: str) -> Shown:
    """A draft of the stage. StageNotOpen with the article where the pack does not have it open now."""
    loaded, at = acted(uow, packs, asked), clock.now()
    rules = loaded.book.at(asked.stage or loaded.book.first.name)
    changed = begin(loaded.project, rules, loaded.known, at=at, reason=reason)
    stage = changed.stages[rules.name]
    uow.projects.save(changed)
    uow.audit.record(
        asked.actor, "start_stage", changed, stage=rules.name, number=stage.number, reason=stage.reason, **loaded.agency
    )
    return loaded.shown(changed, at=at)
