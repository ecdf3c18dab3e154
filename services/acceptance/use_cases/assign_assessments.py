"""The bureau assigns institutions to many requests at once: what can be done is done, every item has its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from contracts.refusal import Refusal
from policy.packs import Packs
from services.acceptance.use_cases.assign_assessment import assign_assessment
from services.acceptance.use_cases.ports import AssessmentUnit as Unit


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """Which institution for which request."""

    request_id: UUID
    institution_id: UUID


def assign_assessments(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, assignments: Sequence[Assignment]
) -> dict[str, Any]:
    """In the order of the items; a refused one leaves its request as it was."""
    return {"items": [_result(uow, packs, clock, actor, each) for each in assignments]}


def _result(uow: Unit, packs: Packs, clock: Clock, actor: Actor, item: Assignment) -> dict[str, Any]:
    told: dict[str, Any] = {"request_id": str(item.request_id), "request": None, "refusal": None}
    try:
        told["request"] = assign_assessment(
            uow, packs, clock, actor, item.request_id, institution_id=item.institution_id, expected_version=None
        )
    except Refusal as refusal:
        told["refusal"] = refusal.as_wire()
    return told
