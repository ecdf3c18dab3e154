"""What the bank answers: taken whole or not at all, and never twice."""

from __future__ import annotations

import pytest

from contracts.money import ZERO, Money
from contracts.refusal import ActionNotAllowed
from services.funding.domain.bank_files import ExportFormat
from services.funding.domain.bank_results import ResultFile
from services.funding.domain.ledger import Account
from services.funding.domain.payment import BankVerdict
from services.funding.domain.refusals import (
    ResultAmountDiffers,
    ResultContradicts,
    ResultSumDiffers,
)
from services.funding.domain.states import BatchState, TrancheState
from services.funding.use_cases.export_payment_batch import export_payment_batch
from tests.builders_funding import CHECKER
from tests.desk_funding import a_result, a_result_file, results_for
from tests.desk_funding_back import claim_back, pay_back
from tests.unit.funding.situations import a_desk_with, another_file, on_account


def test_an_unchecked_batch_gets_no_answer_and_no_export() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)

    with pytest.raises(ResultContradicts):
        desk.bank_says(results_for(batch, on=desk.clock.today()))
    with pytest.raises(ActionNotAllowed):
        desk.act(
            CHECKER,
            lambda uow: export_payment_batch(
                uow, desk.packs, desk.clock, CHECKER, batch["id"], file_format=ExportFormat.CSV
            ),
        )


def test_a_payment_that_comes_back_after_it_was_reported_paid_is_not_paid_any_more() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.paid(tranche_id)

    late = results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="退汇", reference="LATE")
    desk.bank_says(late, file=another_file("c"))

    assert desk.tranche(tranche_id).state is TrancheState.RETURNED
    assert (desk.tranche(tranche_id).paid, on_account(desk, Account.PAID)) == (ZERO, ZERO)
    assert on_account(desk, Account.RETURNED) == Money.wan_yuan("20")


def test_the_same_file_changes_nothing_a_second_time() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    results = results_for(batch, on=desk.clock.today())
    first = desk.bank_says(results)
    booked = len(desk.uow.ledger.entries)

    second = desk.bank_says(results)

    assert (first["paid"], second["id"], second["is_repeated"]) == (1, first["id"], True)
    assert len(desk.uow.ledger.entries) == booked


def test_lines_that_were_said_before_change_nothing_in_another_file() -> None:
    desk, ids = a_desk_with("甲", "乙")
    batch = desk.instruct(*ids)
    desk.check(batch)
    whole = results_for(batch, on=desk.clock.today())
    desk.bank_says(a_result_file(whole.lines[:1]))

    second = desk.bank_says(whole, file=another_file("c"))

    assert (second["paid"], second["known"]) == (1, 1)
    assert desk.uow.batches.get(batch["id"]).state is BatchState.SETTLED


def test_a_file_that_does_not_add_up_is_refused_whole_with_the_difference() -> None:
    desk, ids = a_desk_with("甲", "乙")
    batch = desk.instruct(*ids)
    desk.check(batch)
    lines = results_for(batch, on=desk.clock.today()).lines

    with pytest.raises(ResultSumDiffers) as refused:
        desk.bank_says(a_result_file(lines, total_fen=Money.wan_yuan("40").fen + 1))

    assert refused.value.facts["difference_fen"] == 1
    assert [(each.code, each.field) for each in refused.value.problems] == [("result_sum", "total.amount")]
    assert {desk.tranche(each).state for each in ids} == {TrancheState.IN_PAYMENT}


def test_a_line_with_another_amount_than_instructed_refuses_the_file() -> None:
    desk, ids = a_desk_with("甲", "乙")
    batch = desk.instruct(*ids)
    desk.check(batch)
    first, second = batch["instructions"]
    today = desk.clock.today()
    lines = [
        a_result(2, first["number"], first["amount_fen"], on=today),
        a_result(3, second["number"], second["amount_fen"] - 1, on=today),
    ]

    with pytest.raises(ResultAmountDiffers) as refused:
        desk.bank_says(a_result_file(lines))

    assert refused.value.facts["difference_fen"] == -1
    assert refused.value.problems[0].field == "row.3"
    assert desk.tranche(ids[0]).state is TrancheState.IN_PAYMENT


def test_unknown_lines_are_reported_and_the_known_ones_are_taken() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    known = batch["instructions"][0]
    today = desk.clock.today()

    answer = desk.bank_says(
        a_result_file([a_result(2, known["number"], known["amount_fen"], on=today), a_result(3, "X-1", 100, on=today)])
    )

    assert (answer["paid"], [each.number for each in answer["unknown"]]) == (1, ["X-1"])
    assert desk.tranche(tranche_id).state is TrancheState.PAID


def test_a_file_that_says_two_things_of_one_payment_is_refused() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)
    line = batch["instructions"][0]
    today = desk.clock.today()
    twice = [
        a_result(2, line["number"], line["amount_fen"], on=today),
        a_result(3, line["number"], line["amount_fen"], on=today, verdict=BankVerdict.RETURNED),
    ]

    with pytest.raises(ResultContradicts):
        desk.bank_says(a_result_file(twice))

    assert desk.tranche(tranche_id).state is TrancheState.IN_PAYMENT


def test_a_payment_dated_tomorrow_is_refused() -> None:
    desk, (tranche_id,) = a_desk_with("甲")
    batch = desk.instruct(tranche_id)
    desk.check(batch)

    with pytest.raises(ResultContradicts):
        desk.bank_says(results_for(batch, on=desk.clock.today().replace(year=2099)))


def test_a_wrong_sum_names_the_lines_that_are_not_as_instructed_and_a_wrong_count() -> None:
    desk, ids = a_desk_with("甲", "乙")
    batch = desk.instruct(*ids)
    desk.check(batch)
    first, second = batch["instructions"]
    today = desk.clock.today()
    lines = (
        a_result(2, first["number"], first["amount_fen"] + 5, on=today),
        a_result(3, second["number"], second["amount_fen"], on=today),
    )
    wrong = ResultFile(lines=lines, stated_count=3, stated_total=Money.wan_yuan("40"))

    with pytest.raises(ResultSumDiffers) as refused:
        desk.bank_says(wrong)

    assert [(each.code, each.field) for each in refused.value.problems] == [
        ("result_sum", "total.amount"),
        ("result_count", "total.count"),
        ("result_amount", "row.2"),
    ]
    assert {desk.tranche(each).state for each in ids} == {TrancheState.IN_PAYMENT}


def test_some_lines_of_a_batch_are_paid_and_others_come_back_each_by_itself() -> None:
    desk, ids = a_desk_with("甲", "乙", "丙")
    batch = desk.instruct(*ids)
    desk.check(batch)
    today = desk.clock.today()
    lines = [
        a_result(
            row, each["number"], each["amount_fen"], on=today,
            verdict=BankVerdict.RETURNED if row == 3 else BankVerdict.PAID, reason="账号不符" if row == 3 else "",
        )
        for row, each in enumerate(batch["instructions"], 2)
    ]  # fmt: skip

    answer = desk.bank_says(a_result_file(lines))

    assert (answer["paid"], answer["returned"]) == (2, 1)
    states = {each["tranche_id"]: desk.tranche(each["tranche_id"]).state for each in batch["instructions"]}
    assert list(states.values()) == [TrancheState.PAID, TrancheState.RETURNED, TrancheState.PAID]


def test_the_bank_cannot_return_what_was_claimed_back() -> None:
    desk, ids = a_desk_with("甲", "乙")
    batch = desk.paid(*ids)
    pay_back(desk, claim_back(desk, ids[0], Money.wan_yuan("5")))
    late = results_for(batch, on=desk.clock.today(), verdict=BankVerdict.RETURNED, reason="退汇", reference="LATE")

    with pytest.raises(ResultContradicts) as refused:
        desk.bank_says(late, file=another_file("c"))

    numbers = [each.inputs["number"] for each in refused.value.problems]
    assert numbers == [each["number"] for each in batch["instructions"] if each["tranche_id"] == ids[0]]
    assert desk.tranche(ids[1]).state is TrancheState.PAID
