"""The bureau decides an appeal: upheld, the provider is as it was before; dismissed, the measure stays."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from contracts.actor import Actor
from contracts.sealed import Sealer
from services.registry.domain.measures import ENDED, MeasureAction
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.shown_measure import Shown, measure_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.load import calendar_of, entry_of, move_in_pool
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work


def decide_appeal(
    uow: Work,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    measure_id: UUID,
    *,
    is_upheld: bool,
    opinion: str,
    expected_version: int | None,
    now: datetime,
) -> Shown:
    """ActionNotAllowed where no appeal waits. A suspension that is overturned is a reinstatement, told to everybody."""
    measure = uow.measures.get(measure_id, for_update=True)
    must_match(measure.version, expected_version)
    decided = measure.decided(is_upheld=is_upheld, opinion=opinion, at=clock.now())
    action = ENDED.get((measure.kind, MeasureAction.UPHOLD)) if is_upheld else None
    if action is not None:
        entry = entry_of(uow, measure.provider_id, for_update=True)
        move_in_pool(uow, clock, actor, entry, action, opinion=opinion)
    uow.measures.save(decided)
    uow.audit.record(actor, "decide_appeal", decided, organisation_id=decided.provider_id, is_upheld=is_upheld)
    kind = KINDS["appeal_upheld" if is_upheld else "appeal_dismissed"]
    notice = Notice(kind=kind, subject_id=decided.id, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(decided.provider_id)), now=now)
    return measure_shown(decided, calendar_of(uow), today=clock.today())
