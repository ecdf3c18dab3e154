"""Loan whitelists and referrals (XB23); and under which pack an enterprise is on the pilot list.

Pilots that were told before have no pack here until they are told again, and stand on no loan list until then.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0008"
down_revision = "0007"

_OWN = (
    "alter table known_pilot add column pack text",
    """
    create table loan_listing (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        applicant jsonb not null,
        applicant_id uuid not null,
        division text not null,
        programme_year text not null,
        amount_fen bigint not null,
        purpose text not null,
        state text not null,
        applied_at timestamptz not null,
        opinion text not null,
        decided_at timestamptz,
        constraint loan_listing_pkey primary key (city, id),
        constraint loan_listing_version_positive check (version > 0),
        constraint loan_listing_state_known check (state in ('applied', 'listed', 'declined', 'removed')),
        constraint loan_listing_amount_positive check (amount_fen > 0),
        constraint loan_listing_decided_at check ((state = 'applied') = (decided_at is null))
    )
    """,
    """
    create unique index loan_listing_one_live on loan_listing (city, project_id)
        where state in ('applied', 'listed')
    """,
    "create index loan_listing_newest on loan_listing (city, applied_at, id)",
    "create index loan_listing_of_applicant on loan_listing (city, applicant_id, applied_at, id)",
    """
    create table loan_referral (
        id uuid not null,
        city text not null,
        version integer not null,
        kind text not null,
        enterprise_id uuid not null,
        listing_id uuid,
        institution text not null,
        referred_on date not null,
        state text not null,
        referred_at timestamptz not null,
        granted_fen bigint,
        note text not null,
        answered_on date,
        constraint loan_referral_pkey primary key (city, id),
        constraint loan_referral_version_positive check (version > 0),
        constraint loan_referral_state_known check (state in ('referred', 'granted', 'refused')),
        constraint loan_referral_kind_known check (kind in ('credit_loan', 'guarantee')),
        constraint loan_referral_granted check ((state = 'granted') = (granted_fen is not null)),
        constraint loan_referral_answered check ((state = 'referred') = (answered_on is null))
    )
    """,
    "create index loan_referral_newest on loan_referral (city, referred_at, id)",
    "create index loan_referral_of_enterprise on loan_referral (city, enterprise_id, referred_at, id)",
)


def upgrade() -> None:
    """Two tables, and a column."""
    for statement in chain(_OWN, protect("funding", "loan_listing"), protect("funding", "loan_referral")):
        op.execute(statement)
