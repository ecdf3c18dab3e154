"""The finance checker checks a batch, or sends it back: never its maker, nor who drew up the plan."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.acting import PAYMENT_CHECK, must_take
from services.funding.domain.documents import must_have_reason
from services.funding.domain.entries import entry_for_instruction
from services.funding.domain.ledger import EntryKind
from services.funding.domain.payment import PaymentBatch
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.domain.views_payment import batch_view
from services.funding.use_cases.ports import Clock, Packs, Unit


def check_payment_batch(
    uow: Unit,
    packs: Packs,
    clock: Clock,
    actor: Actor,
    batch_id: UUID,
    *,
    is_approved: bool,
    opinion: str = "",
    expected_version: int | None = None,
) -> dict[str, Any]:
    """Checked, the money is in transit; sent back (with an opinion), the tranches can be instructed again."""
    batch = uow.batches.get(batch_id)
    must_be_version(batch, expected_version)
    tranches = uow.tranches.many([each.tranche_id for each in batch.instructions])
    for ref in {tranche.pack for tranche in tranches.values()}:
        must_take(actor, packs.get(ref), PAYMENT_CHECK)
    if is_approved:
        checked = batch.check(by=actor, at=clock.now(), opinion=opinion)
        _put_in_transit(uow, clock, batch, tranches)
    else:
        checked = batch.reject(by=actor, at=clock.now(), opinion=must_have_reason(opinion))
        _free(uow, actor, tranches)
    uow.batches.save(checked, batch)
    uow.audit.record(actor, "check", checked, state=checked.state.value, digest=checked.digest)
    return batch_view(checked)


def _put_in_transit(uow: Unit, clock: Clock, batch: PaymentBatch, tranches: dict[UUID, Tranche]) -> None:
    for instruction in batch.instructions:
        tranche = tranches[instruction.tranche_id]
        kind = EntryKind.PAYMENT_CHECKED
        uow.ledger.post(entry_for_instruction(kind, instruction, tranche, on=clock.today(), at=clock.now()))


def _free(uow: Unit, actor: Actor, tranches: dict[UUID, Tranche]) -> None:
    for tranche in tranches.values():
        released = tranche.after(TrancheAction.CANCEL_INSTRUCTION)
        uow.tranches.save(released)
        uow.audit.record(actor, "cancel_instruction", released)
