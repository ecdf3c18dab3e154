"""A second person confirms a netting: the recovery is settled by that much, the later tranche paid by that much."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import PAYMENT_CHECK, must_take
from services.funding.domain.announcements import tranche_paid
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.netting import amount_to_net, kept_from
from services.funding.domain.states import TrancheState
from services.funding.domain.views_back import netting_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.settle_recovered import settle_recovered


def confirm_netting(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, netting_id: UUID, *, expected_version: int | None = None
) -> dict[str, Any]:
    """The confirmed netting, booked twice: to the sources of the later tranche, and to those of the recovery.

    FourEyes for who proposed it. All is looked at again: what is outstanding or released may have changed since.
    """
    netting = uow.nettings.get(netting_id)
    must_be_version(netting, expected_version)
    recovery = uow.recoveries.get(netting.recovery_id)
    tranches = uow.tranches.many([recovery.tranche_id, netting.tranche_id])
    claimed, later = tranches[recovery.tranche_id], tranches[netting.tranche_id]
    must_take(actor, packs.get(later.pack), PAYMENT_CHECK)
    amount = amount_to_net(recovery, claimed, later, netting.amount)
    paid, kept = kept_from(later, amount, at=clock.now())
    netted, given = recovery.net(amount, on=clock.today(), by=actor)
    confirmed = netting.confirmed(by=actor, at=clock.now(), kept=kept, given=given)
    uow.nettings.save(confirmed)
    uow.tranches.save(paid)
    kind = EntryKind.PAYMENT_NETTED
    uow.ledger.post(entry_for_tranche(kind, later, shares=kept, on=clock.today(), at=clock.now()))
    if paid.state is TrancheState.PAID:
        uow.outbox.add([tranche_paid(paid, actor, clock.now(), paid_on=clock.today())])
    kind = EntryKind.RECOVERY_NETTED
    settle_recovered(uow, clock, actor, netted, claimed, shares=given, kind=kind, on=clock.today())
    uow.audit.record(actor, "confirm", confirmed, amount_fen=amount.fen)
    uow.audit.record(actor, "net", paid, netting_id=netting.id, amount_fen=amount.fen)
    uow.audit.record(actor, "net", netted, netting_id=netting.id, amount_fen=amount.fen)
    return netting_view(confirmed)
