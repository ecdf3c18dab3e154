"""A training record as the API shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from casework import shown
from casework.desks import may_take, next_actor
from casework.masking import masked
from casework.states import State
from contracts.actor import Actor
from contracts.wire import to_json
from policy.routes import Step
from services.project.domain.rulebook import SERVICE
from services.project.domain.training import TrainingRecord

Shown = dict[str, Any]


def shown_training(record: TrainingRecord, step: Step | None, actor: Actor) -> Shown:
    """Everything of it."""
    dossier, training = record.dossier, record.training
    return {
        "id": str(record.id),
        "version": record.version,
        "project_id": str(record.project_id),
        "case_id": str(record.case_id),
        "applicant": to_json(record.applicant),
        "division": record.division,
        "recorder_id": str(record.recorder_id),
        "state": dossier.state.value,
        "course": training.course,
        "held_on": to_json(training.held_on),
        "persons": training.persons,
        "days": str(training.days),
        "person_days": str(training.person_days),
        "institution_id": to_json(training.institution_id),
        "pack": dossier.pack.text,
        "pack_sha256": dossier.pack.sha256,
        "started_at": to_json(dossier.started_at),
        "submitted_at": to_json(dossier.submitted_at),
        "step": shown.shown_step(dossier, step),
        "next": shown.shown_next(next_actor(record)),
        "actions": list(_actions(record, step, actor)),
        "answers": masked(to_json(dossier.answers)),
        "attachments": shown.shown_attachments(dossier.attachments),
        "items_to_correct": [shown.shown_item(item) for item in dossier.items_to_correct],
        "reviews": [shown.shown_review(each) for each in dossier.reviews],
        "ending": shown.shown_ending(dossier.ending),
    }


def is_of(record: TrainingRecord, actor: Actor) -> bool:
    """Whether the actor belongs to the enterprise, or to whoever recorded it."""
    return actor.organisation_id in (record.applicant.id, record.recorder_id)


def _actions(record: TrainingRecord, step: Step | None, actor: Actor) -> Iterator[str]:
    state = record.dossier.state
    if state is State.RETURNED and is_of(record, actor) and actor.may("project.record_training"):
        yield "correct"
    is_reviewer = step is not None and actor.may("project.review_training")
    if state is State.IN_REVIEW and step is not None and is_reviewer and may_take(actor, record, step, service=SERVICE):
        yield "review"
