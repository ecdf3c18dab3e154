"""Reviewing a filing: district, institution, return, rejection, and the enrolment under a number with its contract."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from casework.desks import ConflictOfInterest, NotAssigned, NotToBeAssigned
from casework.dossier import Verdict
from casework.refusals import SelfReview, StepMovedOn
from casework.reviews import Judgement
from contracts.actor import Actor
from contracts.events.declaration import CaseMovedToPack
from contracts.events.project import ContractFiled, ProjectEnrolled, ProjectReturned
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotAllowed, NotFound
from contracts.working_days import WorkingDays
from services.project.domain.errors import PilotNotListed
from services.project.use_cases.follow_division import follow_division
from services.project.use_cases.follow_pack import follow_pack
from services.project.use_cases.recompute_deadlines import recompute_deadlines
from tests.builders_declaration import OTHER_ASSESSOR, OTHER_DISTRICT, XIGANG_DISTRICT, a_pack, somebody
from tests.builders_project import (
    ASSESSOR,
    CASE,
    CITY,
    DISTRICT,
    ENTERPRISE,
    GATEWAY_BOX,
    NOON,
    OFFICER,
    PAYEE,
    PROVIDER,
    REJECTION,
    SOFTWARE,
    a_code,
    a_pilot,
    a_product,
    a_return,
    an_institution,
    an_organisation,
    dalian,
    packs_with,
)
from tests.desk_project import Desk


def test_the_last_approval_enrols_the_project_under_its_number_and_tells_the_contract(desk: Desk) -> None:
    shown = desk.enrolled()

    assert (shown["state"], shown["filing_number"]) == ("enrolled", "DLBA202600001")
    approval = ["project_stage_approved", "project_enrolled", "contract_filed"]
    assert desk.uow.announced == ["project_filed", "project_filed", "project_assigned", *approval]
    enrolled, contract = desk.uow.outbox.events[-2:]
    assert isinstance(enrolled, ProjectEnrolled)
    assert isinstance(contract, ContractFiled)
    assert enrolled.sequence == contract.sequence == shown["version"]
    assert enrolled.filing_number == "DLBA202600001"


def test_the_contract_is_told_with_its_lines_and_the_ceilings_of_its_filing(desk: Desk) -> None:
    filed = desk.submit(desk.draft())
    desk.uow.known.products[SOFTWARE] = a_product("software", ceiling_fen=1)
    desk.review(filed, DISTRICT)
    desk.review(desk.assign(filed), ASSESSOR)

    contract = desk.uow.outbox.events[-1]

    assert isinstance(contract, ContractFiled)
    assert (contract.contract_number, contract.signed_on) == ("HT-2024-001", date(2024, 3, 1))
    assert (contract.amount_fen, contract.down_payment_fen) == (18_000_050, 6_000_000)
    assert (contract.provider_id, contract.payee_account_id) == (PROVIDER, PAYEE)
    assert [(line.product_id, line.price_fen, line.ceiling_fen) for line in contract.lines] == [
        (SOFTWARE, 10_000_000, 10_000_000),
        (GATEWAY_BOX, Money.yuan("80000.5").fen, 10_000_000),
    ]
    assert {line.cost_category for line in contract.lines} == {"software", "data_collection_equipment"}
    assert [line.link for line in contract.lines] == ["production_control", "production_control"]


def test_numbers_count_up(desk: Desk) -> None:
    first = desk.enrolled()
    contract = {"number": "HT-2", "signed_on": "2024-03-01", "amount": "180000.50"}

    second = desk.enrolled(desk.draft(contract=contract, undertaking__contract={"contract_number": "HT-2"}))

    assert (first["filing_number"], second["filing_number"]) == ("DLBA202600001", "DLBA202600002")


def test_the_year_of_the_number_is_the_citys(desk: Desk) -> None:
    desk.clock.advance(timedelta(days=41, hours=12, minutes=1))  # 2026-12-31 16:01 UTC is the new year in China

    assert desk.enrolled()["filing_number"] == "DLBA202700001"


def test_another_district_sees_nothing(desk: Desk) -> None:
    shown = desk.submit(desk.draft())

    with pytest.raises(NotFound):
        desk.review(shown, OTHER_DISTRICT)


def test_who_sees_the_whole_city_still_decides_only_for_the_own_district(desk: Desk) -> None:
    shown = desk.submit(desk.draft())
    roles = frozenset({"city_officer", "district_reviewer"})
    both = Actor(account_id=uuid4(), city=CITY, roles=roles, division=XIGANG_DISTRICT)

    with pytest.raises(NotFound):
        desk.review(shown, both)


def test_a_draft_concerns_nobody_but_the_applicant(desk: Desk) -> None:
    shown = desk.draft()

    with pytest.raises(NotFound):
        desk.review(shown, OFFICER)


@pytest.mark.parametrize("actor", [OFFICER, ENTERPRISE])
def test_the_role_of_the_step_is_the_packs(desk: Desk, actor: Actor) -> None:
    shown = desk.submit(desk.draft())

    with pytest.raises(NotAllowed):
        desk.review(shown, actor)


def test_whoever_belongs_to_the_applicant_does_not_judge(desk: Desk) -> None:
    shown = desk.submit(desk.draft())
    both = somebody("district_reviewer", organisation=an_organisation(), division="210202")

    with pytest.raises(SelfReview):
        desk.review(shown, both)


def test_the_recheck_waits_for_an_institution(desk: Desk) -> None:
    shown = desk.review(desk.submit(desk.draft()), DISTRICT)

    assert (shown["next"]["party"], shown["next"]["role"]) == ("assigner", "city_officer")
    with pytest.raises(NotFound):
        desk.review(shown, ASSESSOR)
    assigned = desk.assign(shown)
    assert assigned["next"]["institution_id"] == str(an_institution().id)
    with pytest.raises(NotFound):
        desk.review(shown, OTHER_ASSESSOR)


def test_an_unassigned_recheck_says_what_it_waits_for(desk: Desk) -> None:
    shown = desk.review(desk.submit(desk.draft()), DISTRICT)
    both = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"city_officer", "third_party_assessor"}))

    with pytest.raises(NotAssigned) as refusal:
        desk.review(shown, both)

    assert refusal.value.facts == {"step": "recheck", "assigned_by": "city_officer"}


def test_the_districts_step_needs_no_institution(desk: Desk) -> None:
    with pytest.raises(NotToBeAssigned):
        desk.assign(desk.submit(desk.draft()))


def test_whoever_sold_to_the_enterprise_does_not_recheck_it(desk: Desk) -> None:
    shown = desk.review(desk.submit(desk.draft()), DISTRICT)
    seller = an_institution("seller", credit_code=a_code(500))
    desk.uow.facts.organisations[seller.id] = seller

    with pytest.raises(ConflictOfInterest) as refusal:
        desk.assign(shown, institution_id=seller.id)

    assert refusal.value.facts["reasons"] == ["sold_to_applicant"]


def test_only_an_institution_is_assigned(desk: Desk) -> None:
    shown = desk.review(desk.submit(desk.draft()), DISTRICT)

    with pytest.raises(Invalid) as refusal:
        desk.assign(shown, institution_id=an_organisation().id)

    assert [each.code for each in refusal.value.problems] == ["not_an_institution"]


def test_a_returned_filing_names_what_to_correct_and_begins_anew_at_the_district(desk: Desk) -> None:
    shown = desk.assign(desk.review(desk.submit(desk.draft()), DISTRICT))
    returned = desk.review(shown, ASSESSOR, a_return("basic.content", "undertaking.provider"))

    event = desk.uow.outbox.events[-1]
    assert isinstance(event, ProjectReturned)
    assert event.items_to_correct == ("answers.basic.content", "answers.undertaking.provider")
    assert returned["next"]["party"] == "applicant"
    content = returned["answers"]["basic"] | {"content": "补充说明"}
    again = desk.submit(desk.save(returned, "basic", **content))
    assert again["step"]["name"] == "preliminary_review"


def test_a_correction_names_only_what_the_forms_have(desk: Desk) -> None:
    shown = desk.submit(desk.draft())

    with pytest.raises(Invalid) as refusal:
        desk.review(shown, DISTRICT, a_return("undertaking.enterprise.nothing"))

    assert [each.code for each in refusal.value.problems] == ["unknown_target"]


def test_a_rejected_filing_is_over_and_its_contract_free(desk: Desk) -> None:
    rejected = desk.review(desk.submit(desk.draft()), DISTRICT, REJECTION)

    assert (rejected["state"], rejected["ending"]["reason_code"]) == ("rejected", "not_genuine")
    assert desk.uow.announced[-1] == "project_rejected"
    with pytest.raises(ActionNotAllowed):
        desk.review(rejected, DISTRICT)
    assert desk.submit(desk.draft())["state"] == "in_review"


def test_a_step_that_is_over_is_not_judged_again(desk: Desk) -> None:
    shown = desk.submit(desk.draft())
    late = Judgement(verdict=Verdict.APPROVED, step="recheck")

    with pytest.raises(StepMovedOn):
        desk.review(shown, DISTRICT, late)


def test_who_was_delisted_meanwhile_is_not_enrolled_but_can_be_returned(desk: Desk) -> None:
    shown = desk.assign(desk.review(desk.submit(desk.draft()), DISTRICT))
    desk.uow.known.pilots[CASE] = a_pilot(is_listed=False, reason="虚假改造")

    with pytest.raises(PilotNotListed) as refusal:
        desk.review(shown, ASSESSOR)

    assert [each.code for each in refusal.value.problems] == ["stage_over"]
    assert desk.project(shown).filing_number is None
    assert desk.review(shown, ASSESSOR, REJECTION)["state"] == "rejected"


def test_open_filings_follow_the_enterprise_to_its_new_district(desk: Desk) -> None:
    shown, draft = desk.submit(desk.draft()), desk.start()
    moved = an_organisation(division=XIGANG_DISTRICT)
    desk.uow.facts.organisations[moved.id] = moved

    follow_division(desk.uow, desk.clock, moved.id)
    follow_division(desk.uow, desk.clock, moved.id)

    assert desk.project(shown).division == desk.project(draft).division == XIGANG_DISTRICT
    assert desk.uow.announced == ["project_filed", "project_filed"]
    assert desk.review(shown, OTHER_DISTRICT)["step"]["name"] == "recheck"


def test_a_changed_calendar_moves_the_deadline_and_is_recorded(desk: Desk) -> None:
    shown = desk.submit(desk.draft())
    desk.uow.facts.days = WorkingDays(exceptions={date(2026, 11, 23): False}, confirmed_years=frozenset({2026}))

    recompute_deadlines(desk.uow, year=2026)
    recompute_deadlines(desk.uow, year=2026)

    assert desk.project(shown).first.dossier.due_on == date(2026, 11, 26)
    assert desk.uow.audit.actions.count("recompute_deadline") == 1


def a_move(desk: Desk, pack_sha256: str, pack: str) -> CaseMovedToPack:
    return CaseMovedToPack(
        city=CITY,
        case_id=CASE,
        aggregate_id=a_pilot().id,
        sequence=9,
        at=NOON,
        actor=OFFICER.account_id,
        pack=pack,
        pack_sha256=pack_sha256,
        reason="条款更正",
    )


def test_the_projects_of_a_case_follow_it_to_another_pack_version(desk: Desk) -> None:
    newer = a_pack(version="2")
    desk.packs = packs_with(newer)
    in_review, enrolled = desk.submit(desk.draft()), None
    rejected = desk.review(in_review, DISTRICT, REJECTION)
    enrolled = desk.enrolled()

    follow_pack(desk.uow, desk.packs, a_move(desk, newer.ref.sha256, newer.ref.text))

    assert desk.project(enrolled).first.dossier.pack == newer.ref
    assert desk.project(enrolled).filing_number == enrolled["filing_number"]
    assert desk.project(rejected).first.dossier.pack == dalian().ref
    assert desk.start()["pack"] == newer.ref.text
