"""Loan whitelists in memory, with the same promise as funding's database; and a desk that has them."""

from __future__ import annotations

from services.funding.domain.loans import ListingState, LoanListing
from services.funding.domain.refusals import LoanListingExists
from tests.desk_funding import Desk
from tests.fakes_funding import FakeUnit, Rows


class FakeLoanListings(Rows):
    """One of a project is under way or listed."""

    def add(self, thing: LoanListing) -> None:
        live = {ListingState.APPLIED, ListingState.LISTED}
        if any(each.project_id == thing.project_id and each.state in live for each in self.rows.values()):
            raise LoanListingExists()
        super().add(thing)


class LoanFakeUnit(FakeUnit):
    """With the loan whitelists."""

    def __init__(self) -> None:
        super().__init__()
        self.loan_listings = FakeLoanListings("loan_listing")
        self.loan_referrals: Rows = Rows("loan_referral")


class LoanDesk(Desk):
    """With the loan whitelists."""

    uow: LoanFakeUnit

    def open(self) -> None:
        self.uow = LoanFakeUnit()
