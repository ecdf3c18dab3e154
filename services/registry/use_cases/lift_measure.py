"""The bureau ends a warning or a suspension: the provider has put it right."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from contracts.sealed import Sealer
from services.registry.domain.measures import ENDED, MeasureAction
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.shown_measure import Shown, measure_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.load import calendar_of, entry_of, move_in_pool
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def lift_measure(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    measure_id: UUID,
    *,
    reason: str,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """ActionNotAllowed while an appeal waits, and for what has ended. A suspension's end is a reinstatement."""
    measure = uow.measures.get(measure_id, for_update=True)
    must_match(measure.version, expected_version)
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    lifted = measure.lifted(at=clock.now())
    action = ENDED.get((measure.kind, MeasureAction.LIFT))
    if action is not None:
        entry = entry_of(uow, measure.provider_id, for_update=True)
        move_in_pool(uow, clock, actor, entry, action, opinion=reason)
    uow.measures.save(lifted)
    uow.audit.record(actor, "lift_measure", lifted, organisation_id=lifted.provider_id, reason=reason)
    kind = KINDS["provider_reinstated" if action is not None else "provider_warning_lifted"]
    notice = Notice(kind=kind, subject_id=lifted.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(lifted.provider_id)), now=now)
    return measure_shown(lifted, calendar_of(uow), today=clock.today())
