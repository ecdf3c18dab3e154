"""The chassis' tables, and who exists: accounts, sessions, mail, organisations, divisions, the calendar.

Everything is kept per city, row by row: an account belongs to one city, and the same credit code may
hold accounts in several, so no key is national.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema import v1
from chassis.db.schema.protection import protect

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_OWN = (
    """
    create table account (
        id uuid not null,
        city text not null,
        version integer not null,
        login text not null,
        name text not null,
        roles text[] not null,
        organisation_id uuid,
        division text,
        is_owner boolean not null,
        phone jsonb,
        email jsonb,
        password_hash text not null,
        must_change_password boolean not null,
        is_disabled boolean not null,
        terms_version text,
        created_at timestamptz not null,
        constraint account_pkey primary key (city, id),
        constraint account_version_positive check (version > 0),
        constraint account_login_key unique (city, login),
        constraint account_finance_roles_apart check (not (roles @> array['finance_maker', 'finance_checker']))
    )
    """,
    "create index account_division on account (city, division) where division is not null",
    "create index account_staff on account (city, created_at, id) where not (roles && array['enterprise', 'provider'])",
    "create index account_organisation on account (city, organisation_id)",
    """
    create table session (
        id uuid not null,
        city text not null,
        version integer not null,
        account_id uuid not null,
        token_sha256 bytea not null,
        client_sha256 bytea not null,
        opened_at timestamptz not null,
        seen_at timestamptz not null,
        expires_at timestamptz not null,
        ended_at timestamptz,
        constraint session_pkey primary key (city, id),
        constraint session_version_positive check (version > 0),
        constraint session_token_key unique (city, token_sha256)
    )
    """,
    "create index session_account on session (city, account_id, opened_at)",
    "create index session_expiry on session (city, expires_at)",
    """
    create table failed_login (
        city text not null,
        subject bytea not null,
        count integer not null,
        last_at timestamptz not null,
        constraint failed_login_pkey primary key (city, subject)
    )
    """,
    "create index failed_login_age on failed_login (city, last_at)",
    """
    create table recovery (
        id uuid not null,
        city text not null,
        version integer not null,
        account_id uuid not null,
        token_sha256 bytea not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint recovery_pkey primary key (city, id),
        constraint recovery_version_positive check (version > 0),
        constraint recovery_token_key unique (city, token_sha256)
    )
    """,
    "create index recovery_account on recovery (city, account_id)",
    """
    create table invitation (
        id uuid not null,
        city text not null,
        version integer not null,
        organisation_id uuid not null,
        name text not null,
        email jsonb not null,
        token_sha256 bytea not null,
        invited_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint invitation_pkey primary key (city, id),
        constraint invitation_version_positive check (version > 0),
        constraint invitation_token_key unique (city, token_sha256)
    )
    """,
    "create index invitation_organisation on invitation (city, organisation_id)",
    """
    create table mail (
        id uuid not null,
        city text not null,
        recipient jsonb not null,
        content jsonb,
        written_at timestamptz not null,
        next_attempt_at timestamptz not null,
        attempts integer not null,
        sent_at timestamptz,
        error text,
        constraint mail_pkey primary key (city, id),
        constraint mail_content_erased_when_sent check ((sent_at is null) = (content is not null))
    )
    """,
    "create index mail_due on mail (city, next_attempt_at) where sent_at is null",
    """
    create table organisation (
        id uuid not null,
        city text not null,
        version integer not null,
        kind text not null,
        credit_code text not null,
        name text collate "C" not null,
        division text not null,
        registered_at timestamptz not null,
        registered_address text,
        legal_representative text,
        staff bigint,
        revenue_fen bigint,
        data_year integer,
        industry_code text,
        declared_size_class text,
        size_class text,
        constraint organisation_pkey primary key (city, id),
        constraint organisation_version_positive check (version > 0),
        constraint organisation_credit_code_key unique (city, credit_code),
        constraint organisation_kind_known check (kind in ('enterprise', 'provider', 'institution', 'authority')),
        constraint organisation_staff_not_negative check (staff >= 0),
        constraint organisation_revenue_not_negative check (revenue_fen >= 0),
        constraint organisation_size_class_known check (size_class in ('large', 'medium', 'small', 'micro'))
    )
    """,
    "create index organisation_by_division on organisation (city, division, name, id)",
    "create index organisation_by_kind on organisation (city, kind, name, id)",
    "create index organisation_by_name on organisation (city, name, id)",
    """
    create table former_name (
        city text not null,
        organisation_id uuid not null,
        version integer not null,
        name text not null,
        until timestamptz not null,
        constraint former_name_pkey primary key (city, organisation_id, version)
    )
    """,
    """
    create table change_request (
        id uuid not null,
        city text not null,
        version integer not null,
        organisation_id uuid not null,
        subject_id uuid not null,
        kind text not null,
        state text not null,
        content jsonb not null,
        reason text not null,
        requested_at timestamptz not null,
        opinion text not null,
        decided_at timestamptz,
        constraint change_request_pkey primary key (city, id),
        constraint change_request_version_positive check (version > 0),
        constraint change_request_kind_known check (kind in ('division', 'name', 'payee_account')),
        constraint change_request_state_known check (state in ('requested', 'approved', 'rejected', 'withdrawn'))
    )
    """,
    "create index change_request_by_organisation on change_request (city, organisation_id, requested_at, id)",
    "create index change_request_by_state on change_request (city, state, requested_at, id)",
    "create unique index change_request_one_open on change_request (city, subject_id, kind) where state = 'requested'",
    """
    create table division (
        id uuid not null,
        city text not null,
        version integer not null,
        code text not null,
        name text not null,
        level text not null,
        parent text,
        constraint division_pkey primary key (city, id),
        constraint division_version_positive check (version > 0),
        constraint division_code_key unique (city, code),
        constraint division_level_known check (level in ('region', 'league', 'city', 'district', 'county', 'town'))
    )
    """,
    """
    create table calendar_year (
        id uuid not null,
        city text not null,
        version integer not null,
        year integer not null,
        is_confirmed boolean not null,
        exceptions jsonb not null,
        constraint calendar_year_pkey primary key (city, id),
        constraint calendar_year_version_positive check (version > 0),
        constraint calendar_year_year_key unique (city, year)
    )
    """,
)

_PROTECTED = (
    "account",
    "session",
    "failed_login",
    "recovery",
    "invitation",
    "mail",
    "organisation",
    "former_name",
    "change_request",
    "division",
    "calendar_year",
)


def upgrade() -> None:
    for statement in chain(v1.upgrade("registry"), _OWN, *(protect("registry", table) for table in _PROTECTED)):
        op.execute(statement)
