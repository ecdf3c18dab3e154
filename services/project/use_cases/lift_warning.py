"""An officer ends a warning: the enterprise has put it right (XB8)."""

from __future__ import annotations

from uuid import UUID

from casework.versions import must_be_version
from chassis.clock import Clock
from contracts.actor import Actor
from services.project.domain.shown_warning import Shown, shown_warning
from services.project.domain.warning import lifted
from services.project.use_cases.ports import WarningUnit


def lift_warning(
    uow: WarningUnit, clock: Clock, actor: Actor, warning_id: UUID, *, reason: str, expected_version: int | None
) -> Shown:
    """Places that it alone suspended are as before."""
    warning = uow.warnings.get(warning_id)
    must_be_version(warning, expected_version)
    decision = lifted(warning, reason=reason, by=actor, at=clock.now())
    uow.warnings.save(decision.warning)
    uow.outbox.add(decision.events)
    uow.audit.record(actor, "lift_warning", decision.warning, enterprise_id=warning.applicant.id)
    return shown_warning(decision.warning)
