"""An objection was investigated: not upheld frees its line, upheld takes the line out of the plan (DL10)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework import public_notice
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import Invalid, Problem
from services.funding.domain.acting import PUBLIC_NOTICE, must_take
from services.funding.domain.acts import PlanNotice
from services.funding.domain.award import Correction
from services.funding.domain.views import objection_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.undo_approval import undo_approval


def decide_objection(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    notice_id: UUID,
    objection_id: UUID,
    *,
    is_upheld: bool,
    findings: str,
    corrected_award: Money | None = None,
) -> dict[str, Any]:
    ...
