"""A training is recorded (XB5, ZS5), by the enterprise or by the institution that held it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.common_facts import NotKnownHere
from casework.desks import INSTITUTION, absent
from chassis.clock import Clock
from contracts.actor import Actor
from contracts.sealed import Sealer
from policy.packs import Packs
from services.project.domain.errors import TrainingOfOthers
from services.project.domain.known import Known
from services.project.domain.project import Project
from services.project.domain.rulebook import SERVICE, TRAINING, Rulebook
from services.project.domain.shown_training import shown_training
from services.project.domain.training import HELD_BY, TrainingDecision, TrainingSituation, TrainingTold
from services.project.domain.training import record_training as record
from services.project.use_cases.ports import Unit
from services.project.use_cases.report_progress import SlotFile

Shown = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class TrainingInput:
    """What is recorded: answers to the pack's form, uploaded files by slot."""

    answers: dict[str, Any]
    files: Sequence[SlotFile]

    def told(self, *, by: Actor, at: datetime) -> TrainingTold:
        files = [(each.slot, each.file.attached(by=by, at=at)) for each in self.files]
        return TrainingTold(answers=self.answers, files=files)


def record_training(
    uow: Unit, packs: Packs, clock: Clock, sealer: Sealer, actor: Actor, *, project_id: UUID, training: TrainingInput
) -> Shown:
    """Handed in for confirmation, or counted at once where the pack asks for none."""
    project, known = uow.projects.with_known(project_id)
    at = clock.now()
    _must_concern(uow, actor, project)
    situation = situation_of(uow, project, known, Rulebook(packs.get(project.pack)), training, at=at)
    decision = record(situation, training.told(by=actor, at=at), sealer, by=actor)
    must_be_held_by(uow, actor, decision)
    uow.trainings.add(decision.record)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "record_training", decision.record, project_id=project_id)
    return shown_training(decision.record, situation.step(decision.record.dossier), actor)


def situation_of(
    uow: Unit, project: Project, known: Known, book: Rulebook, training: TrainingInput | None, *, at: datetime
) -> TrainingSituation:
    """What the record is judged by; the organisation that its answers name is looked up."""
    named = _named(book, training.answers) if training and book.has(TRAINING) else None
    kinds = {} if named is None else {named: _kind_of(uow, named)}
    return TrainingSituation(project=project, book=book, known=known, institutions=kinds, at=at)


def must_be_held_by(uow: Unit, actor: Actor, decision: TrainingDecision) -> None:
    """An institution records what it held itself; TrainingOfOthers for anything else."""
    held_by = decision.record.training.institution_id
    is_applicant = actor.organisation_id == decision.record.applicant.id
    if not is_applicant and not actor.is_system and held_by != actor.organisation_id:
        raise TrainingOfOthers(institution_id=str(held_by))


def _must_concern(uow: Unit, actor: Actor, project: Project) -> None:
    """NotFound for anybody but the enterprise itself and institutions."""
    if actor.is_system or actor.organisation_id == project.applicant.id:
        return
    kind = _kind_of(uow, actor.organisation_id) if actor.organisation_id is not None else None
    if kind != INSTITUTION or not project.first.dossier.filings:
        raise absent(SERVICE, project.id)


def _kind_of(uow: Unit, organisation_id: UUID) -> str | None:
    """None while the registry's news of it has not arrived."""
    try:
        return uow.facts.organisation(organisation_id).kind
    except NotKnownHere:
        return None


def _named(book: Rulebook, answers: dict[str, Any]) -> UUID | None:
    facts = book.form_of(TRAINING).facts(answers)
    found = next((fact for name, fact in facts.items() if name.split(".")[-1] == HELD_BY), None)
    return UUID(found) if found else None
