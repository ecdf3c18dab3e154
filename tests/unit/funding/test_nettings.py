"""Netting: what is claimed back is kept from a later payment to the same payee; every source keeps its own books."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.events.funding import RecoverySettled, TranchePaid
from contracts.money import ZERO, Money
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.payment import BankVerdict
from services.funding.domain.refusals import (
    FourEyes,
    NettingExists,
    NettingPayeeDiffers,
    NettingPending,
    NettingStands,
)
from services.funding.domain.states import TrancheState
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.withdraw_netting import withdraw_netting
from tests import builders_funding as build
from tests.builders_funding import CHECKER, OFFICER, an_actor
from tests.desk_funding import Desk, results_for
from tests.desk_funding_back import claim_back, confirm, net, pay_back, propose
from tests.unit.funding.situations import another_file, on_account


def a_claim_and_a_later_tranche(yuan: int = 300_000) -> tuple[Desk, Any, Any, Any]:
    """20万 paid in 2025, and a second tranche of the same enterprise, released from the budget of 2025 too."""
    desk = Desk()
    desk.budget()
    first = desk.accepted()
    desk.released(first)
    desk.paid(first)
    later = desk.accepted(project="2", yuan=yuan)
    desk.released(later)
    return desk, claim_back(desk, first, Money.wan_yuan("4")), first, later


def test_the_payment_shows_gross_netted_and_net_and_the_bank_pays_the_net() -> None:
    desk, recovery, first, later = a_claim_and_a_later_tranche()

    netting = net(desk, recovery, later)
    batch = desk.paid(later)

    (line,) = batch["instructions"]
    assert (line["gross_fen"], line["netted_fen"], line["amount_fen"]) == (15_000_000, 4_000_000, 11_000_000)
    assert batch["total_fen"] == 11_000_000
    assert (netting["kept"], netting["given"]) == ({"central": 2_000_000, "local": 2_000_000},) * 2
    assert (desk.tranche(later).state, desk.tranche(later).paid) == (TrancheState.PAID, Money.wan_yuan("15"))
    assert (desk.tranche(first).state, desk.tranche(first).paid) == (TrancheState.PAID, Money.wan_yuan("16"))
    assert desk.uow.recoveries.get(recovery["id"]).state == "settled"


def test_each_source_keeps_its_own_books_and_they_balance() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()

    net(desk, recovery, later, Money.wan_yuan("3"))

    balances = balances_of(desk.uow.ledger.entries.values())
    for source in ("central", "local"):
        assert balances[source, 2025, Account.PAYABLE] == Money.wan_yuan("6")
        assert balances[source, 2025, Account.PAID] == Money.wan_yuan("8") + Money.wan_yuan("1.5")
        assert balances[source, 2025, Account.RECEIVABLE] == Money.wan_yuan("0.5")
        assert sum(part.fen for (each, _, _), part in balances.items() if each == source) == 0


def test_what_is_left_of_the_claim_is_paid_back_by_bank() -> None:
    desk, recovery, first, later = a_claim_and_a_later_tranche()
    net(desk, recovery, later, Money.wan_yuan("3"))
    assert desk.tranche(first).state is TrancheState.IN_RECOVERY

    settled = pay_back(desk, recovery)

    assert (settled["netted_fen"], settled["outstanding_fen"], settled["state"]) == (3_000_000, 0, "settled")
    assert desk.tranche(first).paid == Money.wan_yuan("16")
    assert on_account(desk, Account.RECEIVABLE) == ZERO
    assert isinstance(desk.uow.outbox.events[-1], RecoverySettled)


def test_a_tranche_that_is_netted_wholly_never_goes_to_the_bank() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche(yuan=60_000)

    net(desk, recovery, later)

    assert (desk.tranche(later).state, desk.tranche(later).paid_on) == (TrancheState.PAID, desk.clock.today())
    assert TranchePaid in [type(each) for each in desk.uow.outbox.events]
    assert desk.uow.recoveries.get(recovery["id"]).outstanding == {
        "central": Money.wan_yuan("0.5"),
        "local": Money.wan_yuan("0.5"),
    }
    with pytest.raises(ActionNotAllowed):
        desk.instruct(later)


def test_only_the_net_amount_comes_back_from_the_bank_and_is_paid_again() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    net(desk, recovery, later)
    batch = desk.instruct(later)
    desk.check(batch)
    desk.bank_says(
        results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="户名不符"),
        file=another_file("d"),
    )
    assert on_account(desk, Account.RETURNED) == Money.wan_yuan("11")

    desk.act(
        OFFICER,
        lambda uow: correct_payment(uow, desk.packs, desk.clock, OFFICER, later, adopt_account=False, reason="重付"),
    )
    again = desk.instruct(later)

    assert (again["instructions"][0]["attempt"], again["total_fen"]) == (2, 11_000_000)


@pytest.mark.parametrize("wan_yuan", ["0", "4.000001"])
def test_no_more_is_netted_than_is_outstanding_and_not_nothing(wan_yuan: str) -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()

    with pytest.raises(Invalid) as refused:
        propose(desk, recovery, later, Money.wan_yuan(wan_yuan))

    (problem,) = refused.value.problems
    assert (problem.code, problem.field, problem.inputs["at_most_fen"]) == (
        "amount_out_of_range",
        "amount_fen",
        4_000_000,
    )


def test_another_payees_tranche_is_left_alone() -> None:
    desk, recovery, _, _ = a_claim_and_a_later_tranche()
    other = desk.accepted(build.an_applicant("乙"))
    desk.released(other)

    with pytest.raises(NettingPayeeDiffers):
        propose(desk, recovery, other)


def test_only_a_released_tranche_is_netted() -> None:
    desk, recovery, first, later = a_claim_and_a_later_tranche()
    computed = desk.accepted(project="3")
    desk.instruct(later)

    for tranche_id in (first, later, computed):
        with pytest.raises(ActionNotAllowed):
            propose(desk, recovery, tranche_id)


def test_four_eyes_and_the_roles_of_the_pack() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    both = an_actor("both", "city_officer", "finance_checker")
    with pytest.raises(NotAllowed):
        propose(desk, recovery, later, by=CHECKER)
    netting = propose(desk, recovery, later, by=both)

    with pytest.raises(NotAllowed):
        confirm(desk, netting, by=OFFICER)
    with pytest.raises(FourEyes) as refused:
        confirm(desk, netting, by=both)

    assert refused.value.facts["forbidden_by"] == "proposed_by"


def test_while_a_netting_is_proposed_nothing_is_instructed_and_nothing_else_proposed() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    netting = propose(desk, recovery, later)

    with pytest.raises(NettingExists):
        propose(desk, recovery, later)
    with pytest.raises(NettingPending):
        desk.instruct(later)
    desk.act(OFFICER, lambda uow: withdraw_netting(uow, desk.packs, OFFICER, netting["id"]))
    batch = desk.instruct(later)

    assert batch["total_fen"] == 15_000_000
    with pytest.raises(ActionNotAllowed):
        confirm(desk, netting)


def test_what_was_paid_back_meanwhile_is_not_netted_too() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    netting = propose(desk, recovery, later)
    pay_back(desk, recovery)

    with pytest.raises(Invalid):
        confirm(desk, netting)

    assert desk.tranche(later).netted == {}


def test_a_tranche_of_which_something_was_netted_is_not_recalled() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    net(desk, recovery, later)

    with pytest.raises(NettingStands) as refused:
        desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, later, reason="收回"))

    assert refused.value.facts["netted_fen"] == 4_000_000


def test_what_was_netted_counts_as_paid_and_can_be_claimed_back_itself() -> None:
    desk, recovery, _, later = a_claim_and_a_later_tranche()
    net(desk, recovery, later)
    desk.paid(later)

    settled = pay_back(desk, claim_back(desk, later))

    assert settled["amount_fen"] == 15_000_000
    assert desk.tranche(later).state is TrancheState.RECOVERED
