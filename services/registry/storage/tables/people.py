"""Messages to people, by which channels they come, what the city settled about it, and text messages (ALL5)."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

message = Table(
    "message",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_id", Uuid),
    Column("subject_id", Uuid, nullable=False),
    Column("facts", JSONB, nullable=False),
    instant("written_at"),
    instant("read_at", nullable=True),
    # Given by one timer in the order in which messages become visible: `changed since` reads by it.
    Column("position", BigInteger),
    PrimaryKeyConstraint("city", "id", name="message_pkey"),
    Index("message_by_account", "city", "account_id", "written_at", "id"),
    Index("message_by_position", "city", "account_id", "position"),
    Index("message_without_position", "city", "written_at", postgresql_where=text("position is null")),
)

# Read and written by the version before `channel_choice`, and by no later one; it goes with the release after.
mail_preference = Table(
    "mail_preference",
    metadata,
    Column("city", Text, nullable=False),
    Column("account_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by_mail", Boolean, nullable=False),
    PrimaryKeyConstraint("city", "account_id", "kind", name="mail_preference_pkey"),
)

# `owner_id` is an account or an organisation, `topic` a kind of message or a group of them.
channel_choice = Table(
    "channel_choice",
    metadata,
    Column("city", Text, nullable=False),
    Column("owner_id", Uuid, nullable=False),
    Column("topic", Text, nullable=False),
    Column("by_mail", Boolean),
    Column("by_sms", Boolean),
    PrimaryKeyConstraint("city", "owner_id", "topic", name="channel_choice_pkey"),
)

city_settings = Table(
    "city_settings",
    metadata,
    *identity("city_settings"),
    Column("login_methods", ARRAY(Text), nullable=False),
    Column("login_source", Text, nullable=False),
    Column("reminder_working_days", Integer, nullable=False),
    CheckConstraint("login_methods @> array['password']", name="city_settings_password_stays"),
    CheckConstraint("reminder_working_days >= 0", name="city_settings_reminder_not_negative"),
)

due_step = Table(
    "due_step",
    metadata,
    Column("city", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False),
    Column("about", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("case_id", Uuid),
    Column("step", Integer),
    Column("stage", Text),
    Column("role", Text),
    Column("division", Text),
    Column("due_on", Date),
    instant("remind_at", nullable=True),
    instant("escalate_at", nullable=True),
    PrimaryKeyConstraint("city", "subject_id", name="due_step_pkey"),
    CheckConstraint(
        "(step is null) = (role is null) and (step is null) = (due_on is null)", name="due_step_whole_or_none"
    ),
    CheckConstraint("step is not null or (remind_at is null and escalate_at is null)", name="due_step_said_of_a_step"),
    Index("due_step_to_remind", "city", "remind_at", postgresql_where=text("remind_at is not null")),
    Index("due_step_to_escalate", "city", "escalate_at", postgresql_where=text("escalate_at is not null")),
    Index("due_step_by_due_on", "city", "due_on", "subject_id", postgresql_where=text("due_on is not null")),
)

text_message = Table(
    "text_message",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("phone", JSONB, nullable=False),
    Column("phone_mark", LargeBinary, nullable=False),
    Column("template", Text, nullable=False),
    Column("content", JSONB),
    instant("written_at"),
    instant("next_attempt_at"),
    instant("expires_at", nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("state", Text, nullable=False),
    instant("sent_at", nullable=True),
    Column("error", Text),
    PrimaryKeyConstraint("city", "id", name="text_message_pkey"),
    CheckConstraint(
        "state in ('waiting', 'sent', 'expired', 'dropped', 'quarantined')", name="text_message_state_known"
    ),
    CheckConstraint(
        "(content is not null) = (state in ('waiting', 'quarantined'))", name="text_message_content_while_needed"
    ),
    CheckConstraint("(sent_at is not null) = (state = 'sent')", name="text_message_sent_at"),
    # Codes first: `expires_at` sorts before nothing.
    Index(
        "text_message_due",
        "city",
        "expires_at",
        "next_attempt_at",
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("text_message_sent", "city", "sent_at", postgresql_where=text("state = 'sent'")),
    Index("text_message_by_phone", "city", "phone_mark", "written_at"),
    Index("text_message_by_state", "city", "state", "written_at", "id"),
)
