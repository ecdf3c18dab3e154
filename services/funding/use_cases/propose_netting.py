"""An officer proposes to keep what is claimed back from a later payment to the same payee (抵扣)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from contracts.money import Money
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.documents import FileReference, document, must_have_reason
from services.funding.domain.netting import Netting, amount_to_net
from services.funding.domain.views_back import netting_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def propose_netting(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    recovery_id: UUID,
    *,
    tranche_id: UUID,
    amount: Money | None,
    reason: str,
    document_number: str,
    document_on: date,
    file: FileReference | None,
) -> dict[str, Any]:
    """The proposal. Until it is confirmed or withdrawn, the tranche is not instructed and not netted again."""
    recovery = uow.recoveries.get(recovery_id)
    claimed = uow.tranches.get(recovery.tranche_id)
    must_take(actor, packs.get(claimed.pack), ALLOCATION_PLAN)
    later = uow.tranches.get(tranche_id)
    netting = Netting(
        id=uuid4(),
        city=uow.city,
        version=1,
        case_id=later.case_id,
        recovery_id=recovery.id,
        tranche_id=later.id,
        amount=amount_to_net(recovery, claimed, later, amount),
        reason=must_have_reason(reason),
        document=document(document_number, document_on, file, today=clock.today()),
        proposed_by=actor.account_id,
        proposed_at=clock.now(),
    )
    uow.nettings.add(netting)
    uow.audit.record(actor, "propose", netting, recovery_id=recovery.id, amount_fen=netting.amount.fen)
    return netting_view(netting)
