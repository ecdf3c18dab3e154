"""The bureau warns, suspends or removes a provider, with the reason and the article it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.refusal import NotFound
from contracts.sealed import Sealer
from policy.packs import Packs
from services.registry.domain.errors import AppealUndecided
from services.registry.domain.measures import TAKEN, MeasureKind, take
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Notice
from services.registry.domain.pool import PoolAction, PoolState
from services.registry.domain.shown_measure import Shown, measure_shown
from services.registry.domain.versions import must_match
from services.registry.use_cases.load import calendar_of, end_delegation, move_in_pool, rules_for
from services.registry.use_cases.notify_accounts import notify_accounts
from services.registry.use_cases.ports import Clock, Work

_TOLD: Final = {
    MeasureKind.WARNING: "provider_warned",
    MeasureKind.SUSPENSION: "provider_suspended",
    MeasureKind.REMOVAL: "provider_removed",
}


def take_measure(
    uow: Work,
    packs: Packs,
    sealer: Sealer,
    clock: Clock,
    actor: Actor,
    provider_id: UUID,
    *,
    kind: MeasureKind,
    reason: str,
    article: str,
    finding_ids: tuple[UUID, ...],
    now: datetime,
    expected_version: int | None = None,
) -> Shown:
    """`expected_version` is that of the place in the pool. ActionNotAllowed where its state does not know the measure.

    AppealUndecided for a removal while an appeal waits; Invalid without a reason or an article. Whoever is removed
    acts for nobody any more.
    """
    entry = uow.pool.of(provider_id, for_update=True)
    if entry is None:
        raise NotFound(kind="provider", id=str(provider_id))
    must_match(entry.version, expected_version)
    appeal = rules_for(uow, packs, clock, entry).appeal
    measure = take(
        id=uuid4(),
        city=uow.city,
        provider_id=provider_id,
        kind=kind,
        reason=reason,
        article=article,
        finding_ids=finding_ids,
        appeal_working_days=appeal.working_days if appeal else None,
        at=clock.now(),
    )
    if TAKEN[kind] is PoolAction.REMOVE:
        _must_be_decided(uow, provider_id)
    moved = move_in_pool(uow, clock, actor, entry, TAKEN[kind], opinion=measure.reason)
    if moved.state is PoolState.REMOVED:
        for delegation in uow.delegations.granted_to(provider_id):
            end_delegation(uow, sealer, clock, actor, delegation, reason=measure.reason, now=now)
    uow.measures.add(measure)
    uow.audit.record(actor, "take_measure", measure, organisation_id=provider_id, kind=kind, article=measure.article)
    notice = Notice(kind=KINDS[_TOLD[kind]], subject_id=measure.id, facts={"reason": measure.reason}, at=clock.now())
    notify_accounts(uow, sealer, (notice, uow.accounts.of_organisation(provider_id)), now=now)
    return measure_shown(measure, calendar_of(uow), today=clock.today())


def _must_be_decided(uow: Work, provider_id: UUID) -> None:
    waiting = uow.measures.appealed_of(provider_id)
    if waiting:
        raise AppealUndecided(measure_id=str(waiting[0].id))
