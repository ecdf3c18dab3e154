"""Accounts for payment: the name to the last bracket, corrected until confirmed, then changed by review (DL6)."""

from __future__ import annotations

from uuid import UUID

import pytest

from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.refusal import Invalid, NotFound
from services.registry.domain.errors import NothingToChange, PayeeAccountConfirmed, PayeeAccountNotConfirmed
from services.registry.domain.payees import NUMBER, name_problems, read_number
from services.registry.use_cases.confirm_payee_account import confirm_payee_account
from services.registry.use_cases.correct_payee_account import correct_payee_account
from services.registry.use_cases.decide_change import decide_change
from services.registry.use_cases.register_payee_account import register_payee_account
from services.registry.use_cases.request_payee_change import request_payee_change
from services.registry.use_cases.settle_payee_account import settle_payee_account
from tests.builders_registry import NOON, OTHER_CODE, SEALER, an_officer, payee_details
from tests.fakes_registry import FakeWork

CLOCK = a_clock(NOON)
NUMBER_TEXT = "3400201009000123456"


def registered(work: FakeWork, actor: Actor, **given: object) -> UUID:
    return UUID(str(register_payee_account(work, CLOCK, actor, payee_details(**given))["id"]))


def test_an_account_is_announced_sealed_and_shown_by_its_last_four_digits() -> None:
    work = FakeWork()
    organisation, _, actor = work.with_enterprise()

    shown = register_payee_account(work, CLOCK, actor, payee_details())

    (event,) = work.outbox.events
    assert (shown["number_last_four"], shown["state"]) == ("3456", "unconfirmed")
    assert event.organisation_id == organisation.id  # type: ignore[attr-defined]
    assert SEALER.open(event.number, purpose=NUMBER) == NUMBER_TEXT  # type: ignore[attr-defined]
    for place in (shown, event, work.audit.rows, work.payees.only()):
        assert NUMBER_TEXT not in repr(place)


def test_a_bracket_of_another_width_is_shown_where_it_stands() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise(name="示例（大连）电子有限公司")

    with pytest.raises(Invalid) as refusal:
        registered(work, actor, account_name="示例(大连)电子有限公司")

    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == ("account_name_width_differs", "account_name")
    assert problem.inputs["differences"] == [
        {"position": 3, "registered": "（", "given": "("},
        {"position": 6, "registered": "）", "given": ")"},
    ]


def test_another_name_is_shown_and_the_same_name_is_no_problem() -> None:
    (problem,) = name_problems("大连示例有限公司", "大连示例电子有限公司")

    assert problem.code == "account_name_differs"
    assert problem.inputs["registered"] == "大连示例电子有限公司"
    assert name_problems("大连示例电子有限公司", "大连示例电子有限公司") == []


def test_everything_that_is_wrong_with_an_account_is_said_at_once() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()

    with pytest.raises(Invalid) as refusal:
        registered(work, actor, account_name="x", bank_name="", branch_code="12")

    assert {problem.field for problem in refusal.value.problems} == {"account_name", "bank_name", "branch_code"}


@pytest.mark.parametrize("text", ["", "12345678", "1" * 33, "340020100900O123456"])
def test_an_account_number_is_nine_to_thirty_two_digits(text: str) -> None:
    with pytest.raises(Invalid):
        read_number(text)

    assert read_number("3400 2010-0900 0123 456") == NUMBER_TEXT


def test_an_account_is_corrected_until_it_is_confirmed() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    payee_id = registered(work, actor)

    corrected = correct_payee_account(
        work, CLOCK, actor, payee_id, payee_details(branch_code="102222000002"), expected_version=1
    )
    confirm_payee_account(work, SEALER, CLOCK, an_officer(), payee_id, expected_version=2, now=NOON)

    assert corrected["branch_code"] == "102222000002"
    assert [event.sequence for event in work.outbox.events] == [1, 2, 3]
    with pytest.raises(PayeeAccountConfirmed):
        correct_payee_account(work, CLOCK, actor, payee_id, payee_details(), expected_version=None)
    with pytest.raises(NothingToChange):
        confirm_payee_account(work, SEALER, CLOCK, an_officer(), payee_id, now=NOON)


def test_a_confirmed_account_changes_by_a_reviewed_request_as_a_new_version() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    payee_id = registered(work, actor)
    with pytest.raises(PayeeAccountNotConfirmed):
        request_payee_change(work, CLOCK, actor, payee_id, payee_details(), reason="换行")
    confirm_payee_account(work, SEALER, CLOCK, an_officer(), payee_id, now=NOON)
    other = payee_details(number=SEALER.seal("6222020200112233445", purpose=NUMBER))

    change = request_payee_change(work, CLOCK, actor, payee_id, other, reason="换行")
    unchanged = work.payees.get(payee_id).number.last4
    decide_change(
        work,
        SEALER,
        CLOCK,
        an_officer(),
        UUID(str(change["id"])),
        is_approved=True,
        opinion="已核对开户许可证",
        now=NOON,
    )

    payee = work.payees.get(payee_id)
    assert (unchanged, payee.number.last4, payee.version, payee.state) == ("3456", "3445", 3, "confirmed")
    assert change["content"]["number"] == "****3445"  # type: ignore[index]
    assert work.outbox.events[-1].number.last4 == "3445"  # type: ignore[attr-defined]


def test_an_enrolled_project_settles_its_account_once() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    payee_id = registered(work, actor)

    for _ in range(2):
        settle_payee_account(work, SEALER, CLOCK, payee_id, now=NOON)
    settle_payee_account(work, SEALER, CLOCK, None, now=NOON)
    settle_payee_account(work, SEALER, CLOCK, UUID(int=9), now=NOON)

    assert work.payees.get(payee_id).state == "confirmed"
    assert work.audit.actions.count("confirm_payee_account") == 1


def test_somebody_elses_account_does_not_exist() -> None:
    work = FakeWork()
    _, _, actor = work.with_enterprise()
    _, _, stranger = work.with_enterprise(credit_code=OTHER_CODE)
    payee_id = registered(work, actor)

    with pytest.raises(NotFound):
        correct_payee_account(work, CLOCK, stranger, payee_id, payee_details(), expected_version=None)
    with pytest.raises(NotFound):
        request_payee_change(work, CLOCK, stranger, payee_id, payee_details(), reason="?")
