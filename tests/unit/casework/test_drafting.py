"""While the applicant has the dossier: any draft saves, and after a return only what was named may change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from casework.deadlines import working_days_left
from casework.dossier import StatementConfirmation
from casework.drafting import move_to_pack, save_answers, start
from casework.ports import Answers
from casework.states import State
from contracts.refusal import Invalid
from policy.refs import PackRef
from tests.unit.casework.builders import (
    ANSWERS,
    CALENDAR,
    CLERK,
    ENTERPRISE,
    MONDAY,
    PACK,
    ROUTE,
    STATEMENT,
    AForm,
    ARoute,
    AStep,
    a_draft,
    an_item,
    in_review,
    returned,
)

NEWER_PACK = PackRef(city="dalian", programme_year="sme-digital-2024", version="2", sha256="cd" * 32)


def test_a_draft_starts_under_its_pack_with_what_the_registry_knows() -> None:
    draft = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY, answers={"basic": {"name": "甲"}})

    assert (draft.state, draft.pack, draft.answers) == (State.DRAFT, PACK, {"basic": {"name": "甲"}})


def test_a_draft_with_empty_fields_is_saved_page_by_page() -> None:
    draft = start(applicant_id=ENTERPRISE, pack=PACK, form="declaration", at=MONDAY)

    saved = save_answers(save_answers(draft, "basic", {"name": ""}), "needs", {})

    assert saved.answers == {"basic": {"name": ""}, "needs": {}}


def test_saving_a_page_leaves_the_dossier_it_was_made_from_alone() -> None:
    draft = a_draft()

    save_answers(draft, "basic", {"name": "乙"})

    assert draft.answers == ANSWERS


def test_the_confirmation_of_the_statement_records_who_when_and_which_text() -> None:
    assert a_draft().statement == StatementConfirmation(
        confirmed_by=CLERK.account_id, at=MONDAY, text_version=STATEMENT
    )


def test_after_a_return_the_named_field_may_change() -> None:
    corrected = save_answers(
        returned(an_item("basic.revenue_wan_yuan")), "basic", {**ANSWERS["basic"], "revenue_wan_yuan": "1100"}
    )

    assert corrected.answers["basic"]["revenue_wan_yuan"] == "1100"
    assert corrected.state is State.RETURNED


def test_after_a_return_every_other_field_that_changed_is_named_at_once() -> None:
    dossier = returned(an_item("basic.revenue_wan_yuan"))

    with pytest.raises(Invalid) as refused:
        save_answers(dossier, "basic", {"name": "乙", "revenue_wan_yuan": "1100", "profit_wan_yuan": "5"})

    problems = [(problem.code, problem.field) for problem in refused.value.problems]
    assert problems == [("field_locked", "answers.basic.name"), ("field_locked", "answers.basic.profit_wan_yuan")]


def test_after_a_return_a_page_can_be_saved_again_as_it_was() -> None:
    dossier = returned(an_item("basic.revenue_wan_yuan"))

    assert save_answers(dossier, "needs", ANSWERS["needs"]) == dossier


def test_after_a_return_a_field_cannot_be_emptied_by_leaving_it_out() -> None:
    with pytest.raises(Invalid):
        save_answers(returned(an_item("basic.revenue_wan_yuan")), "basic", {"revenue_wan_yuan": "1"})


def test_a_whole_page_can_be_unlocked_but_not_a_page_that_is_only_called_alike() -> None:
    dossier = returned(an_item("basic"))

    assert save_answers(dossier, "basic", {"name": "乙"}).answers["basic"] == {"name": "乙"}
    with pytest.raises(Invalid):
        save_answers(dossier, "basics", {"name": "乙"})


def test_a_page_that_is_one_list_of_rows_counts_as_one_field() -> None:
    rows = [{"scenario": "sales", "description": "接单"}]

    assert save_answers(returned(an_item("rows")), "rows", rows).answers["rows"] == rows
    with pytest.raises(Invalid, match=r"field_locked"):
        save_answers(returned(an_item("basic")), "rows", rows)


def test_a_locked_field_may_follow_an_unlocked_one_where_the_form_now_asks_for_it() -> None:
    dossier = returned(an_item("needs.kind"))
    answers = {**ANSWERS["needs"], "kind": "other", "other_text": "能耗管理"}

    corrected = save_answers(dossier, "needs", answers, form=AForm())

    assert corrected.answers["needs"] == answers


def test_a_locked_field_that_nothing_asks_for_stays_locked_beside_one_that_follows() -> None:
    dossier = returned(an_item("needs.kind"))
    answers = {"scenarios": [], "kind": "other", "other_text": "能耗管理"}

    with pytest.raises(Invalid) as refused:
        save_answers(dossier, "needs", answers, form=AForm())

    assert [problem.field for problem in refused.value.problems] == ["answers.needs.scenarios"]


def test_the_form_is_asked_about_the_answers_without_the_locked_changes() -> None:
    form = AForm()
    answers: Answers = {**ANSWERS["needs"], "kind": "other", "other_text": "能耗管理"}

    save_answers(returned(an_item("needs.kind")), "needs", answers, form=form)

    assert form.asked == [{"basic": ANSWERS["basic"], "needs": {**ANSWERS["needs"], "kind": "other"}}]


def test_the_form_is_asked_about_a_locked_field_as_it_was_filed() -> None:
    form = AForm()

    with pytest.raises(Invalid):
        save_answers(returned(an_item("basic.revenue_wan_yuan")), "basic", {"name": "乙"}, form=form)

    assert [answers["basic"] for answers in form.asked] == [{"name": ANSWERS["basic"]["name"]}]


def test_a_draft_moves_to_another_pack_version_with_its_answers() -> None:
    moved = move_to_pack(a_draft(), ROUTE, CALENDAR, pack=NEWER_PACK)

    assert (moved.pack, moved.answers, moved.state) == (NEWER_PACK, ANSWERS, State.DRAFT)


def test_a_dossier_in_review_keeps_its_step_and_its_used_days_under_another_pack_version() -> None:
    longer = ARoute(steps=(AStep(step="intake"), AStep(working_days=5), *ROUTE.steps[1:]))

    moved = move_to_pack(in_review(), longer, CALENDAR, pack=NEWER_PACK)

    assert moved.step is not None
    assert (moved.step.index, moved.step.name) == (1, "preliminary_review")
    assert moved.due_on == (MONDAY + timedelta(days=7)).date()
    assert working_days_left(moved, CALENDAR, at=MONDAY + timedelta(days=2)) == 3


def test_a_step_that_the_other_version_does_not_have_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        move_to_pack(in_review(), ARoute(steps=ROUTE.steps[1:]), CALENDAR, pack=NEWER_PACK)

    assert [problem.code for problem in refused.value.problems] == ["step_not_in_route"]
