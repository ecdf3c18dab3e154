"""The contract as a stage of its own (ZS4): three shares (XB11), group purchase (XB7), amendments and history."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from casework.refusals import DossierIncomplete
from contracts.events.project import ContractFiled
from contracts.money import Money
from contracts.refusal import Invalid, Problem
from services.project.domain.errors import StageNotOpen
from services.project.domain.known import ProviderState
from tests.builders_project import (
    ASSESSOR,
    DISTRICT,
    OFFICER,
    PAYEE,
    PROVIDER,
    REJECTION,
    SOFTWARE,
    a_product,
    a_provider,
    an_id,
)
from tests.builders_staged import PAGES, StagedActs, priced_at
from tests.desk_project import Desk, Shown
from tests.unit.project.staged_desk import StagedDesk, told


def test_the_contract_takes_its_provider_from_the_stage_before_and_keeps_the_three_shares(
    staged_desk: StagedDesk,
) -> None:
    started = staged_desk.under_contract()

    event = told(staged_desk, ContractFiled)
    assert (event.provider_id, event.payee_account_id, event.contract_number) == (PROVIDER, PAYEE, "QY-001")
    assert (event.list_price_fen, event.concession_fen, event.amount_fen) == (10_000_000, 1_000_000, 9_000_000)
    assert [line.ceiling_fen for line in event.lines] == [10_000_000]
    assert event.group_lead_id is None
    contract = staged_desk.project(started).contract
    assert contract is not None
    assert contract.down_payment.fen == 3_000_000


def test_shares_that_do_not_add_up_are_refused(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    staged_desk.fill_in(started, "contract", contract=PAGES["contract"]["contract"] | {"concession": "9999.99"})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "contract")

    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("shares_do_not_add_up", "answers.contract.list_price")
    ]


@pytest.mark.parametrize("amount", ["89999.99", "90000.01", "5000000"])
def test_the_lines_of_a_contract_add_up_to_its_amount_to_the_fen(staged_desk: StagedDesk, amount: str) -> None:
    (problem,) = refused(staged_desk, amount=amount, list_price=amount, concession="0")

    assert (problem.code, problem.field) == ("lines_differ_from_contract", "answers.contract.amount")
    assert problem.article == "流程 第4阶段"
    assert problem.inputs == {"lines_fen": 9_000_000, "amount_fen": Money.yuan(amount).fen}


def test_a_contract_is_signed_today_in_china_at_the_latest(staged_desk: StagedDesk) -> None:
    (problem,) = refused(staged_desk, signed_on="2026-11-21")

    assert (problem.code, problem.field) == ("in_the_future", "answers.contract.signed_on")


def test_a_contract_that_is_signed_on_the_day_of_its_filing_is_not_signed_in_the_future(
    staged_desk: StagedDesk,
) -> None:
    problems = refused(staged_desk, signed_on="2026-11-20", complete_by="2026-11-19")

    assert [problem.code for problem in problems] == ["completed_before_signed"]


def refused(desk: StagedDesk, **contract: str) -> list[Problem]:
    """What a contract with these answers is refused for."""
    started = desk.start_under_call()
    desk.go_through(started, "filing")
    desk.go_through(desk.diagnosed(started), "provider_choice")
    desk.begin(started, "contract")
    desk.fill_in(started, "contract", contract=PAGES["contract"]["contract"] | contract)
    with pytest.raises(DossierIncomplete) as refusal:
        desk.hand_in(started, "contract")
    return list(refusal.value.problems)


def test_the_day_that_a_contract_promises_is_told_and_not_before_its_signature(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    contract = PAGES["contract"]["contract"]
    staged_desk.fill_in(started, "contract", contract=contract | {"complete_by": "2020-01-01"})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "contract")
    staged_desk.fill_in(started, "contract", contract=contract | {"complete_by": "2027-06-30"})
    staged_desk.hand_in(started, "contract")
    staged_desk.judge(started, "contract", DISTRICT)

    assert [each.code for each in refusal.value.problems] == ["completed_before_signed"]
    assert told(staged_desk, ContractFiled).complete_by == date(2027, 6, 30)


def test_a_group_purchase_is_marked_by_who_leads_it(staged_desk: StagedDesk) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    lead = {"payee_account": str(PAYEE), "group_purchase_lead": str(PROVIDER)}
    staged_desk.fill_in(started, "contract", basic=lead)

    staged_desk.hand_in(started, "contract")
    staged_desk.judge(started, "contract", DISTRICT)

    assert told(staged_desk, ContractFiled).group_lead_id == PROVIDER


def amended(desk: StagedDesk, started: Shown, *, amount: str, list_price: str) -> Shown:
    desk.begin(started, "contract", reason="增购一项服务")
    page = PAGES["contract"]["contract"] | {"amount": amount, "list_price": list_price}
    desk.fill_in(started, "contract", contract=page, solutions=priced_at(amount))
    return desk.hand_in(started, "contract")


def test_an_amended_contract_is_reviewed_and_told_anew_with_its_history(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    before = told(staged_desk, ContractFiled)

    in_review = amended(staged_desk, started, amount="95000", list_price="105000")
    in_force = staged_desk.project(started).contract
    shown = staged_desk.judge(started, "contract", OFFICER)

    after = told(staged_desk, ContractFiled)
    assert in_force is not None
    assert (in_review["is_amendment"], in_review["contract"]["amount_fen"]) == (True, 9_500_000)
    assert in_force.amount.fen == before.amount_fen == 9_000_000  # until the amendment is approved
    assert (after.amount_fen, after.sequence > before.sequence) == (9_500_000, True)
    assert [(each["number"], each["contract"]["amount_fen"]) for each in shown["earlier"]] == [(1, 9_000_000)]
    assert shown["reason"] == "增购一项服务"
    assert staged_desk.uow.announced.count("project_enrolled") == 1


def test_an_amendment_that_is_refused_leaves_the_contract_as_it_was(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")

    staged_desk.judge(started, "contract", OFFICER, REJECTION)

    contract = staged_desk.project(started).contract
    assert contract is not None
    assert contract.amount.fen == 9_000_000
    assert amended(staged_desk, started, amount="96000", list_price="106000")["number"] == 3


def test_an_amendment_keeps_the_ceilings_of_what_was_contracted(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    staged_desk.uow.known.products[SOFTWARE] = a_product("software", ceiling_fen=1)

    amended(staged_desk, started, amount="95000", list_price="105000")
    staged_desk.judge(started, "contract", OFFICER)

    assert [line.ceiling_fen for line in told(staged_desk, ContractFiled).lines] == [10_000_000]


def test_an_amendment_needs_a_reason(staged_desk: StagedDesk) -> None:
    with pytest.raises(Invalid) as refusal:
        staged_desk.begin(staged_desk.under_contract(), "contract", reason=" ")

    assert [each.field for each in refusal.value.problems] == ["reason"]


def test_once_the_acceptance_is_passed_nothing_is_amended(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")
    staged_desk.uow.known.heard[UUID(started["id"])].add("acceptance_passed")

    with pytest.raises(StageNotOpen):
        staged_desk.judge(started, "contract", OFFICER)
    staged_desk.judge(started, "contract", OFFICER, REJECTION)
    with pytest.raises(StageNotOpen):
        staged_desk.begin(started, "contract", reason="再次变更")


def test_the_districts_see_nothing_of_a_draft_and_of_an_approved_stage_what_was_approved(
    staged_desk: StagedDesk,
) -> None:
    started = staged_desk.under_contract()
    staged_desk.begin(started, "contract", reason="增购")
    staged_desk.fill_in(started, "contract", plan={"aims": "尚未提交的想法"})

    seen = staged_desk.find(started, actor=DISTRICT)

    by_name = {each["stage"]: each for each in seen["stages"]}
    assert (by_name["contract"]["state"], by_name["contract"]["number"]) == ("approved", 1)
    assert by_name["internal_acceptance"]["state"] is None
    assert "尚未提交的想法" not in str(seen)


def test_a_project_that_is_ended_takes_its_open_stages_with_it(staged_desk: StagedDesk) -> None:
    started = staged_desk.under_contract()
    amended(staged_desk, started, amount="95000", list_price="105000")

    ended = staged_desk.terminate(started)

    assert ended["state"] == "terminated"
    assert next(each for each in ended["stages"] if each["stage"] == "contract")["state"] == "withdrawn"
    contract = staged_desk.project(started).contract_in_force
    assert contract is not None
    assert contract.amount.fen == 9_000_000


@pytest.mark.parametrize("lead", [{"kinds": ("sector",)}, {"state": ProviderState.SUSPENDED}])
def test_who_may_not_lead_a_group_purchase_is_refused(staged_desk: StagedDesk, lead: dict[str, Any]) -> None:
    started = staged_desk.start_under_call()
    staged_desk.go_through(started, "filing")
    staged_desk.go_through(staged_desk.diagnosed(started), "provider_choice")
    staged_desk.begin(started, "contract")
    other = an_id("lead integrator")
    staged_desk.uow.known.providers[other] = a_provider(id=other, **lead)
    staged_desk.fill_in(started, "contract", basic={"payee_account": str(PAYEE), "group_purchase_lead": str(other)})

    with pytest.raises(DossierIncomplete) as refusal:
        staged_desk.hand_in(started, "contract")

    assert {each.code: each.field for each in refusal.value.problems} == {
        "not_a_group_lead": "answers.basic.group_purchase_lead"
    }


class DalianDesk(Desk, StagedActs):
    """A programme of one stage, whose contract is amended."""


def test_an_amendment_of_the_only_stage_brings_the_contract_and_nothing_twice() -> None:
    desk = DalianDesk()
    shown = desk.enrolled()
    desk.begin(shown, "filing", reason="增购一项服务")
    desk.hand_in(shown, "filing")
    in_review = desk.judge(shown, "filing", DISTRICT)
    desk.assign(shown)
    before = len(desk.uow.announced)

    desk.judge(shown, "filing", ASSESSOR)

    project = desk.project(shown)
    assert (in_review["is_amendment"], project.state, project.filing_number) == (True, "enrolled", "DLBA202600001")
    assert desk.uow.announced[before:] == ["project_stage_approved", "contract_filed"]
    assert project.published_on is None
