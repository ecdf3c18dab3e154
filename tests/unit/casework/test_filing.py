"""Submitting: everything that is wrong at once, a snapshot of what was filed, and what changed since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from casework.attachments import attach
from casework.changes import Change
from casework.drafting import confirm_statement, save_answers
from casework.endings import withdraw
from casework.filing import changes_between, changes_since_filed, content_digest
from casework.refusals import DossierIncomplete
from casework.seals import Seal
from casework.states import State
from contracts.refusal import Problem
from tests.unit.casework.builders import (
    A_DAY,
    ANSWERS,
    ASSESSOR,
    CLERK,
    LICENCE_SLOT,
    MONDAY,
    RETURN,
    ROUTE,
    SCAN_SLOT,
    STATEMENT,
    ARoute,
    a_draft,
    a_file,
    an_item,
    in_review,
    returned,
    reviewed,
    submitted,
)

CORRECTED = {**ANSWERS["basic"], "revenue_wan_yuan": "1100"}
REVENUE_CHANGED = Change(path="answers.basic.revenue_wan_yuan", before="1200.5", after="1100")


def test_a_submitted_dossier_waits_at_the_first_step_of_its_route() -> None:
    dossier = in_review()

    assert dossier.state is State.IN_REVIEW
    assert dossier.step is not None
    assert (dossier.step.name, dossier.step.role, dossier.step.division_level) == (
        "preliminary_review",
        "district_reviewer",
        "district",
    )
    assert dossier.submitted_at == MONDAY


def test_everything_that_is_wrong_is_said_at_once() -> None:
    draft = replace(a_draft(), statement=None)
    found_by_the_pack = [Problem(code="required", field="answers.basic.profit_wan_yuan")]

    with pytest.raises(DossierIncomplete) as refused:
        submitted(draft, problems=found_by_the_pack, seal=Seal(slot=SCAN_SLOT, pages={"basic": "changed"}))

    codes = [problem.code for problem in refused.value.problems]
    assert codes == ["required", "statement_not_confirmed", "stale_seal"]


def test_a_statement_whose_text_has_changed_is_confirmed_again() -> None:
    with pytest.raises(DossierIncomplete) as refused:
        submitted(a_draft(), statement_version="a newer text")

    assert [problem.code for problem in refused.value.problems] == ["statement_outdated"]
    confirmed = confirm_statement(a_draft(), by=CLERK.account_id, at=MONDAY, text_version="a newer text")
    assert submitted(confirmed, statement_version="a newer text").state is State.IN_REVIEW


def test_a_form_without_a_statement_needs_no_confirmation() -> None:
    assert submitted(replace(a_draft(), statement=None), statement_version=None).state is State.IN_REVIEW


def test_what_was_filed_is_kept_as_it_was() -> None:
    dossier = save_answers(returned(an_item("basic")), "basic", CORRECTED)

    (filing,) = dossier.filings
    assert (filing.answers, filing.at, filing.by) == (ANSWERS, MONDAY, CLERK.account_id)
    assert [each.name for each in filing.attachments[LICENCE_SLOT]] == ["文件1.pdf"]


def test_a_returned_dossier_can_be_submitted_again_at_the_same_step() -> None:
    sent_back = reviewed(reviewed(in_review()), RETURN, by=ASSESSOR)

    again = submitted(sent_back, at=MONDAY + A_DAY)

    assert again.step is not None
    assert again.step.name == "recheck"
    assert (len(again.filings), again.items_to_correct) == (2, ())
    assert again.submitted_at == MONDAY + A_DAY


def test_a_route_can_begin_anew_after_a_return() -> None:
    anew = ARoute(steps=ROUTE.steps, begins_anew_after_return=True)
    sent_back = reviewed(reviewed(in_review()), RETURN, by=ASSESSOR)

    again = submitted(sent_back, at=MONDAY + A_DAY, route=anew)

    assert again.step is not None
    assert (again.step.name, again.step.clock.opened_at) == ("preliminary_review", MONDAY + A_DAY)


def test_while_correcting_the_applicant_sees_the_changes_to_what_was_filed() -> None:
    dossier = save_answers(returned(an_item("basic")), "basic", CORRECTED)

    assert changes_since_filed(dossier) == (REVENUE_CHANGED,)


def test_the_reviewer_sees_what_the_correction_changed() -> None:
    again = submitted(save_answers(returned(an_item("basic")), "basic", CORRECTED))

    assert changes_since_filed(again) == (REVENUE_CHANGED,)
    assert changes_between(again.filings[0], again.filings[1]) == (REVENUE_CHANGED,)


def test_a_replaced_file_is_a_change_of_its_slot() -> None:
    dossier = attach(a_draft(), "proof", a_file(4))
    first = submitted(dossier).filings[0]
    second = submitted(attach(dossier, "proof", a_file(5), replaces=[a_file(4).id])).filings[0]

    (change,) = changes_between(first, second)

    assert change.path == "attachments.proof"
    assert [each["name"] for each in change.before] == ["文件4.pdf"]
    assert [each["name"] for each in change.after] == ["文件5.pdf"]


def test_nothing_has_changed_since_the_filing_of_what_was_filed_once() -> None:
    assert changes_since_filed(a_draft()) == ()
    assert changes_since_filed(in_review()) == ()


def test_what_was_changed_and_then_withdrawn_was_never_filed() -> None:
    changed = save_answers(returned(an_item("basic")), "basic", CORRECTED)

    assert changes_since_filed(withdraw(changed, by=CLERK, at=MONDAY)) == ()


def test_equal_content_has_an_equal_digest_whatever_the_order_it_was_saved_in() -> None:
    draft = a_draft()
    reordered = replace(draft, answers={page: draft.answers[page] for page in reversed(list(draft.answers))})

    assert content_digest(reordered) == content_digest(draft) == in_review().filings[0].digest


@pytest.mark.parametrize("change", ["answer", "file", "pack"])
def test_whatever_is_filed_counts_in_the_digest(change: str) -> None:
    draft = a_draft()
    changed = {
        "answer": save_answers(draft, "basic", CORRECTED),
        "file": attach(draft, LICENCE_SLOT, a_file(2)),
        "pack": replace(draft, pack=replace(draft.pack, sha256="ef" * 32)),
    }[change]

    assert content_digest(changed) != content_digest(draft)


def test_the_statement_stays_confirmed_over_a_return() -> None:
    assert submitted(returned(), statement_version=STATEMENT).statement == a_draft().statement
