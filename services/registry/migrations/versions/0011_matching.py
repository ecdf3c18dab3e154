"""What enterprises need, and who is interested in whom (XB6)."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table need (
        id uuid not null,
        city text not null,
        version integer not null,
        enterprise_id uuid not null,
        division text not null,
        programme_year text not null,
        title text not null,
        text text not null,
        subsector text,
        scenarios text[] not null,
        budget_fen bigint,
        state text not null,
        drafted_at timestamptz not null,
        published_at timestamptz,
        closing_reason text not null,
        constraint need_pkey primary key (city, id),
        constraint need_version_positive check (version > 0),
        constraint need_state_known check (state in ('draft', 'published', 'closed')),
        constraint need_published_at check (state <> 'published' or published_at is not null),
        constraint need_budget_positive check (budget_fen > 0)
    )
    """,
    "create index need_of_enterprise on need (city, enterprise_id, drafted_at, id)",
    "create index need_public on need (city, published_at, id) where state = 'published'",
    """
    create table interest (
        id uuid not null,
        city text not null,
        version integer not null,
        need_id uuid,
        product_id uuid,
        from_id uuid not null,
        to_id uuid not null,
        provider_id uuid not null,
        text text not null,
        state text not null,
        expressed_at timestamptz not null,
        answer text not null,
        answered_at timestamptz,
        constraint interest_pkey primary key (city, id),
        constraint interest_version_positive check (version > 0),
        constraint interest_state_known check (state in ('expressed', 'matched', 'declined')),
        constraint interest_in_one_thing check (num_nonnulls(need_id, product_id) = 1),
        constraint interest_answered_at check ((state = 'expressed') = (answered_at is null)),
        constraint interest_in_another check (from_id <> to_id)
    )
    """,
    """
    create unique index interest_once on interest (city, from_id, coalesce(need_id, product_id))
        where state <> 'declined'
    """,
    "create index interest_by_sender on interest (city, from_id, expressed_at, id)",
    "create index interest_by_receiver on interest (city, to_id, expressed_at, id)",
)


def upgrade() -> None:
    """Two tables."""
    for statement in chain(_OWN, protect("registry", "need"), protect("registry", "interest")):
        op.execute(statement)
