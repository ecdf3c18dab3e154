"""An officer publishes a typical case, sends it back or declines it (典型案例, XB10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.project.domain.typical_case import CaseAction, reviewed, shown_case
from services.project.use_cases.ports import ShowingUnit


def review_typical_case(
    uow: ShowingUnit,
    clock: Clock,
    actor: Actor,
    case_id: UUID,
    *,
    action: CaseAction,
    opinion: str,
    expected_version: int | None,
) -> dict[str, Any]:
    """Published, everybody reads it."""
    case = uow.typical_cases.get(case_id)
    must_be_version(case, expected_version)
    changed = reviewed(case, action, opinion=opinion, at=clock.now())
    uow.typical_cases.save(changed)
    uow.audit.record(actor, f"{action}_typical_case", changed)
    return shown_case(changed)
