"""A training record that was returned is handed in again, whole."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.desks import absent
from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.rulebook import Rulebook
from services.project.domain.shown_training import is_of, shown_training
from services.project.domain.training import correct_training as correct
from services.project.use_cases.ports import Unit
from services.project.use_cases.record_training import TrainingInput, must_be_held_by, situation_of

Shown = dict[str, Any]


def correct_training(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    sealer: Sealer,
    actor: Actor,
    *,
    training_id: UUID,
    training: TrainingInput,
    expected_version: int | None,
) -> Shown:
    """By whoever recorded it, or by the enterprise. ActionNotAllowed where it was not returned."""
    record = uow.trainings.get(training_id)
    if not is_of(record, actor) and not actor.is_system:
        raise absent("training", training_id)
    must_be_version(record, expected_version)
    project, known = uow.projects.with_known(record.project_id)
    at = clock.now()
    book = Rulebook(packs.get(record.dossier.pack))
    situation = situation_of(uow, project, known, book, training, at=at)
    decision = correct(record, situation, training.told(by=actor, at=at), sealer, by=actor)
    must_be_held_by(uow, actor, decision)
    uow.trainings.save(decision.record)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "correct_training", decision.record)
    return shown_training(decision.record, situation.step(decision.record.dossier), actor)
