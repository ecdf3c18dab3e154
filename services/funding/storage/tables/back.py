"""Recoveries, and honours without money."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.domain.states import RecoveryState
from services.funding.storage.tables.base import identity, instant, metadata, money, shares_check, state_check

recoveries = Table(
    "recovery",
    metadata,
    *identity("recovery"),
    Column("case_id", Uuid, nullable=False),
    Column("tranche_id", Uuid, nullable=False),
    Column("award_id", Uuid, nullable=False),
    money("amount_fen"),
    Column("shares", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("article", Text),
    Column("document", JSONB, nullable=False),
    Column("opened_by", Uuid, nullable=False),
    instant("opened_at"),
    Column("state", Text, nullable=False),
    Column("settled_on", Date),
    Column("settled_by", Uuid),
    Column("bank_reference", Text, nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("netted", JSONB, nullable=False),
    money("interest_fen"),
    state_check("recovery", RecoveryState),
    shares_check("recovery", "amount_fen"),
    CheckConstraint("amount_fen > 0", name="recovery_amount_positive"),
    CheckConstraint("(state = 'settled') = (settled_on is not null)", name="recovery_settled_on_a_day"),
    CheckConstraint("sum_of_shares(netted) <= amount_fen", name="recovery_netted_within"),
    CheckConstraint("interest_fen >= 0", name="recovery_interest_not_negative"),
    Index("recovery_one_open", "city", "tranche_id", unique=True, postgresql_where=text("state = 'opened'")),
    Index("recovery_of_tranche", "city", "tranche_id"),
    Index("recovery_listed", "city", "opened_at", "id"),
)

honours = Table(
    "honour",
    metadata,
    *identity("honour"),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant", JSONB, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("granted_by", Uuid, nullable=False),
    instant("granted_at"),
    UniqueConstraint("city", "project_id", name="honour_of_project"),
    Index("honour_listed", "city", "granted_at", "id"),
)
