"""An officer records what the bank or the guarantor said to a referral (XB23)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from casework.versions import must_be_version
from contracts.actor import Actor
from contracts.money import Money
from services.funding.domain.loans import ReferralAction, referral_view
from services.funding.use_cases.ports import LoanUnit


def record_loan_outcome(
    uow: LoanUnit,
    actor: Actor,
    referral_id: UUID,
    *,
    action: ReferralAction,
    granted: Money | None,
    note: str,
    answered_on: date,
    expected_version: int | None,
) -> dict[str, Any]:
    """Once; ActionNotAllowed afterwards."""
    referral = uow.loan_referrals.get(referral_id)
    must_be_version(referral, expected_version)
    answered = referral.answered(action, granted=granted, note=note, on=answered_on)
    uow.loan_referrals.save(answered)
    uow.audit.record(actor, f"{action}_loan", answered, enterprise_id=answered.enterprise_id)
    return referral_view(answered)
