"""Some or all of a recovery came back, by the bank or by netting: what that does to tranche, books and budget."""

from __future__ import annotations

from datetime import date

from contracts.actor import Actor
from contracts.money import ZERO
from services.funding.domain.announcements import recovery_settled
from services.funding.domain.entries import entry_for_recovery, entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.recovery import Recovery
from services.funding.domain.shares import Shares, plus, total_of
from services.funding.domain.states import RecoveryState, TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Unit


def settle_recovered(
    uow: Unit,
    clock: Clock,
    actor: Actor,
    recovery: Recovery,
    tranche: Tranche,
    *,
    shares: Shares,
    kind: EntryKind,
    on: date,
) -> Tranche:
    """The tranche afterwards. `recovery` is as it is now, `tranche` as it was; `shares` came back on that day.

    Where the terms of the recovery say so, the money is in its budget again and other plans can draw on it.
    """
    recovered = plus(tranche.recovered, shares)
    after = tranche.after(_action(recovery, tranche, recovered), recovered=recovered)
    uow.recoveries.save(recovery)
    uow.tranches.save(after)
    uow.ledger.post(entry_for_tranche(kind, tranche, shares=shares, on=on, at=clock.now()))
    if recovery.terms.reenters_budget:
        _reenter(uow, clock, recovery, tranche, shares, on=on)
    if recovery.state is RecoveryState.SETTLED:
        uow.outbox.add([recovery_settled(recovery, tranche, actor, clock.now())])
    uow.audit.record(actor, "settle_recovery", after, recovery_id=recovery.id, amount_fen=total_of(shares).fen)
    return after


def _action(recovery: Recovery, tranche: Tranche, recovered: Shares) -> TrancheAction:
    if recovery.state is RecoveryState.OPENED:
        return TrancheAction.NET_RECOVERY
    is_whole = total_of(recovered) == tranche.amount
    return TrancheAction.SETTLE_RECOVERY if is_whole else TrancheAction.SETTLE_RECOVERY_IN_PART


def _reenter(uow: Unit, clock: Clock, recovery: Recovery, tranche: Tranche, shares: Shares, *, on: date) -> None:
    assert tranche.fund_year is not None
    given = {source: part for source, part in shares.items() if part > ZERO}
    pools = uow.budget.pools(given, fund_year=tranche.fund_year, category=tranche.fund_category)
    for pool in pools.values():
        uow.budget.save_pool(pool.give_back(given[pool.fund_source]))
    entry = entry_for_recovery(EntryKind.RECOVERY_REENTERED, recovery, tranche, shares=given, on=on, at=clock.now())
    uow.ledger.post(entry)
