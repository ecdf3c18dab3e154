"""Loan whitelists on PostgreSQL: that of enterprises follows the pilot list, outcomes of referrals are kept (XB23)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from chassis.db.errors import Duplicate
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.declaration import Applicant, PilotDelisted, PilotListed
from contracts.events.project import ContractFiled
from contracts.money import Money
from contracts.refusal import Refusal
from services.funding.domain.loans import ListingAction, ReferralAction, ReferralKind
from services.funding.storage import read_loans
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.apply_for_loan_list import apply_for_loan_list
from services.funding.use_cases.decide_loan_listing import decide_loan_listing
from services.funding.use_cases.record_loan_outcome import record_loan_outcome
from services.funding.use_cases.refer_loan import Referred, refer_loan
from tests import builders_funding as build
from tests.builders_funding import NOON, OFFICER
from tests.storage.funding.conftest import RealDesk
from tests.unit.funding.test_loans import WANTED, xiamen

FIRST, SECOND = build.an_applicant(), build.an_applicant("乙")


@pytest.fixture
def desk(units: Units[FundingUnit]) -> RealDesk:
    """Two pilot enterprises under Xiamen's pack, one of them with a contract."""
    desk = RealDesk(units, pack=xiamen())
    for applicant in (FIRST, SECOND):
        desk.hear(build.an_organisation(applicant))
        desk.hear(a_place(PilotListed, applicant))
    desk.hear(a_contract())
    return desk


def a_contract() -> ContractFiled:
    ref = xiamen().ref
    return replace(build.a_contract(FIRST), pack=ref.text, pack_sha256=ref.sha256, division="350211")


def a_place(kind: type[Any], applicant: Applicant, **given: Any) -> Any:
    ref = xiamen().ref
    head = build.heard(build.an_id(f"pilot {applicant.id}"))
    about = {"case_id": build.a_case_id(applicant), "applicant": applicant, "division": "350211", "batch": "1"}
    return kind(**head | given, **about, pack=ref.text, pack_sha256=ref.sha256)


def apply(desk: RealDesk) -> UUID:
    about: dict[str, Any] = {"amount": WANTED, "purpose": "设备改造"}
    by, project = build.enterprise(FIRST), build.a_project_id(FIRST)
    shown = desk.act(by, lambda uow: apply_for_loan_list(uow, desk.packs, desk.clock, by, project, **about))
    found: UUID = shown["id"]
    return found


def decide(desk: RealDesk, listing: UUID, action: ListingAction, opinion: str = "") -> None:
    about: dict[str, Any] = {"action": action, "opinion": opinion, "expected_version": None}
    desk.act(OFFICER, lambda uow: decide_loan_listing(uow, desk.clock, OFFICER, listing, **about))


def test_the_enterprise_list_is_who_is_a_pilot_now(desk: RealDesk) -> None:
    first = read_loans.list_loan_enterprises(desk.reading, desk.packs, limit=1, after=None)
    rest = read_loans.list_loan_enterprises(desk.reading, desk.packs, limit=1, after=first["next"])
    whole = read_loans.sheet_of_enterprises(desk.reading, desk.packs)

    desk.hear(a_place(PilotDelisted, SECOND, sequence=9))

    names = [each["name"] for each in (*first["items"], *rest["items"])]
    assert sorted(names) == sorted([FIRST.name, SECOND.name])
    assert len(whole.lines) == 2
    (left,) = read_loans.sheet_of_enterprises(desk.reading, desk.packs).lines
    assert left[1:3] == (FIRST.name, FIRST.credit_code)


def test_a_listed_project_is_on_the_sheet_for_as_long_as_its_enterprise_is_a_pilot(desk: RealDesk) -> None:
    listing = apply(desk)
    with pytest.raises((Duplicate, Refusal)) as refused:
        apply(desk)
    before = read_loans.sheet_of_projects(desk.reading).lines
    decide(desk, listing, ListingAction.LIST)
    (line,) = read_loans.sheet_of_projects(desk.reading).lines

    desk.hear(a_place(PilotDelisted, FIRST, sequence=9))

    assert isinstance(refused.value, Duplicate)
    assert FundingUnit.refusal_for(refused.value.constraint).code == "loan_listing_exists"
    assert (before, line[1], line[-1]) == ((), FIRST.name, WANTED)
    assert read_loans.sheet_of_projects(desk.reading).lines == ()

    def listed(actor: Actor, state: str | None = "listed") -> list[UUID]:
        items = read_loans.list_loan_projects(desk.reading, actor, state=state, limit=5, after=None)["items"]
        return [each["id"] for each in items]

    assert listed(OFFICER) == listed(build.enterprise(FIRST)) == [listing]
    assert listed(build.enterprise(SECOND)) == listed(OFFICER, "applied") == []


def test_a_referral_keeps_its_outcome_and_an_enterprise_reads_its_own(desk: RealDesk) -> None:
    referred = Referred(
        kind=ReferralKind.GUARANTEE,
        enterprise_id=SECOND.id,
        listing_id=None,
        institution="示例担保公司",
        referred_on=NOON.date(),
    )
    referral = desk.act(OFFICER, lambda uow: refer_loan(uow, desk.clock, OFFICER, referred))
    about: dict[str, Any] = {
        "action": ReferralAction.GRANT,
        "granted": Money(100),
        "note": "",
        "answered_on": NOON.date(),
        "expected_version": 1,
    }
    desk.act(OFFICER, lambda uow: record_loan_outcome(uow, OFFICER, referral["id"], **about))

    def seen_by(actor: Actor, **wanted: Any) -> list[tuple[str, int | None]]:
        asked: dict[str, Any] = {"state": None, "enterprise_id": None} | wanted
        items = read_loans.list_loan_referrals(desk.reading, actor, **asked, limit=5, after=None)["items"]
        return [(each["state"].value, each["granted_fen"]) for each in items]

    assert seen_by(OFFICER) == seen_by(build.enterprise(SECOND), state="granted") == [("granted", 100)]
    assert seen_by(build.enterprise(FIRST), enterprise_id=SECOND.id) == seen_by(OFFICER, state="referred") == []
