"""What the approval of a plan does: caps and budgets are used, payees are frozen, every fen is committed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from casework.common_facts import NotKnownHere
from contracts.actor import Actor
from services.funding.domain.allocation_plan import AllocationPlan
from services.funding.domain.announcements import plan_approved
from services.funding.domain.budget import commit
from services.funding.domain.bulk import all_or_nothing
from services.funding.domain.documents import Document
from services.funding.domain.entries import entry_for_tranche
from services.funding.domain.instrument import payee_by
from services.funding.domain.ledger import EntryKind
from services.funding.domain.payee import Payee, PayeeSnapshot
from services.funding.domain.states import TrancheAction
from services.funding.domain.tranche import Tranche
from services.funding.use_cases.ports import Clock, Packs, Unit


def approve_plan(
    uow: Unit, packs: Packs, clock: Clock, actor: Actor, plan: AllocationPlan, decision: Document
) -> AllocationPlan:
    """All of the plan or nothing of it: what the meeting saw is what is approved.

    CapExceeded and BudgetExceeded are decided under the locks of allowances and pools; PayeeUnknown and
    PayeeNameDiffers name a line that has to leave the plan, or whose account has to be put right, first.
    """
    approved = plan.approved(decision, by=actor, at=clock.now())
    tranches = uow.tranches.many([line.tranche_id for line in plan.included])
    payees = _payees(uow, packs, tranches)
    _use_allowances(uow, tranches)
    _commit_budget(uow, plan)
    uow.plans.save(approved, plan)
    uow.outbox.add([plan_approved(approved, actor, clock.now())])
    uow.audit.record(actor, "approve", approved, document_number=decision.number, total_fen=plan.total.fen)
    earlier = uow.snapshots.latest(list(tranches))
    for tranche in tranches.values():
        snapshot = _snapshot(clock, actor, tranche, payees[tranche.id], earlier.get(tranche.id))
        _approve(uow, clock, actor, tranche, snapshot)
    return approved


def _approve(uow: Unit, clock: Clock, actor: Actor, tranche: Tranche, snapshot: PayeeSnapshot) -> None:
    approved = tranche.after(TrancheAction.APPROVE)
    uow.snapshots.add(snapshot)
    uow.tranches.save(approved)
    uow.ledger.post(entry_for_tranche(EntryKind.PLAN_APPROVED, tranche, on=clock.today(), at=clock.now()))
    uow.audit.record(actor, "approve", approved, plan_id=tranche.plan_id, payee_snapshot_id=snapshot.id)


def _payees(uow: Unit, packs: Packs, tranches: Mapping[UUID, Tranche]) -> dict[UUID, Payee]:
    accounts, standings = uow.known.accounts(list(tranches)), uow.known.standings(list(tranches))
    choices = uow.instruments.of_awards([tranche.award_id for tranche in tranches.values()])

    def payee_of(tranche_id: UUID) -> tuple[UUID, Payee]:
        if tranche_id not in standings:
            raise NotKnownHere(kind="organisation")
        tranche, organisation = tranches[tranche_id], standings[tranche_id].organisation
        payee = payee_by(
            choices.get(tranche.award_id),
            accounts.get(tranche_id),
            offered=packs.get(tranche.pack).line(tranche.line).instruments,
            organisation_id=organisation.id,
            registered_name=organisation.name,
        )
        return tranche_id, payee

    return dict(all_or_nothing(tranches, payee_of))


def _use_allowances(uow: Unit, tranches: Mapping[UUID, Tranche]) -> None:
    allowances = uow.allowances.locked(key for tranche in tranches.values() for key in tranche.allowance_keys)
    for tranche in tranches.values():
        allowances |= {key: allowances[key].approve(tranche.amount) for key in tranche.allowance_keys}
    for allowance in allowances.values():
        uow.allowances.save(allowance)


def _commit_budget(uow: Unit, plan: AllocationPlan) -> None:
    totals = plan.totals
    pools = uow.budget.pools(totals, fund_year=plan.fund_year, category=plan.fund_category)
    for pool in commit(pools, totals, fund_year=plan.fund_year, category=plan.fund_category):
        uow.budget.save_pool(pool)


def _snapshot(
    clock: Clock, actor: Actor, tranche: Tranche, payee: Payee, earlier: PayeeSnapshot | None
) -> PayeeSnapshot:
    """The first of a tranche, or the next where an objection sent it through another plan."""
    return PayeeSnapshot(
        id=uuid4(),
        city=tranche.city,
        tranche_id=tranche.id,
        revision=earlier.revision + 1 if earlier else 1,
        payee=payee,
        approved_by=actor.account_id,
        approved_at=clock.now(),
    )
