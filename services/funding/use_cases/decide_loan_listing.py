"""An officer puts a project on the whitelist, declines it, or takes it off again (XB23)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from services.funding.domain.loans import ListingAction, listing_view
from services.funding.use_cases.ports import Clock, LoanUnit


def decide_loan_listing(
    uow: LoanUnit,
    clock: Clock,
    actor: Actor,
    listing_id: UUID,
    *,
    action: ListingAction,
    opinion: str,
    expected_version: int | None,
) -> dict[str, Any]:
    """ActionNotAllowed where its state does not know the action."""
    listing = uow.loan_listings.get(listing_id)
    must_be_version(listing, expected_version)
    decided = listing.decided(action, opinion, at=clock.now())
    uow.loan_listings.save(decided)
    uow.audit.record(actor, f"{action}_loan_listing", decided, project_id=decided.project_id)
    return listing_view(decided)
