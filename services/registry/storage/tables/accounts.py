"""Who signs in: accounts, sessions, failed attempts, tokens, and the mail that carries them."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.registry.storage.tables.base import identity, instant, metadata

IS_STAFF = text("not (roles && array['enterprise', 'provider'])")
"""The administrator's list: some dozens among the people of a hundred thousand enterprises."""

account = Table(
    "account",
    metadata,
    *identity("account"),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("organisation_id", Uuid),
    Column("division", Text),
    Column("is_owner", Boolean, nullable=False),
    Column("phone", JSONB),
    Column("phone_mark", LargeBinary),
    Column("email", JSONB),
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("terms_version", Text),
    instant("created_at"),
    UniqueConstraint("city", "login", name="account_login_key"),
    CheckConstraint("not (roles @> array['finance_maker', 'finance_checker'])", name="account_finance_roles_apart"),
    Index("account_organisation", "city", "organisation_id"),
    Index("account_staff", "city", "created_at", "id", postgresql_where=IS_STAFF),
    Index("account_division", "city", "division", postgresql_where=text("division is not null")),
    Index("account_bound_phone", "city", "phone_mark", postgresql_where=text("phone_mark is not null")),
)

session = Table(
    "session",
    metadata,
    *identity("session"),
    Column("account_id", Uuid, nullable=False),
    Column("token_sha256", LargeBinary, nullable=False),
    Column("client_sha256", LargeBinary, nullable=False),
    instant("opened_at"),
    instant("seen_at"),
    instant("expires_at"),
    instant("ended_at", nullable=True),
    UniqueConstraint("city", "token_sha256", name="session_token_key"),
    Index("session_account", "city", "account_id", "opened_at"),
    Index("session_expiry", "city", "expires_at"),
)

failed_login = Table(
    "failed_login",
    metadata,
    Column("city", Text, nullable=False),
    Column("subject", LargeBinary, nullable=False),
    Column("count", Integer, nullable=False),
    instant("last_at"),
    PrimaryKeyConstraint("city", "subject", name="failed_login_pkey"),
    Index("failed_login_age", "city", "last_at"),
)

recovery = Table(
    "recovery",
    metadata,
    *identity("recovery"),
    Column("account_id", Uuid, nullable=False),
    Column("token_sha256", LargeBinary, nullable=False),
    instant("expires_at"),
    instant("used_at", nullable=True),
    UniqueConstraint("city", "token_sha256", name="recovery_token_key"),
    Index("recovery_account", "city", "account_id"),
)

invitation = Table(
    "invitation",
    metadata,
    *identity("invitation"),
    Column("organisation_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("email", JSONB, nullable=False),
    Column("token_sha256", LargeBinary, nullable=False),
    instant("invited_at"),
    instant("expires_at"),
    instant("used_at", nullable=True),
    UniqueConstraint("city", "token_sha256", name="invitation_token_key"),
    Index("invitation_organisation", "city", "organisation_id"),
)

one_time_code = Table(
    "one_time_code",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("account_id", Uuid),
    Column("phone", JSONB, nullable=False),
    Column("phone_mark", LargeBinary, nullable=False),
    Column("code_mark", LargeBinary, nullable=False),
    Column("from_known_address", Boolean, nullable=False),
    instant("requested_at"),
    Column("attempts", Integer, nullable=False),
    instant("used_at", nullable=True),
    PrimaryKeyConstraint("city", "id", name="one_time_code_pkey"),
    CheckConstraint("purpose in ('sign_in', 'recovery', 'phone')", name="one_time_code_purpose_known"),
    CheckConstraint("attempts between 0 and 5", name="one_time_code_attempts"),
    Index("one_time_code_by_phone", "city", "phone_mark", "requested_at"),
    Index("one_time_code_age", "city", "requested_at"),
)

mail = Table(
    "mail",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("recipient", JSONB, nullable=False),
    Column("content", JSONB),
    instant("written_at"),
    instant("next_attempt_at"),
    Column("attempts", Integer, nullable=False),
    instant("sent_at", nullable=True),
    Column("error", Text),
    PrimaryKeyConstraint("city", "id", name="mail_pkey"),
    CheckConstraint("(sent_at is null) = (content is not null)", name="mail_content_erased_when_sent"),
    Index("mail_due", "city", "next_attempt_at", postgresql_where=text("sent_at is null")),
)
