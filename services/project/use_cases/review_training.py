"""A training record is confirmed, returned or refused, along the route of the pack."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import must_see, must_take
from casework.reviews import Judgement
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed
from policy.packs import Packs
from services.project.domain.rulebook import SERVICE, Rulebook
from services.project.domain.shown_training import shown_training
from services.project.domain.training import review_training as review
from services.project.use_cases.ports import Unit
from services.project.use_cases.record_training import situation_of

Shown = dict[str, Any]


def review_training(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    *,
    training_id: UUID,
    judgement: Judgement,
    expected_version: int | None,
) -> Shown:
    """Counted once the last step of the route confirmed it; that is told."""
    record = uow.trainings.get(training_id)
    must_see(actor, record, service=SERVICE)
    must_be_version(record, expected_version)
    project, known = uow.projects.with_known(record.project_id)
    book = Rulebook(packs.get(record.dossier.pack))
    situation = situation_of(uow, project, known, book, None, at=clock.now())
    step = situation.step(record.dossier)
    if step is None:
        raise ActionNotAllowed(state=record.dossier.state.value, action="review")
    must_take(actor, record, step, service=SERVICE)
    decision = review(record, situation, judgement, by=actor)
    uow.trainings.save(decision.record)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "review_training", decision.record, step=step.step, verdict=judgement.verdict)
    return shown_training(decision.record, situation.step(decision.record.dossier), actor)
