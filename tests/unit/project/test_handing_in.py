"""Handing in: one or several, once per contract; corrections after a return keep what was filed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from casework.refusals import DossierIncomplete
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, StaleVersion
from services.project.domain.known import ProviderState
from services.project.use_cases.remove_attachment import remove_attachment
from services.project.use_cases.save_answers import save_answers
from services.project.use_cases.submit_project import submit_project, submit_projects
from services.project.use_cases.withdraw_project import withdraw_project
from tests.builders_declaration import STRANGER
from tests.builders_project import (
    DISTRICT,
    ENTERPRISE,
    PHONE,
    PROVIDER,
    SEALER,
    SOFTWARE,
    a_product,
    a_provider,
    a_return,
    asked,
    good_pages,
)
from tests.desk_project import Desk


def test_a_correction_keeps_the_ceilings_of_the_first_filing(desk: Desk) -> None:
    returned = desk.review(desk.submit(desk.draft()), DISTRICT, a_return("basic.content"))
    desk.uow.known.products[SOFTWARE] = a_product("software", ceiling_fen=1, is_listed=False)
    content = returned["answers"]["basic"] | {"content": "改造内容补充说明。"}

    again = desk.submit(desk.save(returned, "basic", **content))

    assert again["contract"]["lines"][0]["ceiling_fen"] == Money.yuan("100000").fen
    assert again["state"] == "in_review"


def test_a_provider_that_was_suspended_meanwhile_does_not_stop_a_correction(desk: Desk) -> None:
    returned = desk.review(desk.submit(desk.draft()), DISTRICT, a_return("contract"))
    desk.uow.known.providers[PROVIDER] = a_provider(state=ProviderState.SUSPENDED)

    again = desk.submit(desk.attach(returned, "contract"))

    assert again["state"] == "in_review"


def test_after_a_return_only_what_was_returned_may_change(desk: Desk) -> None:
    returned = desk.review(desk.submit(desk.draft()), DISTRICT, a_return("undertaking.enterprise.liaison_name"))

    corrected = desk.save(returned, "undertaking.enterprise", liaison_name="王五", liaison_phone={"last4": PHONE[-4:]})
    with pytest.raises(Invalid) as refusal:
        desk.save(corrected, "basic", **(good_pages()["basic"] | {"project_name": "另一个项目"}))

    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("field_locked", "answers.basic.project_name")
    ]
    assert desk.submit(desk.attach(corrected, "undertaking_letter"))["state"] == "in_review"


def test_a_corrected_contract_number_leads_into_no_dead_end(desk: Desk) -> None:
    returned = desk.review(desk.submit(desk.draft()), DISTRICT, a_return("contract.number"))
    contract = good_pages()["contract"] | {"number": "HT-9"}

    corrected = desk.save(returned, "contract", **contract)
    corrected = desk.save(corrected, "undertaking.contract", contract_number="HT-9")

    assert desk.submit(desk.attach(corrected, "undertaking_letter"))["contract"]["number"] == "HT-9"


def test_the_same_contract_stands_in_one_project(desk: Desk) -> None:
    desk.submit(desk.draft())

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(desk.draft())

    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("contract_already_filed", "answers.contract.number")
    ]


def test_a_withdrawn_contract_can_be_filed_again(desk: Desk) -> None:
    first = desk.submit(desk.draft())
    withdraw_project(desk.uow, desk.packs, desk.clock, asked(ENTERPRISE, first["id"]), text="")

    again = desk.submit(desk.draft())

    assert again["state"] == "in_review"


def test_several_are_handed_in_at_once_and_each_has_its_result(desk: Desk) -> None:
    good, unfinished, other = desk.draft(), desk.start(), desk.draft()
    ids = [UUID(each["id"]) for each in (good, unfinished, other)]

    results = submit_projects(desk.uow, desk.packs, desk.clock, ENTERPRISE, [*ids, uuid4()])["items"]

    assert [each["is_submitted"] for each in results] == [True, False, False, False]
    assert [each["code"] for each in results] == [None, "dossier_incomplete", "dossier_incomplete", "not_found"]
    assert [each["code"] for each in results[2]["problems"]] == ["contract_already_filed"]
    assert desk.uow.announced == ["project_filed"]


def test_nobody_hands_in_what_is_not_theirs(desk: Desk) -> None:
    shown = desk.draft()

    results = submit_projects(desk.uow, desk.packs, desk.clock, STRANGER, [UUID(shown["id"])])["items"]

    assert [each["code"] for each in results] == ["not_found"]
    with pytest.raises(NotFound):
        submit_project(desk.uow, desk.packs, desk.clock, asked(STRANGER, shown["id"]))


def test_a_version_that_somebody_else_changed_is_refused(desk: Desk) -> None:
    shown = desk.start()
    who = asked(ENTERPRISE, shown["id"], version=7)

    with pytest.raises(StaleVersion):
        save_answers(desk.uow, desk.packs, desk.clock, SEALER, who, page="basic", answers={})


def test_what_is_in_review_is_not_changed(desk: Desk) -> None:
    shown = desk.submit(desk.draft())
    attachment = UUID(shown["attachments"]["contract"][0]["id"])

    with pytest.raises(ActionNotAllowed):
        desk.save(shown, "basic")
    with pytest.raises(ActionNotAllowed):
        remove_attachment(desk.uow, desk.packs, desk.clock, asked(ENTERPRISE, shown["id"]), attachment_id=attachment)


def test_every_change_is_recorded_once_with_its_version(desk: Desk) -> None:
    shown = desk.submit(desk.draft())

    versions = [row.aggregate.version for row in desk.uow.audit.rows]
    assert versions == list(range(1, shown["version"] + 1))
    assert "13912345678" not in str([row.details for row in desk.uow.audit.rows])


def test_a_deadline_of_three_working_days_is_counted_in_2027_and_says_that_it_is_provisional(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=45))  # Monday 2027-01-04
    shown = desk.submit(desk.draft())

    assert (shown["next"]["due_on"], shown["next"]["is_provisional"]) == ("2027-01-07", True)
