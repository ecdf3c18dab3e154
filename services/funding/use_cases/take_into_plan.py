"""Recommended tranches enter a plan: part of drawing one up, and of adding to it."""

from __future__ import annotations

from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import split_again
from services.funding.domain.bulk import Sorted, sort_out
from services.funding.domain.honour import must_want_money
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Packs, Unit


def take_into_plan(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, tranche_ids: tuple[UUID, ...], plan_id: UUID, fund_year: int
) -> Sorted[Tranche]:
    """The tranches as the plan holds them, and which were refused. Their split is that of today: the plan's date."""
    found = uow.tranches.many(tranche_ids)

    def take(tranche_id: UUID) -> Tranche:
        if tranche_id not in found:
            raise NotFound(kind="tranche", id=str(tranche_id))
        tranche = found[tranche_id]
        must_want_money(packs.get(tranche.pack), tranche.project_id, uow.honours.of_project(tranche.project_id))
        return tranche.after(TrancheAction.PLAN, plan_id=plan_id, fund_year=fund_year)

    items = sort_out(tranche_ids, take)
    done = tuple(_split_by_today(uow, packs, clock, actor, tranche) for tranche in items.done)
    for tranche in done:
        uow.tranches.save(tranche)
        uow.audit.record(actor, "plan", tranche, plan_id=plan_id)
    return Sorted(done=done, refused=items.refused)


def _split_by_today(uow: Unit, packs: Packs, clock: Clock, actor: Actor, tranche: Tranche) -> Tranche:
    """An award's own split is of the day on which it was computed; a new rule since then moves both."""
    award = uow.awards.get(tranche.award_id)
    pack = packs.get(tranche.pack)
    split = split_again(pack, award.computation, line=award.line, part=award.part, on=clock.today())
    if split.shares == tranche.shares:
        return tranche
    changed = award.with_split(split)
    uow.awards.save(changed)
    uow.outbox.add([award_computed(changed, actor, clock.now())])
    uow.audit.record(actor, "split_again", changed)
    return tranche.with_shares(split.shares)
