"""Money's other ways: recoveries, nettings, instruments, honours without money."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table, Text, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from services.funding.domain.netting import NettingState
from services.funding.domain.states import RecoveryState
from services.funding.storage.tables.base import (
    identity,
    instant,
    instrument_check,
    metadata,
    money,
    shares_check,
    state_check,
)

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

nettings = Table(
    "netting",
    metadata,
    *identity("netting"),
    Column("case_id", Uuid, nullable=False),
    Column("recovery_id", Uuid, nullable=False),
    Column("tranche_id", Uuid, nullable=False),
    money("amount_fen"),
    Column("reason", Text, nullable=False),
    Column("document", JSONB, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    instant("proposed_at"),
    Column("state", Text, nullable=False),
    Column("confirmed_by", Uuid),
    instant("confirmed_at", nullable=True),
    Column("kept", JSONB, nullable=False),
    Column("given", JSONB, nullable=False),
    state_check("netting", NettingState),
    CheckConstraint("amount_fen > 0", name="netting_amount_positive"),
    CheckConstraint("confirmed_by is null or confirmed_by <> proposed_by", name="netting_four_eyes"),
    CheckConstraint("(state = 'confirmed') = (confirmed_by is not null)", name="netting_confirmed_by"),
    CheckConstraint(
        "state <> 'confirmed' or (sum_of_shares(kept) = amount_fen and sum_of_shares(given) = amount_fen)",
        name="netting_shares_add_up",
    ),
    Index("netting_one_proposed", "city", "tranche_id", unique=True, postgresql_where=text("state = 'proposed'")),
    Index("netting_of_recovery", "city", "recovery_id"),
    Index("netting_of_tranche", "city", "tranche_id"),
    Index("netting_listed", "city", "proposed_at", "id"),
)

instrument_choices = Table(
    "instrument_choice",
    metadata,
    *identity("instrument_choice"),
    Column("award_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("holder_name", Text, nullable=False),
    Column("institution", Text, nullable=False),
    Column("wallet", JSONB),
    Column("chosen_by", Uuid, nullable=False),
    instant("chosen_at"),
    instrument_check("instrument_choice"),
    CheckConstraint("(instrument = 'digital_rmb') = (wallet is not null)", name="instrument_choice_wallet"),
    UniqueConstraint("city", "award_id", name="instrument_choice_of_award"),
)
