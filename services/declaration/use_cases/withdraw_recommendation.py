"""A league calls off a recommendation that it has not submitted: another one can be drawn up."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.declaration.domain import recommendation as rules_of_it
from services.declaration.domain.shown_recommendation import Shown, shown_recommendation
from services.declaration.use_cases.load import recommendation_of
from services.declaration.use_cases.ports import Unit


def withdraw_recommendation(uow: Unit, actor: Actor, recommendation_id: UUID, *, expected_version: int | None) -> Shown:
    """ActionNotAllowed once it was submitted."""
    drafted = recommendation_of(uow, actor, recommendation_id)
    must_be_version(drafted, expected_version)
    withdrawn = rules_of_it.withdrawn(drafted)
    uow.recommendations.save(withdrawn)
    uow.audit.record(actor, "withdraw", withdrawn)
    return shown_recommendation(withdrawn)
