"""The enterprise paid back: the money is with the sources that it came from."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import BANK_RESULT, must_take
from services.funding.domain.documents import must_not_be_in_future
from services.funding.domain.ledger import EntryKind
from services.funding.domain.views_back import recovery_view
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.settle_recovered import settle_recovered


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
    """The settled recovery: what was still outstanding came back on that day."""
    recovery = uow.recoveries.get(recovery_id)
    must_be_version(recovery, expected_version)
    tranche = uow.tranches.get(recovery.tranche_id)
    must_take(actor, packs.get(tranche.pack), BANK_RESULT)
    must_not_be_in_future("settled_on", settled_on, today=clock.today())
    assert tranche.paid_on is not None
    settled = recovery.settled(paid_on=tranche.paid_on, on=settled_on, by=actor, bank_reference=bank_reference)
    settle_recovered(
        uow,
        clock,
        actor,
        settled,
        tranche,
        shares=recovery.outstanding,
        kind=EntryKind.RECOVERY_SETTLED,
        on=settled_on,
    )
    uow.audit.record(actor, "settle", settled, bank_reference=bank_reference)
    return recovery_view(settled)
