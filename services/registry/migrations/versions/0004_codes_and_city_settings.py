"""Codes that go to a phone, to sign in among other things, and what a city settled: whether it offers them (XA3)."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OWN = (
    """
    create table one_time_code (
        id uuid not null,
        city text not null,
        purpose text not null,
        account_id uuid,
        phone jsonb not null,
        phone_mark bytea not null,
        code_mark bytea not null,
        from_known_address boolean not null,
        requested_at timestamptz not null,
        attempts integer not null,
        used_at timestamptz,
        constraint one_time_code_pkey primary key (city, id),
        constraint one_time_code_purpose_known check (purpose in ('sign_in', 'recovery', 'phone')),
        constraint one_time_code_attempts check (attempts between 0 and 5)
    )
    """,
    "create index one_time_code_by_phone on one_time_code (city, phone_mark, requested_at)",
    "create index one_time_code_age on one_time_code (city, requested_at)",
    """
    create table city_settings (
        id uuid not null,
        city text not null,
        version integer not null,
        login_methods text[] not null,
        login_source text not null,
        reminder_working_days integer not null,
        constraint city_settings_pkey primary key (city, id),
        constraint city_settings_version_positive check (version > 0),
        constraint city_settings_password_stays check (login_methods @> array['password']),
        constraint city_settings_reminder_not_negative check (reminder_working_days >= 0)
    )
    """,
)


def upgrade() -> None:
    protected = (protect("registry", table) for table in ("one_time_code", "city_settings"))
    for statement in chain(_OWN, *protected):
        op.execute(statement)
