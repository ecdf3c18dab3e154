"""The provider pool and its products, accounts for payment, exclusion lists and standing, messages.

A list is replaced edition by edition, so its entries have no id of their own; the standing of a credit
code has a row of its own, because it is announced with a sequence.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table pool_entry (
        id uuid not null,
        city text not null,
        version integer not null,
        organisation_id uuid not null,
        state text not null,
        kinds text[] not null,
        presentation text not null,
        files jsonb not null,
        applied_at timestamptz not null,
        opinion text not null,
        decided_at timestamptz,
        constraint pool_entry_pkey primary key (city, id),
        constraint pool_entry_version_positive check (version > 0),
        constraint pool_entry_organisation_key unique (city, organisation_id),
        constraint pool_entry_state_known
            check (state in ('in_review', 'returned', 'enrolled', 'rejected', 'suspended', 'removed'))
    )
    """,
    "create index pool_entry_by_state on pool_entry (city, state, applied_at, id)",
    """
    create table product (
        id uuid not null,
        city text not null,
        version integer not null,
        provider_id uuid not null,
        category text not null,
        title text not null,
        unit text not null,
        description text not null,
        proposed_price_fen bigint not null,
        ceiling_fen bigint,
        state text not null,
        opinion text not null,
        proposed_at timestamptz not null,
        constraint product_pkey primary key (city, id),
        constraint product_version_positive check (version > 0),
        constraint product_price_not_negative check (proposed_price_fen >= 0),
        constraint product_ceiling_not_negative check (ceiling_fen >= 0),
        constraint product_state_known check (state in ('proposed', 'listed', 'declined', 'withdrawn')),
        constraint product_listed_with_ceiling check (state <> 'listed' or ceiling_fen is not null)
    )
    """,
    "create index product_by_provider on product (city, provider_id, id)",
    "create index product_by_state on product (city, state, category, id)",
    """
    create table payee_account (
        id uuid not null,
        city text not null,
        version integer not null,
        organisation_id uuid not null,
        account_name text not null,
        bank_name text not null,
        branch_code text not null,
        number jsonb not null,
        state text not null,
        registered_at timestamptz not null,
        constraint payee_account_pkey primary key (city, id),
        constraint payee_account_version_positive check (version > 0),
        constraint payee_account_state_known check (state in ('unconfirmed', 'confirmed')),
        constraint payee_account_branch_code_shape check (branch_code ~ '^[0-9]{12}$')
    )
    """,
    "create index payee_account_by_organisation on payee_account (city, organisation_id, id)",
    """
    create table exclusion_list (
        id uuid not null,
        city text not null,
        version integer not null,
        code text not null,
        edition_on date not null,
        imported_at timestamptz not null,
        file jsonb not null,
        rows integer not null,
        entries integer not null,
        problems jsonb not null,
        constraint exclusion_list_pkey primary key (city, id),
        constraint exclusion_list_version_positive check (version > 0),
        constraint exclusion_list_code_key unique (city, code),
        constraint exclusion_list_counts check (entries >= 0 and rows >= entries)
    )
    """,
    """
    create table exclusion_entry (
        city text not null,
        list text not null,
        credit_code text not null,
        name text not null,
        constraint exclusion_entry_pkey primary key (city, list, credit_code)
    )
    """,
    "create index exclusion_entry_by_code on exclusion_entry (city, credit_code)",
    """
    create table standing (
        id uuid not null,
        city text not null,
        version integer not null,
        credit_code text not null,
        lists text[] not null,
        constraint standing_pkey primary key (city, id),
        constraint standing_version_positive check (version > 0),
        constraint standing_credit_code_key unique (city, credit_code)
    )
    """,
    """
    create table message (
        id uuid not null,
        city text not null,
        account_id uuid not null,
        kind text not null,
        case_id uuid,
        subject_id uuid not null,
        facts jsonb not null,
        written_at timestamptz not null,
        read_at timestamptz,
        constraint message_pkey primary key (city, id)
    )
    """,
    "create index message_by_account on message (city, account_id, written_at, id)",
    """
    create table mail_preference (
        city text not null,
        account_id uuid not null,
        kind text not null,
        by_mail boolean not null,
        constraint mail_preference_pkey primary key (city, account_id, kind)
    )
    """,
)

_PROTECTED = (
    "pool_entry",
    "product",
    "payee_account",
    "exclusion_list",
    "exclusion_entry",
    "standing",
    "message",
    "mail_preference",
)


def upgrade() -> None:
    for statement in chain(_OWN, *(protect("registry", table) for table in _PROTECTED)):
        op.execute(statement)
