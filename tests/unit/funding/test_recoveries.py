"""Recoveries: a part or the whole of what was paid, to the sources it came from, and into the budget again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.funding import RecoveryOpened, RecoverySettled
from contracts.money import ZERO, Money
from contracts.refusal import ActionNotAllowed, Invalid
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.shares import less, part_of, plus, total_of
from services.funding.domain.states import TrancheState
from tests import builders_funding as build
from tests.desk_funding import Desk
from tests.desk_funding_back import claim_back, pay_back
from tests.unit.funding.situations import a_desk_with, on_account, pool

TEN = Money.wan_yuan("10")


def a_paid_desk(recovery: dict[str, Any] | None = None) -> tuple[Desk, Any]:
    """20万 paid, half of it from each source, by a pack that says `recovery`."""
    if recovery is None:
        desk, (tranche_id,) = a_desk_with("甲")
    else:
        desk = Desk(build.with_changes(build.dalian(), {"pack.recovery": recovery}))
        desk.budget()
        ref = desk.pack.ref
        acceptance = build.an_acceptance(build.an_applicant(), pack=ref.text, pack_sha256=ref.sha256)
        desk.accept(acceptance)
        tranche_id = desk.tranche_of(acceptance.project_id)
        desk.released(tranche_id)
    desk.paid(tranche_id)
    return desk, tranche_id


def a_rule(**recovery: Any) -> dict[str, Any]:
    return recovery


def test_a_part_is_claimed_back_in_the_split_that_it_was_paid_by() -> None:
    desk, tranche_id = a_paid_desk()

    recovery = claim_back(desk, tranche_id, Money.wan_yuan("5"))

    assert recovery["shares"] == {"central": 2_500_000, "local": 2_500_000}
    assert (recovery["outstanding_fen"], desk.tranche(tranche_id).state) == (5_000_000, TrancheState.IN_RECOVERY)
    assert on_account(desk, Account.RECEIVABLE) == Money.wan_yuan("5")
    assert on_account(desk, Account.PAID) == Money.wan_yuan("15")
    assert isinstance(desk.uow.outbox.events[-1], RecoveryOpened)


def test_after_a_part_came_back_the_rest_stays_paid_and_can_be_claimed_too() -> None:
    desk, tranche_id = a_paid_desk()
    pay_back(desk, claim_back(desk, tranche_id, Money.wan_yuan("5")))
    tranche = desk.tranche(tranche_id)
    assert (tranche.state, tranche.paid) == (TrancheState.PAID, Money.wan_yuan("15"))

    with pytest.raises(Invalid) as refused:
        claim_back(desk, tranche_id, Money.wan_yuan("15") + Money(1))
    rest = claim_back(desk, tranche_id)
    settled = pay_back(desk, rest)

    (problem,) = refused.value.problems
    assert (problem.code, problem.field, problem.inputs["at_most_fen"]) == (
        "amount_out_of_range",
        "amount_fen",
        15_000_000,
    )
    assert (rest["amount_fen"], settled["outstanding_fen"]) == (15_000_000, 0)
    assert (desk.tranche(tranche_id).state, desk.tranche(tranche_id).paid) == (TrancheState.RECOVERED, ZERO)
    assert [type(each) for each in desk.uow.outbox.events[-2:]] == [RecoveryOpened, RecoverySettled]


@pytest.mark.parametrize("fen", [0, -1])
def test_nothing_is_no_amount_to_claim_back(fen: int) -> None:
    desk, tranche_id = a_paid_desk()

    with pytest.raises(Invalid) as refused:
        claim_back(desk, tranche_id, Money(fen))

    assert refused.value.problems[0].field == "amount_fen"


def test_one_recovery_of_a_tranche_is_open_at_a_time() -> None:
    desk, tranche_id = a_paid_desk()
    claim_back(desk, tranche_id, Money(1))

    with pytest.raises(ActionNotAllowed):
        claim_back(desk, tranche_id, Money(1))


def test_where_the_pack_is_silent_recovered_money_re_enters_its_budget_and_that_is_shown_as_assumed() -> None:
    desk, tranche_id = a_paid_desk()
    drawn = pool(desk)

    settled = pay_back(desk, claim_back(desk, tranche_id, Money.wan_yuan("6")))

    assert pool(desk) == drawn - Money.wan_yuan("3")
    assert on_account(desk, Account.RECOVERED) == ZERO
    assert (settled["terms"].reenters_budget, bool(settled["terms"].assumed)) == (True, True)


def test_where_the_pack_says_no_recovered_money_stays_out_of_the_budget() -> None:
    budget = {"reenters": False, "source": {"ref": "guide", "article": "十"}}
    desk, tranche_id = a_paid_desk(a_rule(budget=budget))
    drawn = pool(desk)

    settled = pay_back(desk, claim_back(desk, tranche_id))

    balances = balances_of(desk.uow.ledger.entries.values())
    assert (pool(desk), balances["central", 2025, Account.RECOVERED]) == (drawn, TEN)
    assert (settled["terms"].article, settled["terms"].assumed) == ("指南 十", None)


def test_interest_and_a_ban_are_the_packs_and_are_absent_where_it_has_none() -> None:
    year = {"from": "2024-01-01", "assumed": "示例"}
    interest = {"title": "利率", "unit": "/1", "by": "recovered_on", "values": [{**year, "value": "0.0365"}]}
    ban = {"title": "限制", "unit": "year", "by": "recovered_on", "values": [{**year, "value": "3"}]}
    desk, tranche_id = a_paid_desk(a_rule(interest=interest, ban=ban))
    paid_on = desk.tranche(tranche_id).paid_on
    claimed = claim_back(desk, tranche_id)
    desk.clock.advance(timedelta(days=10))

    settled = pay_back(desk, claimed)
    silent = claim_back(*a_paid_desk())

    assert settled["interest_fen"] == Money.wan_yuan("20").fen // 1_000  # 10 days of 365 at 3.65 %
    assert settled["terms"].ban.until == paid_on.replace(year=paid_on.year + 3)
    assert (silent["terms"].interest, silent["terms"].ban, silent["interest_fen"]) == (None, None, 0)


def test_nobody_pays_back_before_the_payment_or_in_the_future() -> None:
    desk, tranche_id = a_paid_desk()
    claimed = claim_back(desk, tranche_id)

    with pytest.raises(Invalid) as too_early:
        pay_back(desk, claimed, on=desk.clock.today() - timedelta(days=1))
    with pytest.raises(Invalid) as too_late:
        pay_back(desk, claimed, on=date(2099, 1, 1))

    assert [(each.code, each.field) for each in too_early.value.problems] == [("before_payment", "settled_on")]
    assert [(each.code, each.field) for each in too_late.value.problems] == [("date_in_future", "settled_on")]


shares = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 10**9).map(Money), min_size=1)


@given(shares, st.integers(0, 4 * 10**9))
def test_a_part_of_any_shares_adds_up_and_no_source_gives_more_than_it_has(whole: dict[str, Money], fen: int) -> None:
    amount = Money(min(fen, total_of(whole).fen))

    part = part_of(whole, amount)

    assert total_of(part) == amount
    assert plus(less(whole, part), part) == whole


def test_more_than_all_is_no_part() -> None:
    with pytest.raises(ValueError, match="not a part"):
        part_of({"a": Money(1)}, Money(2))
    with pytest.raises(ValueError, match="more than"):
        less({"a": Money(1)}, {"b": Money(1)})
