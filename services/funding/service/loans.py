"""Loan whitelists of the technology-innovation fund, and referrals to banks and guarantors (XB23)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.uploads import Download
from chassis.db.transaction import Reading
from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.money import Money
from policy.packs import Packs
from services.funding.domain.loans import ListingAction, ReferralAction, ReferralKind
from services.funding.service.sheets import given_out
from services.funding.storage import read_loans
from services.funding.storage.unit import FundingUnit
from services.funding.use_cases.apply_for_loan_list import apply_for_loan_list
from services.funding.use_cases.decide_loan_listing import decide_loan_listing
from services.funding.use_cases.record_loan_outcome import record_loan_outcome
from services.funding.use_cases.refer_loan import Referred, refer_loan

Shown = dict[str, Any]
Seen = int | None


class LoanMethods:
    """The enterprise list follows the pilot list; projects apply for theirs."""

    runtime: Runtime[FundingUnit]
    packs: Packs

    @command("funding.apply_for_loan_list")
    def apply_for_loan_list(
        self, uow: FundingUnit, actor: Actor, project_id: UUID, amount_fen: Money, purpose: str
    ) -> Shown:
        """Apply for one's project to get on the list."""
        clock = self.runtime.clock
        return apply_for_loan_list(uow, self.packs, clock, actor, project_id, amount=amount_fen, purpose=purpose)

    @command("funding.decide_loan_listing")
    def review_loan_listing(
        self,
        uow: FundingUnit,
        actor: Actor,
        listing_id: UUID,
        *,
        verdict: str,
        opinion: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """Put a project on the list, or decline it."""
        about: dict[str, Any] = {"action": ListingAction(verdict), "opinion": opinion}
        clock = self.runtime.clock
        return decide_loan_listing(uow, clock, actor, listing_id, **about, expected_version=expected_version)

    @command("funding.decide_loan_listing")
    def remove_loan_listing(
        self, uow: FundingUnit, actor: Actor, listing_id: UUID, *, reason: str, expected_version: Seen = None
    ) -> Shown:
        """Take a project off the list."""
        about: dict[str, Any] = {"action": ListingAction.REMOVE, "opinion": reason}
        clock = self.runtime.clock
        return decide_loan_listing(uow, clock, actor, listing_id, **about, expected_version=expected_version)

    @query("funding.read_loan_lists")
    def list_loan_enterprises(self, reading: Reading, actor: Actor, limit: int = 50, after: str | None = None) -> Shown:
        """The enterprise list."""
        return read_loans.list_loan_enterprises(reading, self.packs, limit=limit, after=after)

    @query("funding.read_loans")
    def list_loan_projects(
        self, reading: Reading, actor: Actor, *, state: str | None = None, limit: int = 50, after: str | None = None
    ) -> Shown:
        """The project list with its applications; an enterprise sees its own."""
        return read_loans.list_loan_projects(reading, actor, state=state, limit=limit, after=after)

    @query("funding.read_loan_lists")
    def sheet_of_loan_enterprises(self, reading: Reading, actor: Actor) -> Download:
        """The enterprise list as Excel."""
        return given_out(self.runtime, actor, read_loans.sheet_of_enterprises(reading, self.packs))

    @query("funding.read_loan_lists")
    def sheet_of_loan_projects(self, reading: Reading, actor: Actor) -> Download:
        """The project list as Excel."""
        return given_out(self.runtime, actor, read_loans.sheet_of_projects(reading))

    @command("funding.refer_loan")
    def refer_loan(
        self,
        uow: FundingUnit,
        actor: Actor,
        *,
        kind: str,
        enterprise_id: UUID,
        institution: str,
        referred_on: date,
        listing_id: UUID | None = None,
    ) -> Shown:
        """Name an enterprise of the lists to a bank or a guarantor."""
        referred = Referred(
            kind=ReferralKind(kind),
            enterprise_id=enterprise_id,
            listing_id=listing_id,
            institution=institution,
            referred_on=referred_on,
        )
        return refer_loan(uow, self.runtime.clock, actor, referred)

    @command("funding.refer_loan")
    def record_loan_outcome(
        self,
        uow: FundingUnit,
        actor: Actor,
        referral_id: UUID,
        *,
        outcome: str,
        answered_on: date,
        granted_fen: Money | None = None,
        note: str = "",
        expected_version: Seen = None,
    ) -> Shown:
        """What the bank or the guarantor said."""
        about: dict[str, Any] = {"action": ReferralAction(outcome), "granted": granted_fen, "note": note}
        seen: dict[str, Any] = {"answered_on": answered_on, "expected_version": expected_version}
        return record_loan_outcome(uow, actor, referral_id, **about, **seen)

    @query("funding.read_loans")
    def list_loan_referrals(
        self,
        reading: Reading,
        actor: Actor,
        *,
        state: str | None = None,
        enterprise_id: UUID | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> Shown:
        """Referrals with their outcome; an enterprise sees its own."""
        about: dict[str, Any] = {"state": state, "enterprise_id": enterprise_id}
        return read_loans.list_loan_referrals(reading, actor, **about, limit=limit, after=after)
