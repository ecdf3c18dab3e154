"""An officer clears a flag (an invoice that is rightly split over two projects), or confirms it."""

from __future__ import annotations

from uuid import UUID

from chassis.clock import Clock
from contracts.actor import Actor
from services.acceptance.domain.duplicates import decide
from services.acceptance.domain.evidence_shown import Shown
from services.acceptance.use_cases.load import evidence_of
from services.acceptance.use_cases.ports import Unit


def decide_duplicate_flag(
    uow: Unit, clock: Clock, actor: Actor, flag_id: UUID, *, is_cleared: bool, reason: str
) -> Shown:
    """With a reason, for this project's use only; the other side has a flag of its own."""
    project = uow.projects.around(uow.duplicates.project_of(flag_id)).project
    evidence = evidence_of(uow, project)
    flag = uow.duplicates.flag(flag_id)
    state = decide(flag, is_cleared=is_cleared, reason=reason)
    decided = evidence.changed()
    uow.evidence.save(evidence, decided)
    uow.duplicates.decide(flag, state, by=actor.account_id, at=clock.now(), reason=reason)
    uow.audit.record(actor, "decide_duplicate_flag", decided, flag_id=flag_id, kind=flag.mark.kind, state=state)
    return {"id": str(flag_id), "state": state.value, "version": decided.version}
