"""Payments: four eyes, one live instruction, the bank's answers, and money that comes back."""

from __future__ import annotations

import pytest

from casework.refusals import NoticeStillOpen
from contracts.events.funding import TranchePaid, TrancheReturned
from contracts.money import ZERO, Money
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.ledger import Account, balances_of
from services.funding.domain.payment import BankVerdict
from services.funding.domain.refusals import (
    FourEyes,
    NoneDone,
    PayeeUnchanged,
)
from services.funding.domain.states import BatchState, InstructionState, TrancheState
from services.funding.use_cases.correct_payment import correct_payment
from services.funding.use_cases.export_payment_batch import export_payment_batch
from services.funding.use_cases.open_recovery import open_recovery
from services.funding.use_cases.settle_recovery import settle_recovery
from tests import builders_funding as build
from tests.builders_funding import CHECKER, MAKER, OFFICER, PDF, an_actor
from tests.desk_funding import ONE_SECOND, Desk, results_for
from tests.unit.funding.situations import a_desk_with, another_file, on_account


def test_a_paid_tranche_says_when_and_the_ledger_says_where() -> None:
    desk, (tranche_id,) = a_desk_with("甲")

    desk.paid(tranche_id)

    tranche = desk.tranche(tranche_id)
    assert (tranche.state, tranche.paid_on, tranche.paid) == (
        TrancheState.PAID,
        desk.clock.today(),
        Money.wan_yuan("20"),
    )
    assert on_account(desk, Account.PAID) == Money.wan_yuan("20")
    assert on_account(desk, Account.IN_TRANSIT) == ZERO
    assert isinstance(desk.uow.outbox.events[-1], TranchePaid)


def test_a_second_before_the_notice_ends_no_payment_is_instructed() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_until(plan["notice"]["closes_at"] - ONE_SECOND)

    with pytest.raises(NoticeStillOpen) as refused:
        desk.instruct(tranche_id)

    assert refused.value.facts["closes_at"] == plan["notice"]["closes_at"].isoformat()


def test_what_is_not_released_is_not_paid() -> None:
    desk = Desk()
    desk.budget()
    tranche_id = desk.accepted()
    plan = desk.planned(tranche_id)
    desk.wait_for_the_end(plan)

    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id)


def test_a_batch_is_what_its_maker_chose_or_nothing() -> None:
    desk, (tranche_id,) = a_desk_with("甲")

    with pytest.raises(NoneDone) as refused:
        desk.instruct(tranche_id, build.an_id("nothing"))

    assert [problem.code for problem in refused.value.problems] == ["not_found"]
    assert desk.tranche(tranche_id).state is TrancheState.RELEASED


def test_a_tranche_has_one_live_instruction() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    desk.instruct(tranche_id)

    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id)


def test_a_batch_carries_count_sum_and_digest() -> None:
    desk, ids = a_desk_with("甲", "乙")

    batch = desk.instruct(*ids)

    assert (batch["count"], batch["total_fen"]) == (2, Money.wan_yuan("40").fen)
    assert [line["number"] for line in batch["instructions"]] == ["DLBF2025000001", "DLBF2025000002"]
    assert batch["digest"] == desk.uow.batches.get(batch["id"]).digest


def test_whoever_made_a_batch_does_not_check_it() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    both = an_actor("both", "finance_maker", "finance_checker")
    batch = desk.instruct(tranche_id, by=both)

    with pytest.raises(FourEyes) as refused:
        desk.check(batch, by=both)

    assert refused.value.facts["forbidden_by"] == "made_by"


def test_whoever_drew_up_the_plan_neither_makes_nor_checks_its_payments() -> None:
    desk = Desk()
    desk.budget()
    planner = an_actor("planner", "city_officer", "finance_maker", "finance_checker")
    tranche_id = desk.accepted()
    desk.recommend(tranche_id)
    plan = desk.draw_up(tranche_id, by=planner)
    desk.decide(plan["id"])
    published = desk.publish(plan["id"])
    desk.wait_for_the_end(published)
    desk.release(published)

    with pytest.raises(FourEyes):
        desk.instruct(tranche_id, by=planner)
    batch = desk.instruct(tranche_id)
    with pytest.raises(FourEyes) as refused:
        desk.check(batch, by=planner)

    assert refused.value.facts["forbidden_by"] == "drawn_up_by"


def test_the_pack_says_who_makes_and_who_checks() -> None:
    desk, (tranche_id,) = a_desk_with("甲")

    with pytest.raises(NotAllowed):
        desk.instruct(tranche_id, by=CHECKER)
    batch = desk.instruct(tranche_id)
    with pytest.raises(NotAllowed):
        desk.check(batch, by=OFFICER)


def test_a_batch_that_is_sent_back_frees_its_tranches_for_another() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)

    rejected = desk.check(batch, is_approved=False)
    again = desk.instruct(tranche_id)

    assert rejected["state"] is BatchState.REJECTED
    assert again["instructions"][0]["attempt"] == 2
    assert on_account(desk, Account.PAYABLE) == Money.wan_yuan("20")


def test_every_export_is_counted_and_in_the_audit_trail() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.check(desk.instruct(tranche_id))

    export = desk.act(
        CHECKER,
        lambda uow: export_payment_batch(
            uow, desk.packs, desk.clock, CHECKER, batch["id"], file_format=ExportFormat.CSV
        ),
    )

    assert export["version"] == batch["version"] + 1
    assert desk.uow.audit.actions[-1] == "export"


def test_a_returned_payment_waits_for_a_correction_and_is_paid_in_a_second_attempt() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    desk.bank_says(results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="账号不符"))
    assert isinstance(desk.uow.outbox.events[-1], TrancheReturned)
    assert (desk.tranche(tranche_id).state, desk.tranche(tranche_id).reason) == (TrancheState.RETURNED, "账号不符")
    assert on_account(desk, Account.RETURNED) == Money.wan_yuan("20")
    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id)
    desk.hear(build.an_account(build.an_applicant("甲"), number="6222000099990000", sequence=2))

    desk.act(
        OFFICER,
        lambda uow: correct_payment(
            uow, desk.packs, desk.clock, OFFICER, tranche_id, adopt_account=True, reason="企业已更正账户"
        ),
    )
    second = desk.instruct(tranche_id)
    desk.check(second)
    desk.bank_says(results_for(second, on=desk.clock.today()), file=another_file("c"))

    assert second["instructions"][0]["attempt"] == 2
    assert second["instructions"][0]["payee"]["last4"] == "0000"
    assert desk.tranche(tranche_id).state is TrancheState.PAID
    assert on_account(desk, Account.PAID) == Money.wan_yuan("20")
    assert on_account(desk, Account.RETURNED) == ZERO


def test_a_correction_adopts_only_a_newer_account() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    desk.bank_says(results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="账号不符"))

    with pytest.raises(PayeeUnchanged):
        desk.act(
            OFFICER,
            lambda uow: correct_payment(
                uow, desk.packs, desk.clock, OFFICER, tranche_id, adopt_account=True, reason="x"
            ),
        )


def test_a_paid_tranche_can_be_recovered_to_the_sources_it_came_from() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    desk.paid(tranche_id)

    recovery = desk.act(
        OFFICER,
        lambda uow: open_recovery(
            uow, desk.packs, desk.clock, OFFICER, tranche_id,
            reason="虚假改造", article="承诺书", document_number="大工信处2025-1",
            document_on=desk.clock.today(), file=PDF,
        ),
    )  # fmt: skip
    assert on_account(desk, Account.RECEIVABLE) == Money.wan_yuan("20")
    settled = desk.act(
        MAKER,
        lambda uow: settle_recovery(
            uow, desk.packs, desk.clock, MAKER, recovery["id"], settled_on=desk.clock.today(), bank_reference="BR9"
        ),
    )

    assert (settled["state"], desk.tranche(tranche_id).state) == ("settled", TrancheState.RECOVERED)
    balances = balances_of(desk.uow.ledger.entries.values())
    assert balances["central", 2025, Account.BUDGET_QUOTA] == Money.wan_yuan("100"), "all that the budget brought in"
    assert balances["central", 2025, Account.RECEIVABLE] == balances["central", 2025, Account.RECOVERED] == ZERO


def test_only_what_is_paid_is_recovered_and_not_in_the_future() -> None:
    desk, (tranche_id,) = a_desk_with("甲")

    def claim(on: object) -> object:
        return desk.act(
            OFFICER,
            lambda uow: open_recovery(
                uow, desk.packs, desk.clock, OFFICER, tranche_id,
                reason="x", article=None, document_number="d", document_on=on, file=None,
            ),
        )  # fmt: skip

    with pytest.raises(ActionNotAllowed):
        claim(desk.clock.today())
    desk.paid(tranche_id)
    with pytest.raises(Invalid):
        claim(desk.clock.today().replace(year=2099))


def test_a_live_instruction_covers_a_paid_one_too() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.paid(tranche_id)

    (instruction,) = desk.uow.batches.get(batch["id"]).instructions

    assert instruction.state is InstructionState.PAID
    with pytest.raises(ActionNotAllowed):
        desk.instruct(tranche_id)
