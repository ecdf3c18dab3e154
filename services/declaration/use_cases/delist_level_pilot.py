"""The city officer takes an enterprise off the pilot list that a confirmed level put on it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.declaration.domain.level_pilot import delisted
from services.declaration.domain.shown_level_pilot import shown_level_pilot
from services.declaration.use_cases.ports import Unit


def delist_level_pilot(
    uow: Unit, clock: Clock, actor: Actor, pilot_id: UUID, *, reason: str, expected_version: int | None
) -> dict[str, Any]:
    """ActionNotAllowed unless it is listed or suspended; `Invalid` without a reason."""
    pilot = uow.level_pilots.get(pilot_id)
    must_be_version(pilot, expected_version)
    decision = delisted(pilot, by=actor, at=clock.now(), reason=reason)
    uow.level_pilots.save(decision.pilot)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "delist_pilot", decision.pilot, reason=reason)
    return shown_level_pilot(decision.pilot)
