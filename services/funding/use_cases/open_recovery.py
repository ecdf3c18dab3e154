"""Money that was paid is claimed back (追回), in the split that it was paid by."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.money import Money
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.announcements import recovery_opened
from services.funding.domain.documents import FileReference, document, must_have_reason
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.ledger import EntryKind
from services.funding.domain.recovery import Recovery, claimed_shares, terms_of
from services.funding.domain.shares import total_of
from services.funding.domain.states import TrancheAction
from services.funding.domain.views_back import recovery_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def open_recovery(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    tranche_id: UUID,
    *,
    reason: str,
    article: str | None,
    document_number: str,
    document_on: date,
    file: FileReference | None,
    amount: Money | None = None,
    expected_version: int | None = None,
) -> dict[str, Any]:
    """The recovery of `amount`, or of all that did not come back yet. ActionNotAllowed unless it is paid.

    `Invalid` for an amount of nothing, or above what the enterprise still has of it.
    """
    tranche = uow.tranches.get(tranche_id)
    must_be_version(tranche, expected_version)
    pack = packs.get(tranche.pack)
    must_take(actor, pack, ALLOCATION_PLAN)
    claimed = tranche.after(TrancheAction.OPEN_RECOVERY, reason=must_have_reason(reason))
    shares = claimed_shares(tranche.shares_to_recover, amount)
    recovery = Recovery(
        id=uuid4(),
        city=uow.city,
        version=1,
        case_id=tranche.case_id,
        tranche_id=tranche.id,
        award_id=tranche.award_id,
        amount=total_of(shares),
        shares=shares,
        reason=claimed.reason,
        article=article,
        document=document(document_number, document_on, file, today=clock.today()),
        opened_by=actor.account_id,
        opened_at=clock.now(),
        terms=terms_of(pack.recovery, on=clock.today()),
    )
    uow.tranches.save(claimed)
    uow.recoveries.add(recovery)
    opened = EntryKind.RECOVERY_OPENED
    uow.ledger.post(entry_for_tranche(opened, tranche, shares=shares, on=clock.today(), at=clock.now()))
    uow.outbox.add([recovery_opened(recovery, tranche, actor, clock.now())])
    uow.audit.record(actor, "open_recovery", claimed, recovery_id=recovery.id)
    uow.audit.record(actor, "open", recovery, amount_fen=recovery.amount.fen)
    return recovery_view(recovery)
