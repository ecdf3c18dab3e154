"""An officer names an enterprise of the lists to a bank or a guarantor (信用贷款、增信, XB23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from casework.days import local_date
from contracts.actor import Actor
from contracts.refusal import Invalid, Problem
from services.funding.domain.loans import (
    ListingState,
    LoanReferral,
    ReferralKind,
    ReferralState,
    referral_view,
)
from services.funding.domain.refusals import NotOnLoanList
from services.funding.use_cases.ports import Clock, LoanUnit


@dataclass(frozen=True, kw_only=True)
class Referred:
    """Who is named to whom, and since when."""

    kind: ReferralKind
    enterprise_id: UUID
    listing_id: UUID | None
    institution: str
    referred_on: date


def refer_loan(uow: LoanUnit, clock: Clock, actor: Actor, referred: Referred) -> dict[str, Any]:
    """NotOnLoanList for an enterprise, or a project of it, that is on neither list now."""
    at = clock.now()
    _must_be_sound(referred, today=local_date(at))
    if not _is_listed(uow, referred):
        raise NotOnLoanList(enterprise_id=str(referred.enterprise_id))
    referral = LoanReferral(
        id=uuid4(),
        city=uow.city,
        version=1,
        kind=referred.kind,
        enterprise_id=referred.enterprise_id,
        listing_id=referred.listing_id,
        institution=referred.institution.strip(),
        referred_on=referred.referred_on,
        state=ReferralState.REFERRED,
        referred_at=at,
    )
    uow.loan_referrals.add(referral)
    uow.audit.record(actor, "refer_loan", referral, enterprise_id=referral.enterprise_id)
    return referral_view(referral)


def _is_listed(uow: LoanUnit, referred: Referred) -> bool:
    if referred.listing_id is None:
        return uow.known.is_pilot(referred.enterprise_id)
    listing = uow.loan_listings.get(referred.listing_id)
    is_theirs = listing.applicant.id == referred.enterprise_id
    return is_theirs and listing.state is ListingState.LISTED and uow.known.is_listed(listing.case_id)


def _must_be_sound(referred: Referred, *, today: date) -> None:
    problems = []
    if not referred.institution.strip():
        problems.append(Problem(code="required", field="institution"))
    if referred.referred_on > today:
        inputs = {"on": referred.referred_on.isoformat()}
        problems.append(Problem(code="date_in_future", field="referred_on", inputs=inputs))
    if problems:
        raise Invalid(problems=problems)
