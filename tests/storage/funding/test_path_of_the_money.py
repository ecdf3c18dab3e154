"""From the accepted project to the bank's answer, on PostgreSQL; the fakes of the unit tests go the same way."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from casework.refusals import NoticeStillOpen
from chassis.db.errors import Duplicate, LostUpdate
from contracts.events.registry import StandingChanged
from contracts.money import Money
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.payment import BankVerdict
from services.funding.domain.refusals import BudgetExceeded, InstructionExists, NotPayable
from services.funding.domain.states import TrancheState
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.call_off_tranche import call_off_tranche
from services.funding.use_cases.choose_showcase import choose_showcase
from services.funding.use_cases.close_due_notices import close_due_notices
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.evaluate_performance import evaluate_performance
from services.funding.use_cases.export_payment_batch import export_payment_batch
from services.funding.use_cases.open_recovery import open_recovery
from services.funding.use_cases.settle_recovery import settle_recovery
from tests import builders_funding as build
from tests.builders_funding import CHECKER, MAKER, OFFICER, PDF, Actor
from tests.desk_funding import ONE_SECOND, Desk, results_for
from tests.storage.funding.conftest import RealDesk

CAP = Money.wan_yuan("50")


def test_the_whole_way_with_a_return_a_correction_and_a_recovery(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_until(plan["notice"]["closes_at"] - ONE_SECOND)
    with pytest.raises(NoticeStillOpen):
        desk.instruct(tranche_id)
    desk.clock.advance(ONE_SECOND)
    desk.act(OFFICER, lambda uow: close_due_notices(uow, desk.clock))
    desk.release(plan)
    first = desk.instruct(tranche_id)
    desk.check(first)
    export = desk.act(
        CHECKER,
        lambda uow: export_payment_batch(
            uow, desk.packs, desk.clock, CHECKER, first["id"], file_format=ExportFormat.XLSX
        ),
    )
    assert export["count"] == 1
    desk.bank_says(results_for(first, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="账号不符"))
    desk.hear(build.an_account(build.an_applicant(), number="6222000099990000", sequence=2))
    desk.act(
        OFFICER,
        lambda uow: correct_payment(
            uow, desk.packs, desk.clock, OFFICER, tranche_id, adopt_account=True, reason="更正"
        ),
    )
    second = desk.instruct(tranche_id)
    desk.check(second)
    desk.bank_says(results_for(second, on=desk.clock.today()), file=a_file("c"))
    award_id = desk.award(tranche_id).id
    desk.act(
        OFFICER, lambda uow: evaluate_performance(uow, desk.clock, OFFICER, award_id, is_done=True, is_passed=True)
    )
    desk.act(OFFICER, lambda uow: choose_showcase(uow, desk.clock, OFFICER, award_id, is_chosen=True, reason="样板"))
    recovery = desk.act(
        OFFICER,
        lambda uow: open_recovery(
            uow, desk.packs, desk.clock, OFFICER, tranche_id,
            reason="虚假", article=None, document_number="处1", document_on=desk.clock.today(), file=PDF,
        ),
    )  # fmt: skip
    desk.act(
        MAKER,
        lambda uow: settle_recovery(
            uow, desk.packs, desk.clock, MAKER, recovery["id"], settled_on=desk.clock.today(), bank_reference="BR"
        ),
    )

    tranche = desk.tranche(tranche_id)
    assert (tranche.state, tranche.attempts, tranche.amount) == (TrancheState.RECOVERED, 2, Money.wan_yuan("20"))
    assert second["instructions"][0]["payee"]["last4"] == "0000"


def test_an_upheld_objection_goes_the_same_way(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.decide_objection(desk.object_to(plan), is_upheld=True, corrected=Money.wan_yuan("12"))

    again = desk.planned_again(tranche_id)
    desk.wait_for_the_end(again)
    desk.release(again)
    desk.paid(tranche_id)

    assert desk.tranche(tranche_id).amount == Money.wan_yuan("12")
    assert desk.award(tranche_id).amount == Money.wan_yuan("12")


def test_a_refused_act_leaves_nothing_behind(desk: RealDesk) -> None:
    desk.budget(1)
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id)

    with pytest.raises(BudgetExceeded):
        desk.decide(plan["id"])

    assert desk.tranche(tranche_id).state is TrancheState.PLANNED
    assert desk.act(OFFICER, lambda uow: uow.snapshots.latest([tranche_id])) == {}


def test_standing_is_asked_again_where_money_leaves(desk: RealDesk) -> None:
    desk.budget()
    applicant = build.an_applicant()
    plan = desk.planned(desk.accepted(applicant))
    desk.wait_for_the_end(plan)
    desk.hear(
        StandingChanged(**build.heard(build.an_id("standing")), credit_code=applicant.credit_code, lists=("dishonest",))
    )

    with pytest.raises(NotPayable):
        desk.release(plan)


def test_past_every_use_case_the_database_refuses_a_second_live_instruction(any_desk: Desk) -> None:
    desk = any_desk
    desk.budget()
    tranche_id = desk.accepted()
    desk.released(tranche_id)
    batch = desk.act(OFFICER, lambda uow: uow.batches.get(desk.instruct(tranche_id)["id"]))
    (instruction,) = batch.instructions
    twin = type(instruction)(**{**vars(instruction), "id": uuid4(), "number": "twin", "attempt": 2})
    second = type(batch)(**{**vars(batch), "id": uuid4(), "number": "2", "instructions": (twin,)})

    with pytest.raises((Duplicate, InstructionExists)) as refused:
        desk.act(MAKER, lambda uow: uow.batches.add(second))

    if isinstance(refused.value, Duplicate):
        assert isinstance(FundingUnit.refusal_for(refused.value.constraint), InstructionExists)


def test_what_somebody_else_changed_is_not_overwritten(any_desk: Desk) -> None:
    desk = any_desk
    tranche = desk.tranche(desk.accepted())
    desk.recommend(tranche.id)

    with pytest.raises(LostUpdate):
        desk.act(OFFICER, lambda uow: uow.tranches.save(type(tranche)(**{**vars(tranche), "version": 2})))


def test_another_city_sees_nothing(desk: RealDesk) -> None:
    tranche_id = desk.accepted()
    elsewhere = Actor(account_id=build.an_id("x"), city="xiamen", roles=frozenset({"city_officer"}))

    found = desk.act(elsewhere, lambda uow: uow.tranches.many([tranche_id]))

    assert found == {}


def test_a_recalled_tranche_gives_its_budget_to_another(desk: RealDesk) -> None:
    desk.budget(100_000)
    first, second = desk.accepted(build.an_applicant("甲")), desk.accepted(build.an_applicant("乙"))
    desk.released(first)
    desk.recommend(second)
    plan = desk.draw_up(second)
    with pytest.raises(BudgetExceeded):
        desk.decide(plan["id"])

    desk.act(OFFICER, lambda uow: call_off_tranche(uow, desk.packs, desk.clock, OFFICER, first, reason="收回"))
    desk.decide(plan["id"])

    assert desk.tranche(second).state is TrancheState.APPROVED


def a_file(mark: str) -> Any:
    return type(PDF)(sha256=mark * 64, size=10, media_type="text/csv", name="回执.csv")
