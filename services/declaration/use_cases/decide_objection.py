"""The city officer decides an objection after an investigation: 异议成立 or 异议不成立."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from policy.packs import Packs
from services.declaration.domain import pilot_notice
from services.declaration.domain.shown_notice import shown_notice
from services.declaration.use_cases.load import rules_of
from services.declaration.use_cases.ports import Unit
from services.declaration.use_cases.settle_lines import settle_lines


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
    expected_version: int | None,
) -> dict[str, Any]:
    """After the period this lists the enterprise or refuses it, unless another objection holds its line."""
    notice = uow.notices.get(notice_id)
    must_be_version(notice, expected_version)
    line_id = pilot_notice.line_of(notice, objection_id)
    declarations = uow.declarations.get_all([line_id] if line_id else [])
    decision = pilot_notice.decide_objection(
        notice,
        objection_id,
        declarations,
        rules_of(packs),
        is_upheld=is_upheld,
        findings=findings,
        by=actor,
        at=clock.now(),
    )
    uow.notices.save(decision.notice)
    uow.audit.record(actor, "decide_objection", decision.notice, objection_id=objection_id, is_upheld=is_upheld)
    settle_lines(uow, clock, actor, decision)
    return shown_notice(decision.notice)
