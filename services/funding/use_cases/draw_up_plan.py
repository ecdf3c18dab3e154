"""The city draws up an allocation plan from recommended awards (DL10, 指南五（二）)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from contracts.actor import Actor
from services.funding.domain.acting import ALLOCATION_PLAN, must_take
from services.funding.domain.allocation_plan import AllocationPlan, one_kind_of, plan_line
from services.funding.domain.views import plan_view
from services.funding.use_cases.draw_number import draw_number
from services.funding.use_cases.ports import Clock, Packs, Unit
from services.funding.use_cases.take_into_plan import take_into_plan


def draw_up_plan(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, title: str, fund_year: int, tranche_ids: tuple[UUID, ...]
) -> dict[str, Any]:
    """The plan with a result per item; all of it is of one programme and draws on the budgets of `fund_year`."""
    plan_id = uuid4()
    items = take_into_plan(uow, packs, clock, actor, tranche_ids=tranche_ids, plan_id=plan_id, fund_year=fund_year)
    ref, category = one_kind_of(items.done)
    pack = packs.get(ref)
    must_take(actor, pack, ALLOCATION_PLAN)
    plan = AllocationPlan(
        id=plan_id,
        city=uow.city,
        version=1,
        number=draw_number(uow.numbers, pack, "allocation_plan", on=clock.today()),
        title=title,
        pack=ref,
        fund_year=fund_year,
        fund_category=category,
        lines=tuple(plan_line(uuid4(), tranche) for tranche in items.done),
        drawn_up_by=actor.account_id,
        drawn_up_at=clock.now(),
    )
    uow.plans.add(plan)
    uow.audit.record(actor, "draw_up", plan, number=plan.number, total_fen=plan.total.fen)
    return plan_view(plan, refused=items.refused)
