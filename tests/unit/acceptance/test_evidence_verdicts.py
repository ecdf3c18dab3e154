"""What evidence does to the verdict: flags that block, amounts that need a reason, and what a pack asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.refusal import Invalid, Refusal
from services.acceptance.domain.errors import NotPassable
from tests.builders_acceptance import COMPLETE, PASSED, PROJECT, a_spend, an_audit
from tests.builders_declaration import OFFICER, a_pack
from tests.builders_evidence import a_number, given_invoice, given_payment, yuan
from tests.desk_acceptance import Desk
from tests.desk_evidence import OTHER_PROJECT, decide, enter, kept


def problems_of(refused: pytest.ExceptionInfo[Refusal]) -> set[tuple[str | None, str]]:
    return {(problem.field, problem.code) for problem in refused.value.problems}


@pytest.fixture
def one(desk: Desk) -> str:
    """A request that was begun."""
    return desk.start()


def with_confirmation_by_the_city(compiled: dict[str, Any]) -> None:
    """A last step after the assessor's, without papers of its own."""
    last = {**compiled["routes"]["acceptance"]["steps"][0], "step": "confirmation", "title": "市级确认"}
    last |= {"role": "city_officer", "division_level": "city", "outcomes": ["passed", "failed"]}
    compiled["routes"]["acceptance"]["steps"].append(last)


def with_payments_asked_for(compiled: dict[str, Any]) -> None:
    """A gate of the pack asks for payment proofs."""
    rule = {"code": "payments_shown", "title": "须提供付款凭证", "assumed": "测试"}
    rule["condition"] = {"field": "evidence.kinds", "contains": "payment_proof"}
    compiled["conditions"]["rules"].append(rule)
    compiled["conditions"]["gates"]["acceptance"].append("payments_shown")


def released_with(desk: Desk, change: Any) -> str:
    """A request under a pack that differs."""
    one = desk.draft()
    desk.move_case(a_pack(change))
    return one


def used_elsewhere(desk: Desk, acceptance_id: str, item: Any) -> str:
    """Somebody else uses the number of an item, too. Gives the id of one's own flag."""
    [entered] = [each for each in kept(desk, acceptance_id).items if each.number == item.number]
    marks = {mark: False for mark, project in desk.uow.duplicates.uses if mark.value == entered.full_number}
    desk.uow.duplicates.use(OTHER_PROJECT, marks)
    return str(desk.uow.duplicates.flags_of(PROJECT)[0].id)


def test_a_number_that_somebody_else_uses_keeps_it_from_passing_until_it_is_cleared(desk: Desk) -> None:
    one = desk.draft()
    enter(desk, one, given_invoice())
    enter(desk, one, given_payment())
    flag_id = used_elsewhere(desk, one, given_invoice())
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    spent = a_spend(invoice_number=a_number(1), reason="依据合同原件")
    desk.assess(one, audit=an_audit(spent))

    with pytest.raises(NotPassable) as undecided:
        desk.pass_it(one)
    decide(desk, flag_id, is_cleared=False, reason="同一发票")
    with pytest.raises(NotPassable) as confirmed:
        desk.pass_it(one)
    decide(desk, flag_id, is_cleared=True)

    assert problems_of(undecided) == {("evidence", "duplicate_undecided")}
    assert problems_of(confirmed) == {("evidence", "duplicate_confirmed")}
    assert desk.pass_it(one)["state"] == "approved"


def test_a_flag_blocks_a_last_step_that_writes_no_papers(desk: Desk) -> None:
    one = released_with(desk, with_confirmation_by_the_city)
    enter(desk, one, given_invoice())
    enter(desk, one, given_payment())
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    desk.assess(one, audit=an_audit(a_spend(invoice_number=a_number(1))))
    desk.pass_it(one)
    used_elsewhere(desk, one, given_invoice())

    with pytest.raises(NotPassable) as refused:
        desk.review(one, PASSED, OFFICER)

    assert ("evidence", "duplicate_undecided") in problems_of(refused)


def test_a_last_step_that_writes_no_papers_passes_what_the_assessor_handed_in(desk: Desk) -> None:
    one = released_with(desk, with_confirmation_by_the_city)
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    desk.assess(one)
    desk.pass_it(one)

    passed = desk.review(one, PASSED, OFFICER)

    assert passed["state"] == "approved"
    assert passed["result"]["level"] == 2


def test_which_evidence_there_has_to_be_is_the_packs(desk: Desk) -> None:
    one = released_with(desk, with_payments_asked_for)
    enter(desk, one, given_invoice())
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    desk.assess(one, audit=an_audit(a_spend(invoice_number=a_number(1), reason="现场核实")))

    with pytest.raises(NotPassable) as refused:
        desk.pass_it(one)

    [problem] = refused.value.problems
    assert (problem.code, problem.field) == ("payments_shown", "evidence.kinds")


def test_a_decision_needs_a_reason_and_is_not_given_twice(desk: Desk, one: str) -> None:
    enter(desk, one, given_invoice())
    flag_id = used_elsewhere(desk, one, given_invoice())

    with pytest.raises(Invalid):
        decide(desk, flag_id, is_cleared=True, reason=" ")
    decide(desk, flag_id, is_cleared=True)
    with pytest.raises(Refusal, match="flag_decided"):
        decide(desk, flag_id, is_cleared=True)


def test_the_same_photo_is_a_notice_and_keeps_nothing_from_passing(desk: Desk) -> None:
    one = desk.assessed()
    marks = [mark for mark, _ in desk.uow.duplicates.uses]
    desk.uow.duplicates.use(OTHER_PROJECT, dict.fromkeys(marks, True))

    assert desk.pass_it(one)["state"] == "approved"
    assert {flag.is_notice for flag in desk.uow.duplicates.flags_of(PROJECT)} == {True}


def test_more_than_the_evidence_shows_is_audited_only_with_a_reason(desk: Desk) -> None:
    desk.uow.projects.sellers = [replace(desk.uow.projects.sellers[0], credit_code=given_invoice().seller_code)]
    one = desk.draft()
    enter(desk, one, given_invoice())
    enter(desk, one, given_payment(amount="80000"))
    desk.submit(one)
    desk.review(one, COMPLETE)
    desk.assign(one)
    desk.assess(one, audit=an_audit(a_spend(invoice_number=a_number(1))))

    with pytest.raises(NotPassable) as refused:
        desk.pass_it(one)

    [problem] = refused.value.problems
    assert (problem.code, problem.inputs["eligible_fen"]) == ("audited_above_eligible", yuan(80000))
    desk.assess(one, audit=an_audit(a_spend(invoice_number=a_number(1), reason="另有现金收据，已核实")))
    assert desk.pass_it(one)["state"] == "approved"
