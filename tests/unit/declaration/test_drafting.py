"""An applicant's draft: started under a call, saved at any time, never lost, never somebody else's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from casework.common_facts import NotKnownHere
from contracts.refusal import Invalid, NotFound
from services.declaration.domain.errors import (
    CallNotOpen,
    RoundAlreadyDeclared,
    RoundBlocked,
    StatementOutdated,
)
from tests.builders_declaration import (
    PHONE,
    STRANGER,
    a_code,
    a_pack,
    a_rejection,
    an_organisation,
    good_answers,
    with_window,
)
from tests.desk_declaration import Desk


def codes(refusal: Any) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_a_draft_is_pinned_to_the_pack_of_its_day_and_filled_with_what_the_registry_told() -> None:
    desk = Desk()

    draft = desk.start()

    assert draft["state"] == "draft"
    assert (draft["pack"], draft["pack_sha256"]) == (desk.pack.ref.text, desk.pack.ref.sha256)
    assert draft["answers"]["basic"] == {
        "enterprise_name": "大连示例轴承有限公司",
        "city": "大连市",
        "credit_code": a_code(),
    }
    assert desk.uow.audit.actions[-1] == "start"


def test_registry_data_that_the_gateway_hands_in_fills_the_form_and_phones_are_sealed() -> None:
    draft = Desk().start(**{"organisation.contact": "李四", "organisation.contact_phone": PHONE})

    assert draft["answers"]["basic"]["contact"] == "李四"
    assert draft["answers"]["basic"]["contact_phone"] == {"last4": "5678"}


def test_an_applicant_has_one_declaration_in_a_round() -> None:
    desk = Desk()
    first = desk.start()

    with pytest.raises(RoundAlreadyDeclared) as refusal:
        desk.start()

    assert refusal.value.facts == {"declaration_id": first["id"], "state": "draft"}


def test_a_rejection_blocks_the_round_and_cites_the_article() -> None:
    desk = Desk()
    desk.review(desk.a_submitted(), a_rejection())

    with pytest.raises(RoundBlocked) as refusal:
        desk.start()

    assert [problem.article for problem in refusal.value.problems] == ["指南 四、（一）试点企业审核"]


def test_after_a_withdrawal_the_applicant_may_declare_again() -> None:
    desk = Desk()
    desk.withdraw(desk.a_submitted())

    again = desk.start()

    assert again["state"] == "draft"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2023, 12, 1, 0, 59, 59, tzinfo=UTC), "window_not_open"),
        (datetime(2023, 12, 31, 16, 0, tzinfo=UTC), "window_over"),
    ],
)
def test_nothing_is_started_outside_the_window_of_the_call(at: datetime, code: str) -> None:
    desk = Desk(a_windowed_pack(), at=at)

    with pytest.raises(CallNotOpen) as refusal:
        desk.start()

    assert codes(refusal) == [code]


def test_the_window_holds_to_its_last_second() -> None:
    last = datetime(2023, 12, 31, 15, 59, 59, 900_000, tzinfo=UTC)

    assert Desk(a_windowed_pack(), at=last).start()["state"] == "draft"


def test_an_applicant_that_the_registry_has_not_told_of_yet_is_asked_to_wait() -> None:
    desk = Desk()
    desk.uow.facts.organisations.clear()

    with pytest.raises(NotKnownHere):
        desk.start()


def test_a_draft_saves_with_wrong_and_missing_answers_and_shows_what_is_wrong() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    saved = desk.save(declaration_id, "basic", {"revenue": "much", "description": "字" * 501})

    assert {(each["code"], each["field"]) for each in saved["problems"]} == {
        ("not_an_amount", "answers.basic.revenue"),
        ("too_long", "answers.basic.description"),
    }
    assert desk.stored(declaration_id).dossier.answers["basic"]["revenue"] == "much"


@pytest.mark.parametrize(
    ("page", "answers", "code"),
    [
        ("basic", {"colour": "red"}, "unknown_field"),
        ("colours", {}, "unknown_page"),
        ("basic", {"revenue": 5}, "wrong_type"),
        ("basic", {"address": "a\0b"}, "malformed"),
        ("basic", {"contact_phone": "12"}, "malformed"),
        ("basic", {"contact_phone": {"last4": "0000"}}, "malformed"),
        ("basic", {"enterprise_name": "别的公司"}, "fixed_by_registry"),
        ("needs", {"scenarios": [{"scenario": 1}]}, "wrong_type"),
    ],
)
def test_what_no_draft_can_hold_is_refused_and_nothing_changes(page: str, answers: dict[str, Any], code: str) -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]
    before = desk.stored(declaration_id)

    with pytest.raises(Invalid) as refusal:
        desk.save(declaration_id, page, answers)

    assert code in codes(refusal)
    assert desk.stored(declaration_id) == before


def test_registered_answers_stay_when_a_client_leaves_them_out() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    saved = desk.save(declaration_id, "basic", {"contact": "甲某"})

    assert saved["answers"]["basic"]["credit_code"] == a_code()


def test_a_phone_is_stored_sealed_and_shown_by_its_last_four_digits() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    saved = desk.save(declaration_id, "basic", good_answers()["basic"])

    assert saved["answers"]["basic"]["contact_phone"] == {"last4": "5678"}
    assert PHONE not in str(desk.stored(declaration_id))


@pytest.mark.parametrize("phone", [{"last4": "5678"}, PHONE])
def test_a_page_saved_as_it_was_shown_keeps_its_sealed_phone(phone: Any) -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]
    desk.save(declaration_id, "basic", good_answers()["basic"])
    before = desk.stored(declaration_id).dossier.answers

    desk.save(declaration_id, "basic", {**good_answers()["basic"], "contact_phone": phone})

    assert desk.stored(declaration_id).dossier.answers == before


def test_the_wording_that_is_confirmed_is_the_one_of_the_pinned_pack() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    with pytest.raises(StatementOutdated):
        desk.confirm(declaration_id, "0" * 64)

    assert desk.confirm(declaration_id)["statement"]["is_current"] is True


@pytest.mark.parametrize(
    ("slot", "file", "code"),
    [
        ("audit_report", {"media_type": "image/png"}, "media_type_not_allowed"),
        ("audit_report", {"size": 52_428_801}, "too_large"),
        ("audit_report", {"size": 0}, "empty_file"),
        ("holiday_pictures", {}, "unknown_slot"),
    ],
)
def test_a_file_that_does_not_fit_its_slot_is_refused(slot: str, file: dict[str, Any], code: str) -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]

    with pytest.raises(Invalid) as refusal:
        desk.attach(declaration_id, slot, **file)

    assert codes(refusal) == [code]
    assert refusal.value.problems[0].field == f"attachments.{slot}"


def test_a_new_scan_replaces_the_one_before_it() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]
    desk.attach(declaration_id, "stamped_form", 1)

    attached = desk.attach(declaration_id, "stamped_form", 2)

    assert [each["name"] for each in attached["attachments"]["stamped_form"]] == ["材料2.pdf"]


def test_a_file_can_be_taken_out_again() -> None:
    desk = Desk()
    declaration_id = desk.start()["id"]
    [file] = desk.attach(declaration_id, "audit_report")["attachments"]["audit_report"]

    kept = desk.remove(declaration_id, file["id"])

    assert kept["attachments"]["audit_report"] == []
    with pytest.raises(NotFound):
        desk.remove(declaration_id, file["id"])


def test_a_stranger_learns_no_more_of_a_draft_than_of_nothing_at_all() -> None:
    desk = Desk()
    desk.uow.facts.keep(an_organisation("stranger", credit_code=a_code(2)))
    declaration_id = desk.start()["id"]

    with pytest.raises(NotFound) as foreign:
        desk.save(declaration_id, "basic", {}, STRANGER)
    missing = str(uuid4())
    with pytest.raises(NotFound) as absent:
        desk.save(missing, "basic", {}, STRANGER)

    assert foreign.value.facts == {"kind": "declaration", "id": declaration_id}
    assert absent.value.facts == {"kind": "declaration", "id": missing}


def test_every_change_of_a_draft_is_recorded_and_none_is_announced() -> None:
    desk = Desk()

    desk.a_complete_draft()

    assert desk.uow.audit.actions[2:] == ["start", *["save_answers"] * 3, *["attach"] * 5, "confirm_statement"]
    assert desk.uow.told == ["pack_released"]


def a_windowed_pack() -> Any:
    """XA1: from 2023-12-01 09:00:00 to 2023-12-31 23:59:59, China time."""

    def change(compiled: dict[str, Any]) -> None:
        with_window("2023-12-01T09:00:00", "2023-12-31T23:59:59")(compiled)
        compiled["pack"]["validity"]["from"] = "2023-01-01"

    return a_pack(change)
