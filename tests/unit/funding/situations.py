"""Where several tests begin, and what they look at."""

from __future__ import annotations

from uuid import UUID

from contracts.money import ZERO, Money
from services.funding.domain.documents import FileReference
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.tracing import CaseMoney
from tests import builders_funding as build
from tests.builders_funding import CATEGORY
from tests.desk_funding import Desk


def a_desk_with(*names: str, yuan: int = 400_000) -> tuple[Desk, list[object]]:
    """Released tranches, one for each enterprise."""
    desk = Desk()
    desk.budget()
    ids = [desk.accepted(build.an_applicant(name), yuan=yuan) for name in names]
    desk.released(*ids)
    return desk, ids


def two_lines(desk: Desk) -> tuple[object, object]:
    return desk.accepted(build.an_applicant("甲")), desk.accepted(build.an_applicant("乙"))


def on_account(desk: Desk, account: Account) -> Money:
    balances = balances_of(desk.uow.ledger.entries.values())
    return Money(sum(balance.fen for (_, _, each), balance in balances.items() if each is account))


def pool(desk: Desk, source: str = "central") -> Money:
    committed: Money = desk.uow.budget.held[source, 2025, CATEGORY].committed
    return committed


def another_file(mark: str) -> FileReference:
    return FileReference(sha256=mark * 64, size=100, media_type="text/csv", name="回执.csv")


def money_of(desk: Desk, case_id: UUID) -> CaseMoney:
    """What a trace of the case is made of."""
    uow = desk.uow
    tranches = tuple(each for each in uow.tranches.rows.values() if each.case_id == case_id)
    batches = uow.batches.rows.values()
    entries = [entry for entry in uow.ledger.entries.values() if entry.subject.case_id == case_id]
    balances: dict[Account, Money] = {}
    for (_, _, account), part in balances_of(entries).items():
        balances[account] = balances.get(account, ZERO) + part
    approved = {each.id for each in tranches if each.approved > ZERO}
    lines = [line for plan in uow.plans.rows.values() for line in plan.included if line.tranche_id in approved]
    return CaseMoney(
        awarded=sum((each.amount for each in uow.awards.rows.values() if each.case_id == case_id), ZERO),
        tranches=tranches,
        instructions=tuple(each for batch in batches for each in batch.instructions if each.case_id == case_id),
        recoveries=tuple(each for each in uow.recoveries.rows.values() if each.case_id == case_id),
        planned=sum((line.amount for line in lines), ZERO),
        balances=balances,
    )
