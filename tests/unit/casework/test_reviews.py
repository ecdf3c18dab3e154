"""Reviewing by the route of the pack: approve, return with pointed corrections, reject with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from casework.attachments import attach
from casework.dossier import Ending, Filing, Finding, ItemKind, Verdict
from casework.endings import void, withdraw
from casework.refusals import SelfReview, StepMovedOn, VerdictNotAllowed
from casework.reviews import Judgement, record_finding, review
from casework.routes import current_step
from casework.states import State
from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid
from tests.unit.casework.builders import (
    A_DAY,
    APPROVAL,
    ASSESSOR,
    CALENDAR,
    CLERK,
    DISTRICT,
    ENTERPRISE,
    LICENCE_SLOT,
    MONDAY,
    OFFICER,
    REJECTION,
    ROUTE,
    ARoute,
    AStep,
    a_dossier,
    a_draft,
    a_file,
    a_return,
    an_item,
    in_review,
    returned,
    reviewed,
    submitted,
)


def test_an_approval_moves_the_dossier_to_the_next_step_of_the_route() -> None:
    dossier = reviewed(in_review(), APPROVAL, at=MONDAY + A_DAY)

    assert dossier.state is State.IN_REVIEW
    assert dossier.step is not None
    assert (dossier.step.index, dossier.step.role, dossier.step.clock.opened_at) == (
        1,
        "third_party_assessor",
        MONDAY + A_DAY,
    )
    assert current_step(dossier, ROUTE) == ROUTE.steps[1]


def test_the_last_approval_approves_the_dossier_and_says_who_did_it() -> None:
    dossier = reviewed(reviewed(in_review()), by=ASSESSOR, at=MONDAY + A_DAY)

    assert (dossier.state, dossier.step) == (State.APPROVED, None)
    assert dossier.ending == Ending(at=MONDAY + A_DAY, by=ASSESSOR.account_id, text="同意")


def test_a_rejection_is_final_and_carries_its_reason() -> None:
    dossier = reviewed(in_review(), REJECTION)

    assert dossier.state is State.REJECTED
    assert dossier.ending == Ending(
        at=MONDAY, by=DISTRICT.account_id, reason_code="not_eligible", text="不属于试点行业"
    )


def test_a_return_names_what_to_correct_and_keeps_the_step() -> None:
    dossier = returned(an_item("basic.name"), an_item(LICENCE_SLOT, ItemKind.ATTACHMENT))

    assert dossier.state is State.RETURNED
    assert [item.name for item in dossier.items_to_correct] == ["basic.name", LICENCE_SLOT]
    assert dossier.step is not None
    assert dossier.step.name == "preliminary_review"


def test_the_applicant_sees_every_verdict_with_the_filing_it_judged() -> None:
    again = submitted(returned(at=MONDAY + A_DAY), at=MONDAY + 2 * A_DAY)

    history = reviewed(again, at=MONDAY + 3 * A_DAY).reviews

    assert [(each.step, each.verdict, each.filing, each.opinion) for each in history] == [
        ("preliminary_review", Verdict.RETURNED, 1, "请补正"),
        ("preliminary_review", Verdict.APPROVED, 2, "同意"),
    ]
    assert history[0].items == (an_item(),)
    assert (history[0].opened_at, history[0].due_on) == (MONDAY, date(2026, 11, 5))


def test_at_an_acceptance_a_pass_approves_and_a_failure_comes_back_for_rectification() -> None:
    route = ARoute(steps=(AStep(step="effect_acceptance", outcomes=frozenset({"passed", "failed"})),))
    dossier = submitted(a_draft(), route=route)

    passed = reviewed(dossier, Judgement(verdict=Verdict.PASSED), route=route)
    failed = reviewed(dossier, Judgement(verdict=Verdict.FAILED, items=(an_item(),)), route=route)

    assert (passed.state, failed.state) == (State.APPROVED, State.RETURNED)
    assert failed.reviews[-1].verdict is Verdict.FAILED


def test_a_verdict_that_the_step_does_not_have_is_refused() -> None:
    route = ARoute(steps=(AStep(outcomes=frozenset({"approved", "returned"})),))

    with pytest.raises(VerdictNotAllowed) as refused:
        reviewed(submitted(a_draft(), route=route), REJECTION, route=route)

    assert refused.value.facts == {
        "step": "preliminary_review",
        "verdict": "rejected",
        "outcomes": ["approved", "returned"],
    }


def test_a_verdict_on_a_step_that_has_moved_on_is_refused() -> None:
    at_recheck = reviewed(in_review())

    with pytest.raises(StepMovedOn) as refused:
        reviewed(at_recheck, replace(APPROVAL, step="preliminary_review"))

    assert refused.value.facts == {"judged": "preliminary_review", "current": "recheck"}
    assert reviewed(at_recheck, replace(APPROVAL, step="recheck"), by=ASSESSOR).state is State.APPROVED


@pytest.mark.parametrize(
    "reviewer",
    [
        CLERK,
        replace(DISTRICT, organisation_id=ENTERPRISE),
        replace(CLERK, organisation_id=None),
    ],
)
def test_whoever_applied_does_not_review(reviewer: Actor) -> None:
    with pytest.raises(SelfReview):
        reviewed(in_review(), by=reviewer)


def test_a_provider_that_filed_for_the_enterprise_does_not_review_with_another_account() -> None:
    provider = replace(CLERK, account_id=UUID(int=51), organisation_id=UUID(int=50))
    colleague = replace(ASSESSOR, account_id=UUID(int=52), organisation_id=UUID(int=50))

    with pytest.raises(SelfReview):
        reviewed(submitted(a_draft(), by=provider), by=colleague)


def test_whoever_uploaded_a_file_for_the_enterprise_does_not_review() -> None:
    helped = attach(a_draft(), "proof", a_file(4, uploaded_by=ASSESSOR.account_id))

    with pytest.raises(SelfReview):
        reviewed(submitted(helped), by=ASSESSOR)


def test_an_officer_without_an_organisation_is_not_taken_for_an_applicant_without_one() -> None:
    filed_by_the_system = submitted(a_draft(), by=Actor.system("dalian"))

    assert reviewed(filed_by_the_system, by=OFFICER).step is not None


def test_a_return_without_an_item_says_so() -> None:
    with pytest.raises(Invalid) as refused:
        reviewed(in_review(), a_return())

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [("required", "items")]


def test_everything_that_a_judgement_lacks_is_said_at_once() -> None:
    vague = replace(an_item(), reason_code=" ", text="")

    with pytest.raises(Invalid) as vague_return:
        reviewed(in_review(), a_return(an_item(), vague))
    with pytest.raises(Invalid) as bare_rejection:
        reviewed(in_review(), Judgement(verdict=Verdict.REJECTED, items=(an_item(),)))

    assert [problem.field for problem in vague_return.value.problems] == ["items.1.reason_code", "items.1.text"]
    assert [(problem.code, problem.field) for problem in bare_rejection.value.problems] == [
        ("not_applicable", "items"),
        ("required", "reason_code"),
        ("required", "opinion"),
    ]


def test_a_correction_can_only_name_what_the_form_has() -> None:
    targets = ["answers.basic.name", "answers.basic.revenue_wan_yuan", "attachments.licence"]
    judgement = a_return(
        an_item("basic"), an_item("basic.name"), an_item("basic.nam"), an_item(LICENCE_SLOT, ItemKind.FIELD)
    )

    with pytest.raises(Invalid) as refused:
        review(in_review(), ROUTE, CALENDAR, judgement, by=DISTRICT, at=MONDAY, targets=targets)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("unknown_target", "items.2.name"),
        ("unknown_target", "items.3.name"),
    ]


def test_a_finding_made_on_site_is_recorded_beside_the_verdicts() -> None:
    recorded = record_finding(
        in_review(),
        by=DISTRICT,
        at=MONDAY + A_DAY,
        found_on=MONDAY.date(),
        place="甘井子区厂房",
        text="设备与申报一致",
    )

    assert recorded.findings == (
        Finding(
            step="preliminary_review",
            by=DISTRICT.account_id,
            at=MONDAY + A_DAY,
            found_on=MONDAY.date(),
            place="甘井子区厂房",
            text="设备与申报一致",
        ),
    )
    assert recorded.reviews == ()


def test_a_finding_needs_a_text_and_a_day_that_has_come() -> None:
    tomorrow = MONDAY.date() + timedelta(days=1)

    with pytest.raises(Invalid) as refused:
        record_finding(in_review(), by=DISTRICT, at=MONDAY, found_on=tomorrow, place="", text=" ")

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("required", "text"),
        ("in_the_future", "found_on"),
    ]


def test_the_applicant_does_not_record_findings_about_itself() -> None:
    with pytest.raises(SelfReview):
        record_finding(in_review(), by=CLERK, at=MONDAY, found_on=MONDAY.date(), place="", text="一切正常")


def test_the_applicant_can_withdraw_before_the_decision() -> None:
    withdrawn = withdraw(returned(), by=CLERK, at=MONDAY, text="不再参加")

    assert (withdrawn.state, withdrawn.step, withdrawn.items_to_correct) == (State.WITHDRAWN, None, ())
    assert withdrawn.ending == Ending(at=MONDAY, by=CLERK.account_id, text="不再参加")


def test_the_authority_can_void_even_what_was_approved_but_not_without_a_reason() -> None:
    approved = a_dossier(State.APPROVED)

    voided = void(approved, by=OFFICER, at=MONDAY, reason_code="false_transformation", text="虚假改造")

    assert voided.ending == Ending(
        at=MONDAY, by=OFFICER.account_id, reason_code="false_transformation", text="虚假改造"
    )
    assert voided.reviews == approved.reviews
    with pytest.raises(Invalid) as refused:
        void(approved, by=OFFICER, at=MONDAY, reason_code="", text=" ")
    assert [problem.field for problem in refused.value.problems] == ["reason_code", "text"]


def test_a_dossier_that_is_in_no_step_has_no_current_one() -> None:
    with pytest.raises(ActionNotAllowed):
        current_step(a_draft(), ROUTE)


def test_a_filing_says_for_which_organisation_it_was_made() -> None:
    (filing,) = in_review().filings

    assert isinstance(filing, Filing)
    assert filing.organisation_id == ENTERPRISE
