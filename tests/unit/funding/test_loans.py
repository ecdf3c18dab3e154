"""Loan whitelists: projects apply for theirs, enterprises of either list are referred to banks (XB23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from contracts.events.declaration import Applicant, PilotListed
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from policy.pack import Pack
from policy.packs import load_folder
from services.funding.domain.loans import ListingAction, ReferralAction, ReferralKind
from services.funding.domain.refusals import LoanListingExists, LoansNotOffered, NotLoanEligible, NotOnLoanList
from services.funding.use_cases.apply_for_loan_list import apply_for_loan_list
from services.funding.use_cases.decide_loan_listing import decide_loan_listing
from services.funding.use_cases.record_loan_outcome import record_loan_outcome
from services.funding.use_cases.refer_loan import Referred, refer_loan
from tests import builders_funding as build
from tests.builders_funding import NOON, OFFICER, STRANGER
from tests.fakes_funding_loans import LoanDesk

TODAY = NOON.date()
WANTED = Money.wan_yuan("200")


@cache
def xiamen() -> Pack:
    return load_folder(build.ROOT / "packs" / "xiamen" / "sme-digital-2023")


@pytest.fixture
def desk() -> LoanDesk:
    """A pilot enterprise with a contract under Xiamen's pack."""
    desk, applicant = LoanDesk(xiamen()), build.an_applicant()
    desk.hear(build.an_organisation(applicant))
    desk.hear(_contract(xiamen()))
    desk.hear(_listed(applicant))
    return desk


def _contract(pack: Pack) -> Any:
    ref = pack.ref
    return replace(build.a_contract(build.an_applicant()), pack=ref.text, pack_sha256=ref.sha256, division="350211")


def _listed(applicant: Applicant) -> PilotListed:
    ref = xiamen().ref
    about = {"case_id": build.a_case_id(applicant), "applicant": applicant, "division": "350211", "batch": "1"}
    return PilotListed(**build.heard(build.an_id("pilot")), **about, pack=ref.text, pack_sha256=ref.sha256)


def apply(desk: LoanDesk, by: Any = None, amount: Money = WANTED, purpose: str = "设备改造") -> dict[str, Any]:
    applicant = build.an_applicant()
    who, project = by or build.enterprise(applicant), build.a_project_id(applicant)
    return apply_for_loan_list(desk.uow, desk.packs, desk.clock, who, project, amount=amount, purpose=purpose)


def decide(desk: LoanDesk, listing: dict[str, Any], action: ListingAction, opinion: str = "") -> dict[str, Any]:
    about: dict[str, Any] = {"action": action, "opinion": opinion, "expected_version": None}
    return decide_loan_listing(desk.uow, desk.clock, OFFICER, listing["id"], **about)


def refer(desk: LoanDesk, listing_id: UUID | None = None, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "kind": ReferralKind.CREDIT_LOAN,
        "enterprise_id": build.an_applicant().id,
        "listing_id": listing_id,
        "institution": "示例银行",
        "referred_on": TODAY,
    }
    return refer_loan(desk.uow, desk.clock, OFFICER, Referred(**values | given))


def answer(desk: LoanDesk, referral: dict[str, Any], action: ReferralAction, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"granted": None, "note": "", "answered_on": TODAY, "expected_version": None}
    return record_loan_outcome(desk.uow, OFFICER, referral["id"], action=action, **values | given)


def codes(refusal: pytest.ExceptionInfo[Any]) -> dict[str | None, str]:
    return {each.field: each.code for each in refusal.value.problems}


def test_a_project_is_listed_referred_and_granted(desk: LoanDesk) -> None:
    listing = apply(desk)

    with pytest.raises(LoanListingExists):
        apply(desk)
    with pytest.raises(NotOnLoanList):
        refer(desk, listing["id"])
    decide(desk, listing, ListingAction.LIST)
    granted = answer(desk, refer(desk, listing["id"]), ReferralAction.GRANT, granted=WANTED, note="三年期")

    assert (granted["state"], granted["granted_fen"]) == ("granted", WANTED.fen)
    with pytest.raises(ActionNotAllowed):
        answer(desk, granted, ReferralAction.REFUSE, note="重复")


def test_what_was_declined_or_removed_is_applied_for_anew(desk: LoanDesk) -> None:
    listing = apply(desk)
    with pytest.raises(Invalid):
        decide(desk, listing, ListingAction.DECLINE)
    decide(desk, listing, ListingAction.DECLINE, "材料不足")

    again = apply(desk)
    decide(desk, again, ListingAction.LIST)
    removed = decide(desk, again, ListingAction.REMOVE, "已还清")

    assert (removed["state"], removed["version"]) == ("removed", 3)
    with pytest.raises(NotOnLoanList):
        refer(desk, again["id"])


def test_who_is_no_pilot_enterprise_is_refused_with_the_article(desk: LoanDesk) -> None:
    desk.uow.known.delisted.add(build.a_case_id(build.an_applicant()))

    with pytest.raises(NotLoanEligible) as refusal:
        apply(desk)

    (problem,) = refusal.value.problems
    assert problem.code == "pilot_enterprise"
    assert problem.article


def test_nobody_applies_for_somebody_else_nor_under_a_pack_without_lists(desk: LoanDesk) -> None:
    with pytest.raises(NotFound):
        apply(desk, by=STRANGER)
    elsewhere = LoanDesk(build.dalian())
    elsewhere.hear(_contract(build.dalian()))
    with pytest.raises(LoansNotOffered):
        apply(elsewhere)


def test_all_that_is_wrong_is_said_at_once(desk: LoanDesk) -> None:
    with pytest.raises(Invalid) as application:
        apply(desk, amount=Money(0), purpose=" ")
    with pytest.raises(Invalid) as referral:
        refer(desk, institution="", referred_on=TODAY + timedelta(days=1))
    referred = refer(desk)
    with pytest.raises(Invalid) as grant:
        answer(desk, referred, ReferralAction.GRANT, answered_on=date(2020, 1, 1))
    with pytest.raises(Invalid) as refusal:
        answer(desk, referred, ReferralAction.REFUSE, granted=WANTED)

    assert codes(application) == {"amount_fen": "out_of_range", "purpose": "required"}
    assert codes(referral) == {"institution": "required", "referred_on": "date_in_future"}
    assert codes(grant) == {"granted_fen": "required", "answered_on": "before_the_referral"}
    assert codes(refusal) == {"granted_fen": "granted_without_grant", "note": "required"}


def test_an_enterprise_that_is_on_no_list_is_not_referred(desk: LoanDesk) -> None:
    with pytest.raises(NotOnLoanList):
        refer(desk, enterprise_id=build.an_applicant("乙").id)
