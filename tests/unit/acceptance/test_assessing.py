"""The third party's side: who may take it, who may not, what its papers hold and who reads them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from casework.desks import ConflictOfInterest, NotToBeAssigned
from contracts.refusal import Invalid, NotAllowed, NotFound, Refusal
from services.acceptance.domain.errors import NotWithAssessor
from services.acceptance.domain.known import Seller
from tests.builders_acceptance import (
    COMPLETE,
    PASSED,
    REPORTS,
    an_evaluation,
)
from tests.builders_declaration import (
    ASSESSOR,
    DISTRICT,
    ENTERPRISE,
    OFFICER,
    OTHER_ASSESSOR,
    OTHER_DISTRICT,
    a_code,
    an_institution,
    an_organisation,
)
from tests.desk_acceptance import Desk


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
    with pytest.raises(NotFound):
        desk.report(acceptance_id, REPORTS[0])
    with pytest.raises(NotFound):
        desk.remove_report(acceptance_id, uuid4())


def test_another_institution_sees_nothing(desk: Desk) -> None:
    acceptance_id = desk.with_assessor()

    with pytest.raises(NotFound):
        desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation(), OTHER_ASSESSOR)
    with pytest.raises(NotFound):
        desk.review(acceptance_id, PASSED, OTHER_ASSESSOR)


def test_whoever_sees_it_does_not_write_for_the_assessor(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    [report] = desk.stored(acceptance_id).papers.attachments[REPORTS[0]]

    with pytest.raises(NotAllowed):
        desk.write(acceptance_id, "evaluation", "evaluation", an_evaluation(), OFFICER)
    with pytest.raises(NotAllowed):
        desk.report(acceptance_id, REPORTS[0], OFFICER)
    with pytest.raises(NotAllowed):
        desk.remove_report(acceptance_id, report.id, OFFICER)


def test_who_does_not_see_it_neither_reports_nor_ends_it(desk: Desk) -> None:
    acceptance_id = desk.assessed()
    [report] = desk.stored(acceptance_id).papers.attachments[REPORTS[0]]

    with pytest.raises(NotFound):
        desk.report(acceptance_id, REPORTS[0], OTHER_ASSESSOR)
    with pytest.raises(NotFound):
        desk.remove_report(acceptance_id, report.id, OTHER_ASSESSOR)
    with pytest.raises(NotFound):
        desk.void(acceptance_id, OTHER_DISTRICT)


def test_a_draft_is_not_ended_by_the_officer_who_does_not_even_see_it(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.void(desk.draft())


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
