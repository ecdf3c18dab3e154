"""Awards that are asked for: who may, when, what is refused, and what an approval brings (XB13-XB22, ZS8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from casework.refusals import DossierIncomplete
from contracts.events.funding import (
    AwardApplicationApproved,
    AwardApplicationRejected,
    AwardApplicationReturned,
    AwardApplicationSubmitted,
    AwardApplicationWithdrawn,
    AwardComputed,
)
from contracts.refusal import Invalid, NotFound
from contracts.working_days import WorkingDays
from policy.pack import Pack
from services.funding.domain.refusals import ApplicationNotOpen
from services.funding.use_cases.move_applications import move_applications
from services.funding.use_cases.recompute_applications import recompute_applications
from tests import builders_funding as build
from tests.builders_funding import OFFICER
from tests.desk_applications import (
    DIAGNOSIS,
    DISTRICT,
    XIAMEN_NOON,
    Counter,
    an_asker,
    rejected,
    to_correct,
    xiamen,
    zhongshan,
)
from tests.desk_funding import Desk

JIA = an_asker("甲")


@pytest.fixture
def counter() -> Counter:
    return Counter(Desk(xiamen(), at=XIAMEN_NOON))


@pytest.mark.shows("XB13", "ALL4")
def test_whoever_is_no_pilot_enterprise_is_told_so_with_the_article_and_with_all_else_that_is_missing(
    counter: Counter,
) -> None:
    by = counter.knows(JIA)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, slot=None, **{**DIAGNOSIS, "fee": None})

    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, draft)

    found = {problem.code: problem for problem in refused.value.problems}
    assert found["pilot_enterprise"].article == "工作方案 四、（五）1"
    assert {"required", "attachment_missing", "pilot_enterprise"} <= found.keys()
    assert {each["code"] for each in counter.check(draft)["problems"]} == found.keys()


@pytest.mark.shows("XB13")
def test_a_stage_is_for_the_applicants_that_the_pack_names(counter: Counter) -> None:
    by = counter.knows(an_asker("商", "provider"))

    with pytest.raises(ApplicationNotOpen) as refused:
        counter.start(by, "diagnosis_application")

    (problem,) = refused.value.problems
    assert (problem.code, problem.article) == ("applicant_not_admitted", "工作方案 四、（五）3")


def test_a_stage_by_which_nothing_is_asked_for_is_named_with_those_that_there_are(counter: Counter) -> None:
    by = counter.knows(JIA)

    with pytest.raises(Invalid) as refused:
        counter.start(by, "award")

    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("not_an_option", "stage")
    assert "diagnosis_application" in problem.inputs["options"]


def test_a_project_is_named_only_where_the_stage_is_about_one(counter: Counter) -> None:
    by = counter.knows(JIA)
    ref = xiamen().ref
    contract = replace(build.a_contract(JIA), division="350203", pack=ref.text, pack_sha256=ref.sha256)
    counter.desk.hear(contract)

    with pytest.raises(Invalid) as refused:
        counter.start(by, "diagnosis_application", project_id=contract.aggregate_id)

    assert [(each.code, each.field) for each in refused.value.problems] == [("not_applicable", "project_id")]


@pytest.mark.shows("ZS8", "ALL4")
def test_before_its_contract_an_enterprise_is_told_what_the_pre_award_waits_for_and_of_a_strangers_no_more() -> None:
    counter = Counter(Desk(zhongshan()))
    by, ref = counter.knows(JIA, division="442013"), zhongshan().ref
    contract = replace(build.a_contract(an_asker("乙")), pack=ref.text, pack_sha256=ref.sha256)
    counter.desk.hear(contract)

    for project_id in (build.an_id("without a contract"), contract.aggregate_id):
        with pytest.raises(ApplicationNotOpen) as refused:
            counter.start(by, "pre_award", project_id=project_id)

        assert [(each.code, each.article) for each in refused.value.problems] == [("stage_not_reached", "流程图 流程8")]


def test_the_account_has_to_be_the_applicant_s_own(counter: Counter) -> None:
    by, other = counter.knows(JIA, is_pilot=True), counter.knows(an_asker("乙"))
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS, payee_account=str(build.an_id(f"account {other.organisation_id}")))

    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, draft)

    assert [(each.code, each.field) for each in refused.value.problems] == [
        ("payee_account_not_yours", "answers.request.payee_account")
    ]


def test_nobody_else_touches_or_sees_a_draft(counter: Counter) -> None:
    by, other = counter.knows(JIA, is_pilot=True), counter.knows(an_asker("乙"))
    draft = counter.start(by, "diagnosis_application")

    with pytest.raises(NotFound):
        counter.submit(other, draft)
    with pytest.raises(NotFound):
        counter.review(DISTRICT, draft, to_correct("request.fee"))


def test_what_is_returned_is_corrected_and_goes_on_where_it_was(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS)
    counter.submit(by, draft)
    counter.approve(draft, DISTRICT)

    returned = counter.review(OFFICER, draft, to_correct("request.fee"))
    counter.fill(by, draft, slot=None, **{**DIAGNOSIS, "fee": "100000"})
    again = counter.submit(by, draft)

    assert returned["state"] == "returned"
    assert (again["state"], again["step"]["name"]) == ("in_review", "final_review")
    told = [type(event) for event in counter.desk.uow.outbox.events]
    assert told == [
        AwardApplicationSubmitted,
        AwardApplicationSubmitted,
        AwardApplicationReturned,
        AwardApplicationSubmitted,
    ]


def test_a_rejection_is_final_and_brings_nothing(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS)
    counter.submit(by, draft)

    shown = counter.review(DISTRICT, draft, rejected("not_eligible"))

    assert shown["state"] == "rejected"
    assert isinstance(counter.desk.uow.outbox.events[-1], AwardApplicationRejected)
    assert counter.awards(UUID(draft["id"]), "diagnosis") == ()


def test_what_was_handed_in_can_be_taken_back_and_asked_for_again(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS)
    counter.submit(by, draft)

    assert counter.withdraw(by, draft)["state"] == "withdrawn"
    assert isinstance(counter.desk.uow.outbox.events[-1], AwardApplicationWithdrawn)
    assert counter.asked(by, "diagnosis_application", **DIAGNOSIS)["state"] == "approved"


@pytest.mark.shows("XB13")
def test_an_approval_computes_the_lines_of_its_stage_and_no_others(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)

    shown = counter.asked(by, "diagnosis_application", **DIAGNOSIS)

    award = counter.award_of(shown, "diagnosis")
    assert (award.amount.fen, award.subject_kind) == (6_000_000, "award_application")
    assert len(counter.desk.uow.awards.rows) == 1
    approved, computed = counter.desk.uow.outbox.events[-2:]
    assert isinstance(approved, AwardApplicationApproved)
    assert (approved.lines, approved.project_id) == (("diagnosis",), None)
    assert isinstance(computed, AwardComputed)
    assert (computed.line, computed.subject_kind) == ("diagnosis", "award_application")


@pytest.mark.shows("XB13")
def test_what_is_asked_for_again_counts_against_the_same_cap(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    counter.asked(by, "diagnosis_application", **{**DIAGNOSIS, "fee": "80000"})

    again = counter.asked(by, "diagnosis_application", **{**DIAGNOSIS, "fee": "80000"})

    assert counter.award_of(again, "diagnosis").amount.fen == 1_200_000


@pytest.mark.shows("XB21")
def test_one_demonstration_that_is_asked_for_twice_is_paid_once_and_a_scenario_beside_it(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    recognised = {"recognised_on": "2024-05-20", "document_number": "工信部示例〔2024〕1号"}

    def rewarded(stage: str, line: str, **kind: str) -> int:
        shown = counter.asked(by, stage, **kind, **recognised)
        amount: int = counter.award_of(shown, line).amount.fen
        return amount

    first, again = (rewarded("demonstration_application", "demonstration", kind="smart_factory") for _ in range(2))
    scenario = rewarded("excellent_scenario_application", "excellent_scenario", scenario="智能仓储")
    assert (first, again, scenario) == (100_000_000, 0, 50_000_000)


@pytest.mark.shows("XB20")
def test_an_institution_is_paid_for_each_enterprise_up_to_the_enterprise_s_own_cap(counter: Counter) -> None:
    by = counter.knows(an_asker("评", "institution"))
    for name in "甲乙":
        counter.desk.hear(build.an_acceptance(an_asker(name), assessor_id=by.organisation_id))

    def settled(name: str, fee: str) -> int:
        enterprise = an_asker(name)
        settlement = {"enterprise_name": enterprise.name, "enterprise_credit_code": enterprise.credit_code}
        answers = {**settlement, "report_number": "PG-1", "fee": fee}
        shown = counter.asked(by, "assessment_service_application", **answers)
        amount: int = counter.award_of(shown, "assessment_service").amount.fen
        return amount

    assert [settled("甲", "40000"), settled("乙", "20000"), settled("乙", "20000")] == [3_000_000, 2_000_000, 1_000_000]


@pytest.mark.shows("XB20", "ALL4")
def test_an_institution_settles_for_no_enterprise_that_another_one_accepted(counter: Counter) -> None:
    by, enterprise = counter.knows(an_asker("评", "institution")), an_asker("甲")
    counter.desk.hear(build.an_acceptance(enterprise, assessor_id=build.an_id("another institution")))
    draft = counter.start(by, "assessment_service_application")
    settlement = {"enterprise_name": enterprise.name, "enterprise_credit_code": enterprise.credit_code}
    counter.fill(by, draft, **settlement, report_number="PG-1", fee="30000")

    with pytest.raises(DossierIncomplete) as refused:
        counter.submit(by, draft)

    assert [(each.code, each.article) for each in refused.value.problems] == [
        ("assessed_by_institution", "工作方案 四、（五）10")
    ]


def test_what_is_in_review_waits_for_the_division_that_its_applicant_moved_to(counter: Counter) -> None:
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS)
    counter.submit(by, draft)
    desk = counter.desk
    desk.hear(replace(build.an_organisation(JIA, sequence=2), division="350206"))

    move_applications(desk.uow, desk.packs, desk.clock, JIA.id)

    assert desk.uow.outbox.events[-1].acting_division == "350206"
    with pytest.raises(NotFound):
        counter.approve(draft, DISTRICT)


def test_a_holiday_that_is_told_later_moves_the_deadline_of_a_review() -> None:
    counter = Counter(Desk(with_days(5), at=XIAMEN_NOON))
    counter.desk.uow.facts.days = WorkingDays(confirmed_years=frozenset({2024}))
    by = counter.knows(JIA, is_pilot=True)
    draft = counter.start(by, "diagnosis_application")
    counter.fill(by, draft, **DIAGNOSIS)
    due_on = counter.submit(by, draft)["next"]["due_on"]
    desk = counter.desk

    dragon_boat = {date(2024, 6, 10): False}
    desk.uow.facts.days = WorkingDays(confirmed_years=frozenset({2024}), exceptions=dragon_boat)
    recompute_applications(desk.uow, year=2024)

    assert due_on == "2024-06-10"
    assert desk.uow.applications.get(UUID(draft["id"])).dossier.due_on == date(2024, 6, 11)


def with_days(working_days: int) -> Pack:
    """Xiamen's pack, in which the district has so many days."""
    first, second = xiamen().compiled["routes"]["award_application"]["steps"]
    steps = [{**first, "working_days": working_days}, second]
    return build.with_changes(xiamen(), {"routes.award_application.steps": steps})
