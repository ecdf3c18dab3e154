"""Budgets: from the allocation document, by two people."""

from __future__ import annotations

import pytest

from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.refusals import BudgetStillNeeded, DocumentUsed, FourEyes
from services.funding.use_cases.enter_budget import enter_budget
from services.funding.use_cases.withdraw_budget import withdraw_budget
from tests.builders_funding import CATEGORY, CHECKER, MAKER, an_actor
from tests.desk_funding import Desk


def test_a_confirmed_line_can_be_drawn_on_and_is_in_the_books() -> None:
    desk = Desk()

    desk.confirm(desk.enter("central", 500_000)["id"])

    assert desk.uow.budget.held["central", 2025, CATEGORY].available == Money.wan_yuan("50")
    balances = balances_of(desk.uow.ledger.entries.values())
    assert balances["central", 2025, Account.BUDGET_QUOTA] == Money.wan_yuan("50")
    assert balances["central", 2025, Account.BUDGET_RECEIVED] == Money(-50_000_000)


def test_an_entered_line_counts_nothing_yet() -> None:
    desk = Desk()

    desk.enter("central", 500_000)

    assert desk.uow.budget.held == {}


def test_whoever_entered_a_line_does_not_confirm_it() -> None:
    desk = Desk()
    both = an_actor("both", "finance_maker", "finance_checker")
    line = desk.enter("central", 1, by=both)

    with pytest.raises(FourEyes):
        desk.confirm(line["id"], by=both)


def test_a_line_is_confirmed_once() -> None:
    desk = Desk()
    line = desk.enter("central", 500_000)
    desk.confirm(line["id"])

    with pytest.raises(ActionNotAllowed):
        desk.confirm(line["id"])


def test_a_mistake_is_withdrawn_before_it_is_confirmed_and_not_after() -> None:
    desk = Desk()
    first, second = desk.enter("central", 1), desk.enter("local", 1)
    desk.confirm(second["id"])

    desk.act(MAKER, lambda uow: withdraw_budget(uow, MAKER, first["id"]))
    with pytest.raises(BudgetStillNeeded):
        desk.act(MAKER, lambda uow: withdraw_budget(uow, MAKER, second["id"]))
    with pytest.raises(ActionNotAllowed):
        desk.confirm(first["id"], by=CHECKER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fund_source": "lottery"}, "fund_source"),
        ({"category": "buildings"}, "category"),
        ({"amount": Money(0)}, "amount"),
        ({"document_number": " "}, "document_number"),
    ],
)
def test_a_line_names_what_the_pack_names(changes: dict[str, object], field: str) -> None:
    desk = Desk()
    given = {
        "fund_source": "central",
        "fund_year": 2025,
        "category": CATEGORY,
        "amount": Money(100),
        "document_number": "大财建2025-1",
        "document_on": desk.clock.today(),
        "file": None,
    }

    with pytest.raises(Invalid) as refused:
        desk.act(MAKER, lambda uow: enter_budget(uow, desk.packs, desk.clock, MAKER, **{**given, **changes}))

    assert [problem.field for problem in refused.value.problems] == [field]


def test_one_document_gives_a_source_its_money_once() -> None:
    desk = Desk()
    desk.a_document = lambda: "大财建2025-1"  # type: ignore[method-assign]
    desk.enter("central", 1)
    desk.enter("local", 1)

    with pytest.raises(DocumentUsed):
        desk.enter("central", 1)
