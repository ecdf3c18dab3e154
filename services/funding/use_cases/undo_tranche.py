"""A tranche is not due after all, or less of it: its money goes back, its part of the cap is free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from contracts.actor import Actor
from contracts.money import Money
from policy.claims import Claim
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import Award, Computation, Correction, compute
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.netting import must_not_be_netted
from services.funding.domain.placing import Placed, call_off, correction_to, set_aside
from services.funding.domain.states import TrancheAction, TrancheState
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Packs, Unit

BACK_FROM: Final[Mapping[TrancheState, EntryKind]] = {
    TrancheState.APPROVED: EntryKind.COMMITMENT_CANCELLED,
    TrancheState.RELEASED: EntryKind.RELEASE_RECALLED,
    TrancheState.RETURNED: EntryKind.RETURN_RECALLED,
}
"""Where the money of a tranche is while budget carries it, and how it goes back."""


def undo_tranche(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    tranche: Tranche,
    *,
    findings: str,
    corrected: Money | None = None,
) -> Placed:
    """`tranche` is locked. With `corrected` it waits, reduced to that, for another plan; without, nothing is due.

    ActionNotAllowed while an instruction is under way, and once it is paid: that is a recovery. NettingStands where a
    part of it was netted.
    """
    must_not_be_netted(tranche)
    award = uow.awards.get(tranche.award_id)
    locked = uow.allowances.locked(tranche.allowance_keys)
    before = Placed(award=award, tranche=tranche, allowances=locked)
    if corrected is None:
        correction = correction_to(award, less=tranche, findings=findings, by=actor, at=clock.now())
        action = TrancheAction.RECALL if tranche.state in BACK_FROM else TrancheAction.REVOKE
        after = call_off(before, _computed(packs, clock, award, correction), action, correction=correction)
    else:
        correction = Correction(amount=corrected, findings=findings, by=actor.account_id, at=clock.now())
        after = set_aside(before, _computed(packs, clock, award, correction), correction=correction)
    _save(uow, clock, actor, after)
    if tranche.state in BACK_FROM:
        _give_back(uow, clock, tranche)
    return after


def _computed(packs: Packs, clock: Clock, award: Award, correction: Correction) -> Computation:
    pack = packs.get(award.pack)
    return compute(pack, Claim.from_wire(pack, award.claim), award.part, on=clock.today(), correction=correction)


def _save(uow: Unit, clock: Clock, actor: Actor, after: Placed) -> None:
    uow.awards.save(after.award)
    uow.tranches.save(after.tranche)
    for allowance in after.allowances.values():
        uow.allowances.save(allowance)
    uow.outbox.add([award_computed(after.award, actor, clock.now())])
    uow.audit.record(actor, "correct", after.award, award_fen=after.award.amount.fen, findings=after.tranche.reason)
    uow.audit.record(actor, "undo", after.tranche, state=after.tranche.state.value)


def _give_back(uow: Unit, clock: Clock, before: Tranche) -> None:
    assert before.fund_year is not None
    pools = uow.budget.pools(before.shares, fund_year=before.fund_year, category=before.fund_category)
    for pool in pools.values():
        uow.budget.save_pool(pool.give_back(before.shares[pool.fund_source]))
    uow.ledger.post(entry_for_tranche(BACK_FROM[before.state], before, on=clock.today(), at=clock.now()))
