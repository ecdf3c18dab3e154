"""The finance maker instructs payments (拨付指令): one instruction per released tranche, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from casework.public_notice import must_be_clear
from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.acting import PAYMENT_INSTRUCTION, must_take
from services.funding.domain.acts import PlanNotice
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.bulk import all_or_nothing
from services.funding.domain.payee import PayeeSnapshot, one_instrument_of
from services.funding.domain.payment import Instruction, PaymentBatch, must_not_have_planned
from services.funding.domain.refusals import NettingPending, PlanNotPublished
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.domain.views_payment import batch_view
from services.funding.use_cases.draw_number import draw_number
from services.funding.use_cases.ports import Clock, Packs, Unit


def make_payment_batch(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, tranche_ids: tuple[UUID, ...]
) -> dict[str, Any]:
    """The batch with its count, sum and digest.

    NoticeStillOpen(closes_at) before the notice is over, whatever else is wrong; LineUnderObjection; FourEyes for
    whoever drew up the plan; NettingPending while a netting is proposed; MixedBatch for more than one instrument;
    InstructionExists where a live instruction stands (the database decides that one).
    """
    found = uow.tranches.many(tranche_ids)
    plan_ids = {tranche.plan_id for tranche in found.values() if tranche.plan_id is not None}
    notices = uow.notices.of_plans(plan_ids, for_update=True)
    plans = {plan_id: uow.plans.get(plan_id) for plan_id in sorted(plan_ids)}
    nettings = uow.nettings.proposed(list(found))

    def instruct(tranche_id: UUID) -> Tranche:
        if tranche_id not in found:
            raise NotFound(kind="tranche", id=str(tranche_id))
        tranche = found[tranche_id]
        must_take(actor, packs.get(tranche.pack), PAYMENT_INSTRUCTION)
        if tranche.plan_id is not None:
            _must_be_clear(clock, tranche, plans[tranche.plan_id], notices.get(tranche.plan_id))
        if tranche_id in nettings:
            raise NettingPending(netting_id=str(nettings[tranche_id]))
        return tranche.after(TrancheAction.INSTRUCT, attempts=tranche.attempts + 1)

    instructed = all_or_nothing(tranche_ids, instruct)
    planned_by = frozenset(plan.drawn_up_by for plan in plans.values())
    must_not_have_planned(actor, planned_by, act="make_payment")
    batch = _batch(uow, packs, clock, actor, instructed, planned_by)
    uow.batches.add(batch)
    uow.audit.record(actor, "make", batch, number=batch.number, total_fen=batch.total.fen, digest=batch.digest)
    for tranche in instructed:
        uow.tranches.save(tranche)
        uow.audit.record(actor, "instruct", tranche, batch_id=batch.id, attempt=tranche.attempts)
    return batch_view(batch)


def _must_be_clear(clock: Clock, tranche: Tranche, plan: AllocationPlan, notice: PlanNotice | None) -> None:
    if notice is None:
        raise PlanNotPublished(plan_id=str(plan.id), state=plan.state.value)
    must_be_clear(notice.notice, plan.line_of(tranche.id).id, at=clock.now())


def _batch(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, tranches: tuple[Tranche, ...], planned_by: frozenset[UUID]
) -> PaymentBatch:
    snapshots = uow.snapshots.latest([tranche.id for tranche in tranches])
    instrument = one_instrument_of(snapshots.values())
    year = clock.today().year
    return PaymentBatch(
        id=uuid4(),
        city=uow.city,
        version=1,
        number=f"{year}-{uow.numbers.next('payment_batch', str(year)):05}",
        instructions=tuple(_instruction(uow, packs, clock, tranche, snapshots) for tranche in tranches),
        planned_by=planned_by,
        made_by=actor.account_id,
        made_at=clock.now(),
        instrument=instrument,
    )


def _instruction(
    uow: Unit, packs: Packs, clock: Clock, tranche: Tranche, snapshots: Mapping[UUID, PayeeSnapshot]
) -> Instruction:
    pack = packs.get(tranche.pack)
    snapshot = snapshots[tranche.id]
    return Instruction(
        id=uuid4(),
        number=draw_number(uow.numbers, pack, "payment", on=clock.today(), division=tranche.division),
        tranche_id=tranche.id,
        award_id=tranche.award_id,
        case_id=tranche.case_id,
        attempt=tranche.attempts,
        amount=tranche.amount_to_pay,
        shares=tranche.shares_to_pay,
        netted=tranche.netted,
        snapshot_id=snapshot.id,
        payee=snapshot.payee,
    )
