"""退回补正: a return names what to correct and unlocks only that; the reviewer's clock stands still meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from casework.dossier import ItemKind
from contracts.refusal import Invalid
from tests.builders_declaration import (
    ASSESSOR,
    a_pack,
    a_return,
    approval,
    good_answers,
)
from tests.desk_declaration import Desk


def test_a_return_names_what_to_correct_and_unlocks_only_that() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    returned = desk.review(declaration_id, a_return("basic.address"))

    assert returned["state"] == "returned"
    assert [item["name"] for item in returned["items_to_correct"]] == ["basic.address"]
    corrected = {**good_answers()["basic"], "address": "大连市中山区示例路2号"}
    desk.save(declaration_id, "basic", corrected)
    with pytest.raises(Invalid) as refusal:
        desk.save(declaration_id, "basic", {**corrected, "revenue": "9000"})
    assert [problem.field for problem in refusal.value.problems] == ["answers.basic.revenue"]


def test_a_corrected_declaration_is_stamped_anew_and_submitted_again() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, a_return("basic.address"))
    desk.save(declaration_id, "basic", {**good_answers()["basic"], "address": "大连市中山区示例路2号"})
    desk.attach(declaration_id, "stamped_form", 9)

    shown = desk.submit(declaration_id)

    assert (shown["state"], shown["step"]["name"]) == ("in_review", "preliminary_review")
    assert len(shown["filings"]) == 2


def test_an_attachment_can_be_returned() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, a_return("audit_report", kind=ItemKind.ATTACHMENT))

    assert desk.uow.outbox.events[-1].items_to_correct == ("attachments.audit_report",)  # type: ignore[attr-defined]
    desk.attach(declaration_id, "audit_report", 8)
    with pytest.raises(Invalid) as refusal:
        desk.attach(declaration_id, "licence_and_credit_report", 8)
    assert [problem.code for problem in refusal.value.problems] == ["attachment_locked"]


def test_a_return_names_only_what_the_form_has() -> None:
    desk = Desk()

    with pytest.raises(Invalid) as refusal:
        desk.review(desk.a_submitted(), a_return("basic.shoe_size"))

    assert [problem.code for problem in refusal.value.problems] == ["unknown_target"]


def test_the_reviewers_clock_stands_still_while_the_applicant_corrects() -> None:
    desk = Desk()  # a Friday
    declaration_id = desk.a_submitted()
    desk.clock.advance(timedelta(days=3))  # Monday: one of three working days is used
    desk.review(declaration_id, a_return("basic.address"))
    desk.clock.advance(timedelta(days=14))  # a Monday again

    shown = desk.submit(declaration_id)

    assert shown["next"]["due_on"] == "2026-12-09"


def test_what_the_institution_returns_goes_through_the_district_again_and_stays_with_the_institution() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, approval())
    desk.assign(declaration_id)
    desk.review(declaration_id, a_return("audit_report", kind=ItemKind.ATTACHMENT), ASSESSOR)

    again = desk.submit(declaration_id)["next"]
    passed = desk.review(declaration_id, approval())["next"]

    assert (again["party"], again["role"], again["division"]) == ("reviewer", "district_reviewer", "210202")
    assert (passed["party"], passed["institution_id"]) == ("reviewer", str(ASSESSOR.organisation_id))


def test_a_slot_that_a_correction_asks_for_can_be_filled_although_nobody_returned_it() -> None:
    desk = Desk(a_pack(asking_for_a_proof))
    declaration_id = desk.a_submitted()
    desk.review(declaration_id, a_return("current_state.level"))
    desk.save(declaration_id, "current_state", {"level": 4, "situation": "已有财务软件。"})

    attached = desk.attach(declaration_id, "level_proof", 8)

    assert len(attached["attachments"]["level_proof"]) == 1


def asking_for_a_proof(compiled: dict[str, Any]) -> None:
    """Level 4 has to be proved."""
    condition = {"field": "declaration.current_state.level", "equals": "4"}
    slot = {**compiled["attachments"]["declaration"][1], "code": "level_proof", "required_when": condition}
    compiled["attachments"]["declaration"].append(slot)
