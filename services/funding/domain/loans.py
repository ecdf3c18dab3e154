"""Loan whitelists of the technology-innovation fund (技术创新基金白名单, XB23), and what became of referrals to banks.

Pilot enterprises are on the enterprise list by being listed; a project gets on its list by an application.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from casework.states import move
from contracts.events.declaration import Applicant
from contracts.money import Money
from contracts.refusal import Invalid, Problem


class ListingState(StrEnum):
    """Where an application for the project list stands."""

    APPLIED = "applied"
    LISTED = "listed"
    DECLINED = "declined"
    REMOVED = "removed"


class ListingAction(StrEnum):
    LIST = "list"
    DECLINE = "decline"
    REMOVE = "remove"


LISTING_TRANSITIONS: Final[Mapping[tuple[ListingState, ListingAction], ListingState]] = MappingProxyType(
    {
        (ListingState.APPLIED, ListingAction.LIST): ListingState.LISTED,
        (ListingState.APPLIED, ListingAction.DECLINE): ListingState.DECLINED,
        (ListingState.LISTED, ListingAction.REMOVE): ListingState.REMOVED,
    }
)
"""What was declined or removed is applied for anew."""


class ReferralKind(StrEnum):
    """信用贷款, 增信担保."""

    CREDIT_LOAN = "credit_loan"
    GUARANTEE = "guarantee"


class ReferralState(StrEnum):
    REFERRED = "referred"
    GRANTED = "granted"
    REFUSED = "refused"


class ReferralAction(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


REFERRAL_TRANSITIONS: Final[Mapping[tuple[ReferralState, ReferralAction], ReferralState]] = MappingProxyType(
    {
        (ReferralState.REFERRED, ReferralAction.GRANT): ReferralState.GRANTED,
        (ReferralState.REFERRED, ReferralAction.REFUSE): ReferralState.REFUSED,
    }
)


@dataclass(frozen=True, kw_only=True)
class LoanListing:
    """A project on the list, or on its way: `amount` is the loan that is wanted, for which `purpose`."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    project_id: UUID
    applicant: Applicant
    division: str
    programme_year: str
    amount: Money
    purpose: str
    state: ListingState
    applied_at: datetime
    opinion: str = ""
    decided_at: datetime | None = None

    def decided(self, action: ListingAction, opinion: str, *, at: datetime) -> LoanListing:
        """`Invalid` for a refusal or a removal without a reason."""
        state = move(LISTING_TRANSITIONS, self.state, action)
        if action is not ListingAction.LIST:
            _must_be_said("opinion", opinion)
        return replace(self, version=self.version + 1, state=state, opinion=opinion.strip(), decided_at=at)


@dataclass(frozen=True, kw_only=True)
class LoanReferral:
    """An enterprise of one of the lists is named to a bank or a guarantor; `listing_id` where it is for a project."""

    id: UUID
    city: str
    version: int
    kind: ReferralKind
    enterprise_id: UUID
    listing_id: UUID | None
    institution: str
    referred_on: date
    state: ReferralState
    referred_at: datetime
    granted: Money | None = None
    note: str = ""
    answered_on: date | None = None

    def answered(self, action: ReferralAction, *, granted: Money | None, note: str, on: date) -> LoanReferral:
        """What the bank said: an amount with a grant, a reason with a refusal; `Invalid` for anything else."""
        state = move(REFERRAL_TRANSITIONS, self.state, action)
        problems = []
        if action is ReferralAction.GRANT and (granted is None or granted.fen <= 0):
            problems.append(Problem(code="required" if granted is None else "out_of_range", field="granted_fen"))
        if action is ReferralAction.REFUSE and granted is not None:
            problems.append(Problem(code="granted_without_grant", field="granted_fen"))
        if action is ReferralAction.REFUSE and not note.strip():
            problems.append(Problem(code="required", field="note"))
        if on < self.referred_on:
            inputs = {"before": self.referred_on.isoformat()}
            problems.append(Problem(code="before_the_referral", field="answered_on", inputs=inputs))
        if problems:
            raise Invalid(problems=problems)
        return replace(self, version=self.version + 1, state=state, granted=granted, note=note.strip(), answered_on=on)


def must_be_sound(amount: Money, purpose: str) -> None:
    """`Invalid` with all that an application lacks."""
    problems = [Problem(code="out_of_range", field="amount_fen")] if amount.fen <= 0 else []
    if not purpose.strip():
        problems.append(Problem(code="required", field="purpose"))
    if problems:
        raise Invalid(problems=problems)


def listing_view(listing: LoanListing) -> dict[str, Any]:
    """For the enterprise and the city."""
    return {
        "id": listing.id,
        "version": listing.version,
        "project_id": listing.project_id,
        "applicant": listing.applicant,
        "division": listing.division,
        "programme_year": listing.programme_year,
        "amount_fen": listing.amount.fen,
        "purpose": listing.purpose,
        "state": listing.state,
        "applied_at": listing.applied_at,
        "opinion": listing.opinion,
        "decided_at": listing.decided_at,
    }


def referral_view(referral: LoanReferral) -> dict[str, Any]:
    """For the enterprise and the city."""
    return {
        "id": referral.id,
        "version": referral.version,
        "kind": referral.kind,
        "enterprise_id": referral.enterprise_id,
        "listing_id": referral.listing_id,
        "institution": referral.institution,
        "referred_on": referral.referred_on,
        "state": referral.state,
        "granted_fen": referral.granted.fen if referral.granted else None,
        "note": referral.note,
        "answered_on": referral.answered_on,
    }


def _must_be_said(name: str, value: str) -> None:
    if not value.strip():
        raise Invalid(problems=[Problem(code="required", field=name)])
