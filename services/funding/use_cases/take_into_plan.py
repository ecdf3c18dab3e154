"""Recommended tranches enter a plan: part of drawing one up, and of adding to it.

Where the pack has rules of its budget, only what the budget can carry now, in the order of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from contracts.actor import Actor
from contracts.refusal import NotFound
from policy.budget_service import CUT
from policy.refs import PackRef
from services.funding.domain.announcements import award_computed
from services.funding.domain.award import split_again
from services.funding.domain.budget_cut import cut_to_budget
from services.funding.domain.budget_queue import Place, places
from services.funding.domain.bulk import Sorted, sort_out
from services.funding.domain.honour import must_want_money
from services.funding.domain.placing import Placed
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Packs, Unit


def take_into_plan(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, *, tranche_ids: tuple[UUID, ...], plan_id: UUID, fund_year: int
) -> Sorted[Tranche]:
    """The tranches as the plan holds them, and which were refused. Their split is that of today: the plan's date."""
    found = uow.tranches.many(tranche_ids)
    queue = _queue(uow, packs, clock, found.values(), fund_year)

    def take(tranche_id: UUID) -> Tranche:
        if tranche_id not in found:
            raise NotFound(kind="tranche", id=str(tranche_id))
        tranche = found[tranche_id]
        must_want_money(packs.get(tranche.pack), tranche.line, uow.honours.of_project(tranche.project_id))
        planned = tranche.after(TrancheAction.PLAN, plan_id=plan_id, fund_year=fund_year)
        if tranche_id in queue:
            queue[tranche_id].must_be_served()
        return planned

    items = sort_out(tranche_ids, take)
    done = tuple(
        _cut(uow, clock, actor, tranche, queue[tranche.id])
        if tranche.id in queue and queue[tranche.id].served.status == CUT
        else _split_by_today(uow, packs, clock, actor, tranche)
        for tranche in items.done
    )
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


def _queue(uow: Unit, packs: Packs, clock: Clock, tranches: Iterable[Tranche], fund_year: int) -> dict[UUID, Place]:
    """Where each of them stands in the order of its programme and category, by the newest pack among them."""
    newest: dict[tuple[str, str], PackRef] = {}
    for tranche in tranches:
        kind = (tranche.pack.programme_year, tranche.fund_category)
        newest[kind] = max(newest.get(kind, tranche.pack), tranche.pack, key=lambda ref: ref.order)
    found: dict[UUID, Place] = {}
    for (programme_year, category), ref in newest.items():
        pack = packs.get(ref)
        if pack.budget is not None:
            waiting = uow.budget_queue.waiting(programme_year, category)
            pools = uow.budget_queue.pools(fund_year, category)
            queue = places(pack, waiting, pools, fund_year=fund_year, on=clock.today())
            found |= {place.waiting.tranche.id: place for place in queue}
    return found


def _cut(uow: Unit, clock: Clock, actor: Actor, tranche: Tranche, place: Place) -> Tranche:
    """The pack cuts everybody: the tranche and its award are what the budget carries of them."""
    placed = Placed(
        award=uow.awards.get(tranche.award_id),
        tranche=tranche,
        allowances=uow.allowances.locked(tranche.allowance_keys),
    )
    cut = cut_to_budget(placed, place, by=actor, at=clock.now())
    uow.awards.save(cut.award)
    for allowance in cut.allowances.values():
        uow.allowances.save(allowance)
    uow.outbox.add([award_computed(cut.award, actor, clock.now())])
    uow.audit.record(actor, "cut", cut.award, award_fen=cut.award.amount.fen, before_fen=placed.award.amount.fen)
    return cut.tranche
