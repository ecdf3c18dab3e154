"""A reviewer decides the step that a stage is in: 初审, 复核, and whatever a pack's route has."""

from __future__ import annotations

from datetime import datetime

from casework.desks import must_take
from casework.reviews import Judgement
from casework.states import State
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.packs import Packs
from services.project.domain.project import Decision, Project
from services.project.domain.reviewing import approved, needs_number, number_scope, review, told
from services.project.domain.rulebook import NUMBER, SERVICE, StageRules
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import Asked, seen
from services.project.use_cases.ports import Unit


def review_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, judgement: Judgement) -> Shown:
    """To the next step, approved at last with all that this yields, returned with what to correct, or rejected."""
    loaded, at = seen(uow, packs, asked), clock.now()
    actor, project, stage, rules = asked.actor, loaded.project, loaded.stage, loaded.rules
    step = rules.step(stage.dossier)
    if step is None:
        raise ActionNotAllowed(state=stage.dossier.state.value, action="review")
    must_take(actor, project.on_desk(stage), step, service=SERVICE)
    reviewed = review(project, stage, rules, loaded.known, judgement, by=actor, at=at)
    decision = _decided(uow, reviewed, rules, judgement, actor, at)
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    number = decision.project.filing_number
    about = {"stage": stage.name, "step": step.step, "verdict": judgement.verdict, "filing_number": number}
    uow.audit.record(actor, "review", decision.project, **about)
    return loaded.shown(decision.project, at=at)


def _decided(
    uow: Unit, reviewed: Project, rules: StageRules, judgement: Judgement, actor: Actor, at: datetime
) -> Decision:
    stage = reviewed.stages[rules.name]
    if stage.dossier.state is not State.APPROVED:
        return told(reviewed, stage, judgement, by=actor, at=at)
    has_number = needs_number(reviewed, rules)
    sequence = uow.numbers.draw(NUMBER, number_scope(reviewed, rules, at=at)) if has_number else None
    return approved(reviewed, stage, rules, sequence=sequence, by=actor, at=at)
