"""Loan whitelists and referrals (XB23)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.domain.loans import ListingState, ReferralState
from services.funding.storage.tables.base import identity, instant, metadata, money, state_check

ONE_LISTING = "loan_listing_one_live"

loan_listings = Table(
    "loan_listing",
    metadata,
    *identity("loan_listing"),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant", JSONB, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("division", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    money("amount_fen"),
    Column("purpose", Text, nullable=False),
    Column("state", Text, nullable=False),
    instant("applied_at"),
    Column("opinion", Text, nullable=False),
    instant("decided_at", nullable=True),
    state_check("loan_listing", ListingState),
    CheckConstraint("amount_fen > 0", name="loan_listing_amount_positive"),
    CheckConstraint("(state = 'applied') = (decided_at is null)", name="loan_listing_decided_at"),
    Index(ONE_LISTING, "city", "project_id", unique=True, postgresql_where=text("state in ('applied', 'listed')")),
    Index("loan_listing_newest", "city", "applied_at", "id"),
    Index("loan_listing_of_applicant", "city", "applicant_id", "applied_at", "id"),
)

loan_referrals = Table(
    "loan_referral",
    metadata,
    *identity("loan_referral"),
    Column("kind", Text, nullable=False),
    Column("enterprise_id", Uuid, nullable=False),
    Column("listing_id", Uuid),
    Column("institution", Text, nullable=False),
    Column("referred_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    instant("referred_at"),
    money("granted_fen", nullable=True),
    Column("note", Text, nullable=False),
    Column("answered_on", Date),
    state_check("loan_referral", ReferralState),
    CheckConstraint("kind in ('credit_loan', 'guarantee')", name="loan_referral_kind_known"),
    CheckConstraint("(state = 'granted') = (granted_fen is not null)", name="loan_referral_granted"),
    CheckConstraint("(state = 'referred') = (answered_on is null)", name="loan_referral_answered"),
    Index("loan_referral_newest", "city", "referred_at", "id"),
    Index("loan_referral_of_enterprise", "city", "enterprise_id", "referred_at", "id"),
)
