"""The enterprise paid back: the money is with the sources that it came from."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import BANK_RESULT, must_take
from services.funding.domain.documents import must_not_be_in_future
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.states import TrancheAction
from services.funding.domain.views_payment import recovery_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def settle_recovery(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    recovery_id: UUID,
    *,
    settled_on: date,
    bank_reference: str,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The settled recovery."""
    recovery = uow.recoveries.get(recovery_id)
    must_be_version(recovery, expected_version)
    tranche = uow.tranches.get(recovery.tranche_id)
    must_take(actor, packs.get(tranche.pack), BANK_RESULT)
    must_not_be_in_future("settled_on", settled_on, today=clock.today())
    settled = recovery.settled(on=settled_on, by=actor, bank_reference=bank_reference)
    recovered = tranche.after(TrancheAction.SETTLE_RECOVERY)
    uow.recoveries.save(settled)
    uow.tranches.save(recovered)
    uow.ledger.post(entry_for_tranche(EntryKind.RECOVERY_SETTLED, tranche, on=settled_on, at=clock.now()))
    uow.audit.record(actor, "settle", settled, bank_reference=bank_reference)
    uow.audit.record(actor, "settle_recovery", recovered, recovery_id=recovery.id)
    return recovery_view(settled)
