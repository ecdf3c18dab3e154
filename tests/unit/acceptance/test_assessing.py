"""The third party's side: who may take it, what the papers must say, and what keeps a project from passing."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from casework.desks import ConflictOfInterest, NotToBeAssigned
from contracts.refusal import Invalid, NotAllowed, NotFound, Problem, Refusal
from services.acceptance.domain.checking import check
from services.acceptance.domain.errors import NotPassable, NotWithAssessor
from services.acceptance.domain.known import Seller
from services.acceptance.domain.rulebook import Rulebook
from tests.builders_acceptance import (
    COMPLETE,
    GATEWAY_BOX,
    PASSED,
    PROJECT,
    REPORTS,
    a_spend,
    an_audit,
    an_evaluation,
)
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    NOON,
    OFFICER,
    OTHER_ASSESSOR,
    a_code,
    an_institution,
    an_organisation,
)
from tests.desk_acceptance import Desk


def refused_to_pass(desk: Desk, acceptance_id: str) -> dict[str, Problem]:
    """Why it does not pass, by code; nothing was changed."""
    before = desk.stored(acceptance_id)
    with pytest.raises(NotPassable) as refused:
        desk.pass_it(acceptance_id)
    assert desk.stored(acceptance_id) == before
    return {problem.code: problem for problem in refused.value.problems}


def codes_of(refusal: Refusal) -> set[str]:
    return {problem.code for problem in refusal.problems}


def test_whoever_sold_to_the_enterprise_does_not_assess_it(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)
    seller = an_institution("other institution", credit_code=a_code(901))
    desk.uow.projects.sellers = [Seller(id=seller.id, credit_code=None)]

    with pytest.raises(ConflictOfInterest) as refused:
        desk.assign(acceptance_id, institution_id=seller.id)

    assert refused.value.facts["reasons"] == ["sold_to_applicant"]


def test_a_seller_is_known_by_its_credit_code_too(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)
    desk.uow.projects.sellers = [Seller(id=uuid4(), credit_code=an_institution().credit_code)]

    with pytest.raises(ConflictOfInterest):
        desk.assign(acceptance_id)


def test_an_enterprise_is_no_institution(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    with pytest.raises(Invalid) as refused:
        desk.assign(acceptance_id, institution_id=an_organisation().id)

    assert codes_of(refused.value) == {"not_an_institution"}


def test_the_step_of_the_district_is_assigned_to_nobody(desk: Desk) -> None:
    with pytest.raises(NotToBeAssigned):
        desk.assign(desk.submitted())


def test_only_the_officer_assigns(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    with pytest.raises(NotAllowed):
        desk.assign(acceptance_id, actor=DISTRICT)


def test_nobody_writes_before_an_institution_is_assigned(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, COMPLETE)

    with pytest.raises(NotFound):
        desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation())


def test_another_institution_sees_nothing(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(NotFound):
        desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation(), OTHER_ASSESSOR)
    with pytest.raises(NotFound):
        desk.review(acceptance_id, PASSED, OTHER_ASSESSOR)


def test_a_paper_of_the_step_before_is_refused(desk: Desk) -> None:
    acceptance_id = desk.submitted()

    with pytest.raises(NotWithAssessor):
        desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation(), DISTRICT)


@pytest.mark.parametrize(
    ("form", "page", "answers", "code"),
    [
        ("acceptance_request", "request", {}, "not_an_option"),
        ("evaluation", "nowhere", {}, "unknown_page"),
        ("evaluation", "evaluation", {"mood": "good"}, "unknown_field"),
        ("special_audit", "lines", {"spend": "none"}, "wrong_type"),
        ("special_audit", "lines", {"spend": [{"title": "a\x00"}]}, "malformed"),
    ],
)
def test_what_no_paper_may_hold_is_not_saved(
    desk: Desk, form: str, page: str, answers: dict[str, Any], code: str
) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(Invalid) as refused:
        desk.write(acceptance_id, form, page, answers)

    assert code in codes_of(refused.value)


def test_a_report_fits_its_slot_or_is_refused(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(Invalid) as unknown:
        desk.report(acceptance_id, "holiday_photos")
    with pytest.raises(Invalid) as wrong:
        desk.report(acceptance_id, REPORTS[0], media_type="image/png")

    assert codes_of(unknown.value) == {"unknown_slot"}
    assert codes_of(wrong.value) == {"media_type_not_allowed"}


def test_a_report_can_be_taken_out_again(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()
    desk.report(acceptance_id, REPORTS[0])
    [report] = desk.stored(acceptance_id).papers.attachments[REPORTS[0]]

    shown = desk.remove_report(acceptance_id, report.id)

    assert shown["reports"] == {}
    with pytest.raises(NotFound):
        desk.remove_report(acceptance_id, report.id)


def test_without_papers_it_does_not_pass_and_everything_is_named_at_once(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(NotPassable) as refused:
        desk.pass_it(acceptance_id)

    fields = {problem.field for problem in refused.value.problems}
    assert {
        "papers.evaluation.evaluation.level_after",
        "papers.special_audit.report.report_number",
        "papers.special_audit.lines.spend",
        "reports.acceptance_report",
        "reports.special_audit_report",
        "acceptance.level",
        "audit.is_filed",
    } <= fields


def test_level_one_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed(evaluation=an_evaluation(level_after=1))

    problems = refused_to_pass(desk, acceptance_id)

    assert set(problems) == {"level_reached"}
    assert problems["level_reached"].article == "指南 四、（三）2"


def test_without_the_audit_report_it_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    [report] = desk.stored(acceptance_id).papers.attachments["special_audit_report"]
    desk.remove_report(acceptance_id, report.id)

    problems = refused_to_pass(desk, acceptance_id)

    assert set(problems) == {"attachment_missing", "special_audit_filed"}
    assert problems["special_audit_filed"].article == "指南 四、（三）2"


def test_more_than_was_claimed_is_never_audited(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(audited="100000.01")))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["audited_above_claimed"].field == "papers.special_audit.lines.spend.0.audited"
    assert problems["audited_above_claimed"].inputs == {"claimed_fen": 10_000_000, "audited_fen": 10_000_001}


@pytest.mark.parametrize("reason", [{}, {"reason": "  "}])
def test_a_cut_has_its_reason(desk: Desk, reason: dict[str, str]) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(), a_spend(2, audited="99999", **reason)))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["cut_without_reason"].field == "papers.special_audit.lines.spend.1.reason"
    assert problems["cut_without_reason"].inputs == {"cut_fen": 100}


def test_an_invoice_is_not_counted_twice_for_one_product(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(1), a_spend(1, title="再次列支", invoice_number=" FP-1")))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["invoice_twice"].field == "papers.special_audit.lines.spend.1.invoice_number"
    assert problems["invoice_twice"].inputs == {"invoice_number": "FP-1", "first_line": 1}


def test_an_invoice_may_hold_two_products(desk: Desk) -> None:
    box = a_spend(1, product=str(GATEWAY_BOX), cost_category="data_collection_equipment")
    acceptance_id = desk.assessed(audit=an_audit(a_spend(1), box))

    assert desk.pass_it(acceptance_id)["state"] == "approved"


def test_the_total_is_the_sum_of_the_lines(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(), a_spend(2), total="200001"))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["audit_total_differs"].inputs == {"stated_fen": 20_000_100, "lines_fen": 20_000_000}


def test_a_product_that_was_not_contracted_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed(audit=an_audit(a_spend(product=str(uuid4()))))

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["product_not_contracted"].field == "papers.special_audit.lines.spend.0.product"


def test_an_unfinished_line_is_named_by_its_own_number(desk: Desk) -> None:
    unfinished = {name: answer for name, answer in a_spend(1).items() if name != "audited"}
    audit = an_audit(a_spend(2, audited="1"), total="1")
    audit["lines"]["spend"].insert(0, unfinished)
    acceptance_id = desk.assessed(audit=audit)

    problems = refused_to_pass(desk, acceptance_id)

    assert problems["required"].field == "papers.special_audit.lines.spend.0.audited"
    assert problems["cut_without_reason"].field == "papers.special_audit.lines.spend.1.reason"


def test_a_project_that_was_terminated_does_not_pass(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    desk.uow.projects.change(is_terminated=True)

    assert "stage_over" in refused_to_pass(desk, acceptance_id)


def test_an_older_edition_warns_and_does_not_refuse(desk: Desk) -> None:
    acceptance_id = desk.assessed(evaluation=an_evaluation(edition="2022"))
    stored = desk.stored(acceptance_id)
    rules, around = Rulebook.of(desk.packs.get(stored.dossier.pack)), desk.uow.projects.around(PROJECT)

    checked = check(stored, rules, around, by=ASSESSOR, at=NOON)

    assert [problem.code for problem in checked.warnings] == ["edition_in_force"]
    assert checked.problems == ()
    assert check(stored, rules, around, by=ENTERPRISE, at=NOON).warnings == ()
    assert desk.pass_it(acceptance_id)["result"]["edition"] == "2022"


def test_the_papers_are_the_assessors_until_it_decided(desk: Desk) -> None:
    acceptance_id = desk.assessed()

    while_writing = desk.seen(acceptance_id, ENTERPRISE)
    desk.pass_it(acceptance_id)
    decided = desk.seen(acceptance_id, ENTERPRISE)

    assert (while_writing["papers"], while_writing["reports"]) == ({}, {})
    assert desk.seen(acceptance_id, OFFICER)["papers"] == decided["papers"]
    assert decided["papers"]["evaluation"]["evaluation"]["level_after"] == 2
    assert set(decided["reports"]) == set(REPORTS)


def test_papers_are_not_read_by_taking_the_request_back(desk: Desk) -> None:
    acceptance_id = desk.assessed()

    shown = desk.withdraw(acceptance_id)

    assert (shown["state"], shown["papers"], shown["reports"]) == ("withdrawn", {}, {})


def test_everybody_is_offered_only_what_would_work(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    offered = {who: desk.seen(acceptance_id, actor)["actions"] for who, actor in ACTORS.items()}

    assert offered == {
        "enterprise": ["withdraw"],
        "district": [],
        "officer": ["assign", "void"],
        "assessor": ["save_paper", "attach_report", "remove_report", "review"],
        "other assessor": [],
    }


ACTORS = {
    "enterprise": ENTERPRISE,
    "district": DISTRICT,
    "officer": OFFICER,
    "assessor": ASSESSOR,
    "other assessor": OTHER_ASSESSOR,
}
