"""Filing a project (DL6, DL12): who may, what is asked, what refuses it and by which article."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from casework.refusals import DossierIncomplete
from contracts.money import Money
from contracts.refusal import Invalid, Problem
from services.project.domain.errors import PilotNotListed, StatementOutdated
from services.project.domain.known import ProviderState
from services.project.use_cases.confirm_undertaking import confirm_undertaking
from services.project.use_cases.start_project import start_project
from tests.builders_declaration import STRANGER, a_pack
from tests.builders_project import (
    CASE,
    ENTERPRISE,
    GATEWAY_BOX,
    OTHER_PHONE,
    PAYEE,
    PHONE,
    PROVIDER,
    PROVIDER_NAME,
    SOFTWARE,
    a_payee,
    a_pilot,
    a_product,
    a_provider,
    an_id,
    asked,
    good_pages,
    packs_with,
)
from tests.desk_project import Desk

GUIDE = "指南 一、申报条件（二）"


def refused(desk: Desk, **pages: dict) -> dict[str, Problem]:
    """What submitting this filing is refused for, by code."""
    shown = desk.draft(**pages)
    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(shown)
    return {problem.code: problem for problem in refusal.value.problems}


def test_a_pilot_enterprise_starts_several_projects_in_one_case(desk: Desk) -> None:
    first, second = desk.start(), desk.start()

    assert first["id"] != second["id"]
    assert {first["case_id"], second["case_id"]} == {str(CASE)}
    assert first["pack_sha256"] == a_pilot().pack_sha256
    assert first["actions"][-2:] == ["submit", "withdraw"]


def test_an_enterprise_that_is_on_no_list_is_told_the_article(desk: Desk) -> None:
    desk.uow.known.pilots.clear()

    with pytest.raises(PilotNotListed) as refusal:
        desk.start()

    assert [(each.code, each.article) for each in refusal.value.problems] == [
        ("stage_not_reached", "手册 三、试点项目立项")
    ]


def test_somebody_elses_place_on_the_list_is_none(desk: Desk) -> None:
    with pytest.raises(PilotNotListed):
        start_project(desk.uow, desk.packs, desk.clock, STRANGER, case_id=CASE)


def test_a_delisted_enterprise_starts_nothing_and_submits_nothing(desk: Desk) -> None:
    shown = desk.draft()
    desk.uow.known.pilots[CASE] = a_pilot(is_listed=False, reason="虚假改造")

    with pytest.raises(PilotNotListed) as refusal:
        desk.start()
    with pytest.raises(DossierIncomplete) as incomplete:
        desk.submit(shown)

    assert refusal.value.facts["reason"] == "虚假改造"
    assert [problem.code for problem in incomplete.value.problems] == ["stage_over"]


def test_a_good_filing_goes_into_review_and_keeps_its_contract(desk: Desk) -> None:
    shown = desk.submit(desk.draft())

    assert (shown["state"], shown["step"]["name"], shown["next"]["division"]) == (
        "in_review",
        "preliminary_review",
        "210202",
    )
    assert shown["next"]["due_on"] == "2026-11-25"  # three working days after Friday the 20th
    assert shown["contract"]["is_filed"]
    assert [line["ceiling_fen"] for line in shown["contract"]["lines"]] == [10_000_000, 10_000_000]
    assert shown["contract"]["lines"][1]["price_fen"] == Money.yuan("80000.5").fen
    assert desk.uow.announced == ["project_filed"]


def test_the_platform_fills_in_the_names_of_both_parties(desk: Desk) -> None:
    shown = desk.save(desk.start(), "basic", provider=str(PROVIDER))

    assert shown["undertaking"]["enterprise"]["name"] == a_pilot().applicant_name
    assert shown["undertaking"]["provider"]["name"] == PROVIDER_NAME
    assert shown["provider"] == {"id": str(PROVIDER), "name": PROVIDER_NAME, "state": "enrolled"}


def test_a_party_cannot_be_given_another_name(desk: Desk) -> None:
    shown = desk.start()

    with pytest.raises(Invalid) as refusal:
        desk.save(shown, "undertaking.enterprise", name="别家公司", liaison_name="甲某", liaison_phone=PHONE)

    assert [(each.code, each.field) for each in refusal.value.problems] == [
        ("fixed_by_registry", "answers.undertaking.enterprise.name")
    ]


def test_the_phones_of_both_liaison_persons_are_sealed(desk: Desk) -> None:
    shown = desk.draft()

    kept = str(desk.project(shown).first.dossier.answers)
    assert PHONE not in kept
    assert OTHER_PHONE not in kept
    assert shown["undertaking"]["enterprise"]["liaison_phone"] == {"last4": PHONE[-4:]}
    assert shown["undertaking"]["provider"]["liaison_phone"] == {"last4": OTHER_PHONE[-4:]}


def test_a_page_that_was_read_can_be_saved_again_as_it_was_shown(desk: Desk) -> None:
    shown = desk.draft()
    before = desk.project(shown).first.dossier.answers

    again = desk.save(shown, "undertaking.enterprise", **shown["undertaking"]["enterprise"])

    assert desk.project(again).first.dossier.answers == before


def test_a_wrong_phone_is_refused_with_the_page_that_it_is_on(desk: Desk) -> None:
    shown = desk.start()

    with pytest.raises(Invalid) as refusal:
        desk.save(shown, "undertaking.provider", liaison_name="李四", liaison_phone="12")

    assert [each.field for each in refusal.value.problems] == ["answers.undertaking.provider.liaison_phone"]


def test_a_contract_before_the_first_day_is_refused_by_the_guide(desk: Desk) -> None:
    contract = good_pages()["contract"] | {"signed_on": "2023-12-31"}

    problems = refused(desk, contract=contract)

    assert set(problems) == {"contract_signed_in_time"}
    assert problems["contract_signed_in_time"].article == GUIDE


@pytest.mark.parametrize("state", [ProviderState.SUSPENDED, ProviderState.REMOVED, None])
def test_a_provider_that_is_not_in_the_pool_is_refused_by_the_guide(desk: Desk, state: ProviderState | None) -> None:
    desk.uow.known.providers = {} if state is None else {PROVIDER: a_provider(state=state)}

    problems = refused(desk)

    assert problems["provider_enrolled"].article == GUIDE


def test_a_product_outside_the_catalogue_is_refused_by_the_guide(desk: Desk) -> None:
    desk.uow.known.products[GATEWAY_BOX] = a_product("gateway box", is_listed=False)

    problems = refused(desk)

    assert set(problems) == {"products_listed"}
    assert problems["products_listed"].article == GUIDE


def test_a_price_one_fen_above_the_ceiling_is_refused_by_the_guide(desk: Desk) -> None:
    desk.uow.known.products[SOFTWARE] = a_product("software", ceiling_fen=Money.yuan("100000").fen - 1)

    problems = refused(desk)

    assert set(problems) == {"prices_within_ceiling"}
    assert problems["prices_within_ceiling"].article == GUIDE


def test_a_product_of_another_provider_is_refused(desk: Desk) -> None:
    desk.uow.known.products[SOFTWARE] = a_product("software", provider_id=uuid4())

    problems = refused(desk)

    assert problems["product_of_another_provider"].field == "answers.solutions.products.0.product"


def test_an_account_of_another_organisation_is_refused_and_its_digits_are_not_shown(desk: Desk) -> None:
    desk.uow.known.payees[PAYEE] = a_payee(organisation_id=an_id("stranger"))

    problems = refused(desk)

    assert problems["payee_account_not_yours"].field == "answers.basic.payee_account"
    assert desk.start()["payee_account"] is None
    shown = desk.save(desk.start(), "basic", payee_account=str(PAYEE))
    assert shown["payee_account"] == {"id": str(PAYEE), "last4": None}


def test_amounts_that_do_not_fit_together_are_named(desk: Desk) -> None:
    contract = good_pages()["contract"] | {"amount": "100000", "down_payment": "100000.01"}

    problems = refused(desk, contract=contract)

    assert set(problems) == {"down_payment_above_contract", "lines_differ_from_contract"}


def test_the_undertaking_names_the_same_contract(desk: Desk) -> None:
    problems = refused(desk, undertaking__contract={"contract_number": "HT-2"})

    assert problems["contract_number_differs"].field == "answers.undertaking.contract.contract_number"


def test_a_promise_that_is_not_made_is_refused_by_the_undertaking(desk: Desk) -> None:
    promises = good_pages()["undertaking.promises"] | {"contract_is_genuine": False}

    problems = refused(desk, undertaking__promises=promises)

    assert problems["contract_is_genuine"].article == "承诺书 首段"


def test_an_empty_filing_is_refused_with_everything_at_once(desk: Desk) -> None:
    shown = desk.start()

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(shown)

    fields = {problem.field for problem in refusal.value.problems}
    assert {"answers.basic.provider", "answers.contract.number", "answers.solutions.products"} <= fields
    assert {"answers.undertaking.provider.liaison_phone", "attachments.contract", "statement"} <= fields
    assert desk.project(shown).state == "draft"


def test_what_a_contract_cannot_be_told_without_is_asked_for_by_every_pack(desk: Desk) -> None:
    lenient = a_pack(without_compulsory_fields)
    desk.packs = packs_with(lenient)
    desk.uow.known.pilots[CASE] = a_pilot(pack=lenient.ref.text, pack_sha256=lenient.ref.sha256)
    shown = desk.start()

    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(shown)

    asked_for = {problem.field for problem in refusal.value.problems if problem.code == "required"}
    assert {"answers.basic.payee_account", "answers.contract.amount", "answers.solutions.products"} <= asked_for
    assert "answers.basic.content" not in asked_for


def without_compulsory_fields(compiled: dict) -> None:
    for page in compiled["forms"]["filing"]["pages"]:
        for field in page["fields"]:
            field |= {"required": False}
            field.pop("min_rows", None)


def test_the_undertaking_is_confirmed_in_the_wording_of_the_pack(desk: Desk) -> None:
    shown = desk.start()

    with pytest.raises(StatementOutdated):
        confirm_undertaking(desk.uow, desk.packs, desk.clock, asked(ENTERPRISE, shown["id"]), text_version="0" * 64)


def test_a_scan_that_is_older_than_the_undertaking_has_to_be_made_anew(desk: Desk) -> None:
    shown = desk.draft()
    phone = {"last4": PHONE[-4:]}

    changed = desk.save(shown, "undertaking.enterprise", liaison_name="王五", liaison_phone=phone)

    assert changed["stale_pages"] == ["undertaking.enterprise"]
    with pytest.raises(DossierIncomplete) as refusal:
        desk.submit(changed)
    assert [problem.code for problem in refusal.value.problems] == ["stale_seal"]
    assert desk.submit(desk.attach(changed, "undertaking_letter"))["state"] == "in_review"


def test_a_draft_shows_the_ceilings_that_it_would_be_judged_by(desk: Desk) -> None:
    desk.uow.known.products[SOFTWARE] = replace(a_product("software"), ceiling_fen=1)

    shown = desk.draft()

    first, second = shown["contract"]["lines"]
    assert not shown["contract"]["is_filed"]
    assert (first["is_above_ceiling"], second["is_above_ceiling"]) == (True, False)
