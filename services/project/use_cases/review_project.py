"""A reviewer decides the step that the filing is in: 初审, 复核, and whatever a pack's route has."""

from __future__ import annotations

from datetime import datetime

from casework.desks import must_take
from casework.reviews import Judgement
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.packs import Packs
from services.project.domain.project import Decision, Project, ProjectState
from services.project.domain.reviewing import enrolled, number_scope, review, told
from services.project.domain.rulebook import NUMBER, Rulebook
from services.project.domain.shown_project import Shown
from services.project.use_cases.load import SERVICE, Asked, seen
from services.project.use_cases.ports import Unit


def review_project(uow: Unit, packs: Packs, clock: Clock, asked: Asked, *, judgement: Judgement) -> Shown:
    """To the next step, enrolled under its number at last, returned with what to correct, or rejected."""
    loaded = seen(uow, packs, asked)
    actor, project, rules = asked.actor, loaded.project, loaded.rules
    step = rules.step(project.dossier)
    if step is None:
        raise ActionNotAllowed(state=project.state.value, action="review")
    must_take(actor, project, step, service=SERVICE)
    reviewed = review(project, rules, loaded.known, judgement, by=actor, at=clock.now())
    decision = _decided(uow, reviewed, rules, judgement, actor, clock.now())
    uow.projects.save(decision.project)
    uow.outbox.add(decision.events)
    number = decision.project.filing_number
    uow.audit.record(actor, "review", decision.project, step=step.step, verdict=judgement.verdict, filing_number=number)
    return loaded.shown(decision.project, actor)


def _decided(
    uow: Unit, reviewed: Project, rules: Rulebook, judgement: Judgement, actor: Actor, at: datetime
) -> Decision:
    if reviewed.state is not ProjectState.ENROLLED:
        return told(reviewed, judgement, by=actor, at=at)
    sequence = uow.numbers.draw(NUMBER, number_scope(reviewed, rules, at=at))
    return enrolled(reviewed, rules, sequence=sequence, by=actor, at=at)
