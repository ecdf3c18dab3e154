"""Rows of loan listings and referrals."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.db.transaction import Transaction
from contracts.refusal import NotFound
from services.funding.domain.loans import LoanListing, LoanReferral
from services.funding.storage.mapped import Mapped
from services.funding.storage.tables.loans import loan_listings, loan_referrals

LISTING = Mapped(loan_listings, LoanListing, repeated=lambda listing: {"applicant_id": listing.applicant.id})
REFERRAL = Mapped(loan_referrals, LoanReferral)

_listing_by_id = select(loan_listings).where(loan_listings.c.id == bindparam("id")).with_for_update()
_referral_by_id = select(loan_referrals).where(loan_referrals.c.id == bindparam("id")).with_for_update()
_save_listing, _save_referral = LISTING.update("id"), REFERRAL.update("id")


class LoanListingRepository:
    """Projects on the whitelist, and applications for it. `get` locks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, thing_id: UUID) -> LoanListing:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_listing_by_id, id=thing_id)
        if row is None:
            raise NotFound(kind="loan_listing", id=str(thing_id))
        return LISTING.of(row)

    def add(self, thing: LoanListing) -> None:
        """LoanListingExists (from the unique key) for a second one of a project that is under way or listed."""
        self._transaction.write(LISTING.insert, **LISTING.values(thing))

    def save(self, thing: LoanListing) -> None:
        """The next version."""
        values = LISTING.values(thing)
        self._transaction.change_one(_save_listing, at_id=thing.id, at_version=thing.version - 1, **values)


class LoanReferralRepository:
    """Referrals to banks and guarantors. `get` locks."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, thing_id: UUID) -> LoanReferral:
        """NotFound where there is none in this city."""
        row = self._transaction.first(_referral_by_id, id=thing_id)
        if row is None:
            raise NotFound(kind="loan_referral", id=str(thing_id))
        return REFERRAL.of(row)

    def add(self, thing: LoanReferral) -> None:
        self._transaction.write(REFERRAL.insert, **REFERRAL.values(thing))

    def save(self, thing: LoanReferral) -> None:
        """The next version."""
        values = REFERRAL.values(thing)
        self._transaction.change_one(_save_referral, at_id=thing.id, at_version=thing.version - 1, **values)
