"""Handing a declaration in: everything that is wrong at once, each with its article, and the deadline that follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from casework.refusals import DossierIncomplete
from contracts.events.declaration import DeclarationSubmitted
from contracts.refusal import ActionNotAllowed, NotFound, StaleVersion
from tests.builders_declaration import NOON, STRANGER, a_pack, a_return, an_organisation, good_answers, with_window
from tests.desk_declaration import Desk


def problems(refusal: Any) -> dict[str, str | None]:
    """Code -> article."""
    return {problem.code: problem.article for problem in refusal.value.problems}


def test_a_complete_draft_goes_to_the_first_step_of_the_route_within_three_working_days() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    shown = desk.submit(declaration_id)

    assert shown["state"] == "in_review"
    assert shown["step"]["name"] == "preliminary_review"
    assert (shown["next"]["role"], shown["next"]["division"]) == ("district_reviewer", "210202")
    assert (shown["next"]["due_on"], shown["next"]["is_provisional"]) == ("2026-11-25", False)


def test_others_are_told_what_they_decide_by_and_nothing_more() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    event = desk.uow.outbox.events[-1]

    assert isinstance(event, DeclarationSubmitted)
    assert (str(event.aggregate_id), event.sequence) == (declaration_id, desk.stored(declaration_id).version)
    assert (event.state, event.step, event.due_on) == ("in_review", 0, date(2026, 11, 25))
    assert not hasattr(event, "answers")


def test_an_empty_draft_is_told_everything_that_is_missing_at_once() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    found = problems(refusal)
    assert found.keys() >= {"required", "attachment_missing", "statement_not_confirmed", "industrial_enterprise"}
    assert found["attachment_missing"] == "手册 二、（二）4"
    assert found["industrial_enterprise"] == "指南 一、申报条件（一）"
    assert desk.stored(declaration_id).state == "draft"


@pytest.mark.parametrize(
    ("listed_as", "code", "article"),
    [
        ("abnormal_operation", "not_abnormal", "指南 一、申报条件（四）"),
        ("dishonest", "not_dishonest", "指南 一、申报条件（四）"),
        ("funded_little_giant", "not_funded_before", "指南 一、申报条件（三）"),
        ("pilot_2022", "not_in_2022_pilot", "指南 一、申报条件（三）"),
    ],
)
def test_whoever_stands_on_an_exclusion_list_is_refused_with_the_article(
    listed_as: str, code: str, article: str
) -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    desk.uow.facts.keep(an_organisation(lists=(listed_as,)))

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    assert problems(refusal) == {code: article}


def test_an_enterprise_of_another_industry_is_eligible_by_its_product_with_evidence() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    desk.save(declaration_id, "basic", {**good_answers()["basic"], "industry_code": "3311"})
    desk.attach(declaration_id, "stamped_form", 9)

    assert desk.submit(declaration_id)["state"] == "in_review"


def test_a_form_that_changed_after_it_was_stamped_has_to_be_stamped_again() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    saved = desk.save(declaration_id, "current_state", {"level": 2, "situation": "已有财务软件。"})
    assert saved["stale_pages"] == ["current_state"]

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    [problem] = refusal.value.problems
    assert (problem.code, problem.inputs) == ("stale_seal", {"pages": ["current_state"]})
    desk.attach(declaration_id, "stamped_form", 9)
    assert desk.submit(declaration_id)["stale_pages"] == []


def test_an_answer_that_was_changed_back_leaves_the_stamp_valid() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    desk.save(declaration_id, "current_state", {"level": 2, "situation": "已有财务软件。"})

    desk.save(declaration_id, "current_state", good_answers()["current_state"])

    assert desk.submit(declaration_id)["state"] == "in_review"


def test_a_correction_of_what_came_in_time_may_come_after_the_window() -> None:
    desk = Desk(a_pack(with_window("2026-11-01T00:00:00", "2026-11-30T23:59:59")))
    in_time = desk.a_submitted()
    desk.review(in_time, a_return("current_state.situation"))
    desk.clock.advance(timedelta(days=11))

    corrected = desk.submit(in_time)

    assert corrected["state"] == "in_review"


def test_a_draft_that_is_complete_one_second_too_late_is_refused_and_kept() -> None:
    desk = Desk(a_pack(with_window("2026-11-01T00:00:00", "2026-11-30T23:59:59")))
    declaration_id = desk.a_complete_draft()
    desk.clock.advance(datetime(2026, 11, 30, 16, tzinfo=UTC) - NOON)

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    assert list(problems(refusal)) == ["window_over"]
    assert desk.stored(declaration_id).state == "draft"


def test_a_call_that_an_officer_closed_takes_nothing_more() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()
    desk.turn_calls()
    desk.close_call("试点结束")
    desk.clock.advance(timedelta(seconds=2))

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(declaration_id)

    assert list(problems(refusal)) == ["window_over"]


def test_a_deadline_that_reaches_into_a_year_without_a_calendar_says_that_it_is_provisional() -> None:
    desk = Desk(at=datetime(2026, 12, 30, 2, tzinfo=UTC))

    shown = desk.submit(desk.a_complete_draft())

    assert (shown["next"]["due_on"], shown["next"]["is_provisional"]) == ("2027-01-05", True)


def test_what_was_submitted_is_not_submitted_twice() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    with pytest.raises(ActionNotAllowed):
        desk.submit(declaration_id)


def test_only_the_applicant_submits_and_only_what_it_saw() -> None:
    desk = Desk()
    declaration_id = desk.a_complete_draft()

    with pytest.raises(NotFound):
        desk.submit(declaration_id, STRANGER)
    with pytest.raises(StaleVersion) as refusal:
        desk.submit(declaration_id, expected_version=3)

    assert refusal.value.facts == {"expected": 3, "found": 10}
    assert desk.submit(declaration_id, expected_version=10)["version"] == 11
