"""The enterprise asks for acceptance: when it may, what it needs, and what comes back to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from casework.refusals import DossierIncomplete
from chassis.testing import a_clock
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound, Refusal, StaleVersion
from services.acceptance.domain.errors import AcceptanceNotOpen, AcceptanceUnderWay
from tests.builders_acceptance import COMPLETE, PROJECT, SLOTS, a_request, a_return
from tests.builders_declaration import (
    DISTRICT,
    ENTERPRISE,
    OTHER_DISTRICT,
    STRANGER,
    a_pack,
    an_id,
    an_organisation,
    dalian,
)
from tests.desk_acceptance import Desk

EVE_OF_OPENING = datetime(2024, 12, 4, 15, 59, 59, tzinfo=UTC)  # the last second of 4 December in China
OPENING = datetime(2024, 12, 4, 16, 0, 0, tzinfo=UTC)


def codes_of(refusal: Refusal) -> set[str]:
    return {problem.code for problem in refusal.problems}


def test_before_the_window_nothing_can_be_asked_for_and_the_article_is_cited(desk: Desk) -> None:
    desk.clock = a_clock(EVE_OF_OPENING)

    with pytest.raises(AcceptanceNotOpen) as refused:
        desk.start()

    [problem] = refused.value.problems
    assert (problem.code, problem.article) == ("window_not_open", "指南 四、（三）验收审核")
    assert desk.uow.acceptances.kept == {}


def test_from_its_first_second_on_acceptance_can_be_asked_for(desk: Desk) -> None:
    desk.clock = a_clock(OPENING)

    acceptance_id = desk.start()

    assert desk.stored(acceptance_id).state == "draft"


def test_a_project_that_was_terminated_cannot_be_accepted(desk: Desk) -> None:
    desk.uow.projects.change(is_terminated=True)

    with pytest.raises(AcceptanceNotOpen) as refused:
        desk.start()

    assert codes_of(refused.value) == {"stage_over"}


def test_a_project_terminated_meanwhile_is_refused_with_its_article(desk: Desk) -> None:
    acceptance_id = desk.draft()
    desk.uow.projects.change(is_terminated=True)

    with pytest.raises(DossierIncomplete) as refused:
        desk.submit(acceptance_id)

    found = {problem.code: problem.article for problem in refused.value.problems}
    assert found["project_enrolled"] == "指南 四、（二）2"


def test_the_project_of_somebody_else_looks_absent(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.start(STRANGER)


def test_a_second_request_for_a_live_project_is_refused(desk: Desk) -> None:
    desk.start()

    with pytest.raises(AcceptanceUnderWay):
        desk.start()


def test_after_a_withdrawal_it_can_be_asked_for_again(desk: Desk) -> None:
    desk.withdraw(desk.submitted())

    again = desk.start()

    assert desk.stored(again).version == 1


def test_everything_that_is_missing_is_said_at_once_and_the_draft_is_kept(desk: Desk) -> None:
    acceptance_id = desk.start()
    desk.save(acceptance_id, completed_on="2026-10-31")

    with pytest.raises(DossierIncomplete) as refused:
        desk.submit(acceptance_id)

    fields = {problem.field for problem in refused.value.problems}
    assert {"answers.request.results", *(f"attachments.{slot}" for slot in SLOTS)} <= fields
    assert desk.stored(acceptance_id).dossier.answers["request"] == {"completed_on": "2026-10-31"}
    assert desk.uow.outbox.events == []


def test_an_incomplete_page_is_saved_and_its_faults_are_shown(desk: Desk) -> None:
    acceptance_id = desk.start()

    shown = desk.save(acceptance_id, actual_investment="viel")

    assert [problem["code"] for problem in shown["problems"]] == ["not_an_amount"]
    assert shown["version"] == 2


@pytest.mark.parametrize(
    ("page", "answers", "code"),
    [
        ("nowhere", {}, "unknown_page"),
        ("request", {"wish": "x"}, "unknown_field"),
        ("request", {"results": 7}, "wrong_type"),
        ("request", {"results": "a\x00b"}, "malformed"),
    ],
)
def test_what_no_draft_may_hold_is_not_saved(desk: Desk, page: str, answers: dict[str, Any], code: str) -> None:
    acceptance_id = desk.start()

    with pytest.raises(Invalid) as refused:
        desk.save(acceptance_id, page=page, **answers)

    assert code in codes_of(refused.value)
    assert desk.stored(acceptance_id).version == 1


def test_a_file_of_the_wrong_type_is_refused(desk: Desk) -> None:
    acceptance_id = desk.start()

    with pytest.raises(Invalid) as refused:
        desk.attach(acceptance_id, SLOTS[0], media_type="image/png")

    assert codes_of(refused.value) == {"media_type_not_allowed"}


def test_a_file_can_be_taken_out_of_a_draft(desk: Desk) -> None:
    acceptance_id = desk.start()
    [file] = desk.attach(acceptance_id, SLOTS[0])["attachments"][SLOTS[0]]

    shown = desk.remove(acceptance_id, file["id"])

    assert shown["attachments"][SLOTS[0]] == []


def test_what_was_requested_waits_for_the_district_of_the_enterprise(desk: Desk) -> None:
    acceptance_id = desk.draft()

    shown = desk.submit(acceptance_id)

    assert (shown["state"], shown["step"]["name"]) == ("in_review", "completeness_check")
    assert shown["next"]["division"] == an_organisation().division
    [event] = desk.uow.outbox.events
    assert (event.NAME, event.sequence, event.aggregate_id) == ("acceptance_requested", 5, desk.stored(shown["id"]).id)
    assert desk.uow.audit.actions == ["start", "save", "attach", "attach", "submit"]


def test_another_version_than_the_one_on_the_screen_is_not_submitted(desk: Desk) -> None:
    acceptance_id = desk.draft()

    with pytest.raises(StaleVersion):
        desk.submit(acceptance_id, expected_version=1)


def test_it_cannot_be_submitted_twice(desk: Desk) -> None:
    acceptance_id = desk.submitted()

    with pytest.raises(ActionNotAllowed):
        desk.submit(acceptance_id)


def test_a_returned_request_is_corrected_where_it_was_pointed_at(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, a_return("request.results"))
    with pytest.raises(Invalid) as locked:
        desk.save(acceptance_id, **a_request(actual_investment="1"))
    desk.save(acceptance_id, **a_request(results="补充说明"))

    shown = desk.submit(acceptance_id)

    assert codes_of(locked.value) == {"field_locked"}
    assert (shown["state"], shown["step"]["index"], len(shown["filings"])) == ("in_review", 0, 2)
    names = [event.NAME for event in desk.uow.outbox.events]
    assert names == ["acceptance_requested", "acceptance_returned", "acceptance_requested"]


def with_last_day(compiled: dict[str, Any]) -> None:
    """Acceptance can be asked for until the end of November 2026."""
    [window] = [each for each in compiled["pack"]["calls"][0]["windows"] if each["stage"] == "acceptance"]
    window["closes_at"] = "2026-11-30T23:59:59"


def test_a_correction_goes_on_after_the_last_day_and_a_new_request_does_not(desk: Desk) -> None:
    pack = a_pack(with_last_day)
    desk.shelve(pack)
    desk.uow.projects.change(pack=pack.ref.text, pack_sha256=pack.ref.sha256)
    acceptance_id = desk.submitted()
    desk.review(acceptance_id, a_return("request.results"))
    desk.clock = a_clock(datetime(2026, 12, 1, tzinfo=UTC))

    shown = desk.submit(acceptance_id)

    assert shown["state"] == "in_review"
    desk.withdraw(acceptance_id)
    with pytest.raises(AcceptanceNotOpen) as refused:
        desk.start()
    assert codes_of(refused.value) == {"window_over"}


def test_only_the_district_of_the_enterprise_checks_it(desk: Desk) -> None:
    acceptance_id = desk.submitted()

    with pytest.raises(NotFound):
        desk.review(acceptance_id, COMPLETE, OTHER_DISTRICT)
    with pytest.raises(NotAllowed):
        desk.review(acceptance_id, COMPLETE, ENTERPRISE)


def test_a_stranger_does_nothing_with_the_request_of_another(desk: Desk) -> None:
    acceptance_id = desk.draft()

    for act in (desk.submit, desk.withdraw):
        with pytest.raises(NotFound):
            act(acceptance_id, STRANGER)
    with pytest.raises(NotFound):
        desk.save(acceptance_id, STRANGER, **a_request())
    with pytest.raises(NotFound):
        desk.attach(acceptance_id, SLOTS[0], STRANGER)
    [file] = desk.seen(acceptance_id, ENTERPRISE)["attachments"][SLOTS[0]]
    with pytest.raises(NotFound):
        desk.remove(acceptance_id, file["id"], STRANGER)


def test_an_enterprise_that_moved_is_checked_by_its_new_district(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    moved = an_organisation(division=OTHER_DISTRICT.division)
    desk.uow.facts.organisations[moved.id] = moved

    desk.follow_division(moved.id)

    assert desk.stored(acceptance_id).division == OTHER_DISTRICT.division
    told = desk.uow.outbox.events[-1]
    assert (told.NAME, told.sequence) == ("acceptance_requested", desk.stored(acceptance_id).version)
    assert told.division == OTHER_DISTRICT.division  # type: ignore[attr-defined]
    with pytest.raises(NotFound):
        desk.review(acceptance_id, COMPLETE, DISTRICT)


def test_a_request_belongs_to_the_district_that_the_enterprise_is_in_now(desk: Desk) -> None:
    moved = an_organisation(division=OTHER_DISTRICT.division)
    desk.uow.projects.applicants[moved.id] = moved

    acceptance_id = desk.submitted()

    assert desk.stored(acceptance_id).division == OTHER_DISTRICT.division


def test_what_is_under_way_follows_its_project_to_another_pack_version_and_no_other_project(desk: Desk) -> None:
    other = an_id("other project of the case")
    desk.uow.projects.known[other] = replace(desk.uow.projects.known[PROJECT], id=other)
    moved, stays = desk.submitted(), desk.submitted(project_id=other)
    newer = a_pack()

    desk.move_project(newer)

    assert desk.stored(moved).dossier.pack == newer.ref
    assert desk.uow.audit.rows[-1].details["reason"] == "政策调整"
    assert desk.stored(stays).dossier.pack == dalian().ref


def test_what_is_under_way_follows_its_case_to_another_pack_version(desk: Desk) -> None:
    acceptance_id = desk.submitted()
    newer = a_pack()

    desk.move_case(newer)

    assert desk.stored(acceptance_id).dossier.pack == newer.ref
    assert desk.uow.audit.rows[-1].details["after"] == newer.ref.text
    desk.withdraw(acceptance_id)
    assert desk.stored(desk.start(project_id=PROJECT)).dossier.pack == newer.ref
