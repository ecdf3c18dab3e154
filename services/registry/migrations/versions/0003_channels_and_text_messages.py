"""How people are told: by mail and by text message, chosen per kind or group, by a person or an organisation.

The choices that were made about mail are taken over. The table that they stood in stays for the version
that is still running; the release after this one drops it.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OWN = (
    "alter table account add column phone_mark bytea",
    "create index account_bound_phone on account (city, phone_mark) where phone_mark is not null",
    """
    create table channel_choice (
        city text not null,
        owner_id uuid not null,
        topic text not null,
        by_mail boolean,
        by_sms boolean,
        constraint channel_choice_pkey primary key (city, owner_id, topic)
    )
    """,
    """
    create table text_message (
        id uuid not null,
        city text not null,
        phone jsonb not null,
        phone_mark bytea not null,
        template text not null,
        content jsonb,
        written_at timestamptz not null,
        next_attempt_at timestamptz not null,
        expires_at timestamptz,
        attempts integer not null,
        state text not null,
        sent_at timestamptz,
        error text,
        constraint text_message_pkey primary key (city, id),
        constraint text_message_state_known
            check (state in ('waiting', 'sent', 'expired', 'dropped', 'quarantined')),
        constraint text_message_content_while_needed
            check ((content is not null) = (state in ('waiting', 'quarantined'))),
        constraint text_message_sent_at check ((sent_at is not null) = (state = 'sent'))
    )
    """,
    "create index text_message_due on text_message (city, expires_at, next_attempt_at) where state = 'waiting'",
    "create index text_message_sent on text_message (city, sent_at) where state = 'sent'",
    "create index text_message_by_phone on text_message (city, phone_mark, written_at)",
    "create index text_message_by_state on text_message (city, state, written_at, id)",
)

# The owner of the tables is held by row-level security too: what stands there can only be copied without it.
_TAKEN_OVER = (
    "alter table mail_preference no force row level security",
    """
    insert into channel_choice (city, owner_id, topic, by_mail)
    select city, account_id, kind, by_mail from mail_preference
    """,
    "alter table mail_preference force row level security",
)


def upgrade() -> None:
    protected = (protect("registry", table) for table in ("channel_choice", "text_message"))
    for statement in chain(_OWN, _TAKEN_OVER, *protected):
        op.execute(statement)
