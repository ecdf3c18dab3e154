"""Allocation plans with their lines, payees and notices; budgets; releases."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.tables import notice_columns
from services.funding.domain.allocation_plan import PlanLineState
from services.funding.domain.states import BudgetLineState, PlanState
from services.funding.storage.tables.base import (
    identity,
    instant,
    metadata,
    money,
    pack_columns,
    part,
    shares_check,
    state_check,
)

allocation_plans = Table(
    "allocation_plan",
    metadata,
    *identity("allocation_plan"),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    *pack_columns(),
    Column("fund_year", Integer, nullable=False),
    Column("fund_category", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("drawn_up_by", Uuid, nullable=False),
    instant("drawn_up_at"),
    Column("decision", JSONB),
    Column("approved_by", Uuid),
    instant("approved_at", nullable=True),
    instant("published_at", nullable=True),
    money("total_fen"),
    Column("shares", JSONB, nullable=False),
    state_check("allocation_plan", PlanState),
    shares_check("allocation_plan", "total_fen"),
    CheckConstraint(
        "state in ('drawn_up', 'withdrawn') or (decision is not null and approved_at is not null)",
        name="allocation_plan_approved_by_decision",
    ),
    CheckConstraint("(state = 'published') = (published_at is not null)", name="allocation_plan_published_at"),
    UniqueConstraint("city", "number", name="allocation_plan_number_key"),
    Index("allocation_plan_listed", "city", "drawn_up_at", "id"),
)

plan_lines = Table(
    "plan_line",
    metadata,
    *part("plan_line"),
    Column("plan_id", Uuid, nullable=False),
    Column("position", Integer, nullable=False),
    Column("tranche_id", Uuid, nullable=False),
    Column("award_id", Uuid, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("division", Text, nullable=False),
    money("amount_fen"),
    Column("shares", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    state_check("plan_line", PlanLineState),
    shares_check("plan_line", "amount_fen"),
    CheckConstraint("amount_fen > 0", name="plan_line_amount_positive"),
    Index("plan_line_of_plan", "city", "plan_id", "position"),
    Index("plan_line_one_live", "city", "tranche_id", unique=True, postgresql_where=text("state = 'included'")),
)

payee_snapshots = Table(
    "payee_snapshot",
    metadata,
    *part("payee_snapshot"),
    Column("tranche_id", Uuid, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("payee", JSONB, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    instant("approved_at"),
    Column("reason", Text, nullable=False),
    UniqueConstraint("city", "tranche_id", "revision", name="payee_snapshot_revision_key"),
    CheckConstraint("revision > 0", name="payee_snapshot_revision_positive"),
)

plan_notices = Table(
    "plan_notice",
    metadata,
    *identity("plan_notice"),
    Column("plan_id", Uuid, nullable=False),
    Column("basis", JSONB, nullable=False),
    *notice_columns("plan_notice"),
    UniqueConstraint("city", "plan_id", name="plan_notice_of_plan"),
    Index("plan_notice_due", "city", "closes_at", postgresql_where=text("state = 'open'")),
    Index("plan_notice_listed", "city", "opened_at", "id"),
)

budget_lines = Table(
    "budget_line",
    metadata,
    *identity("budget_line"),
    Column("fund_source", Text, nullable=False),
    Column("fund_year", Integer, nullable=False),
    Column("category", Text, nullable=False),
    money("amount_fen"),
    Column("document", JSONB, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    instant("entered_at"),
    Column("state", Text, nullable=False),
    Column("confirmed_by", Uuid),
    instant("confirmed_at", nullable=True),
    state_check("budget_line", BudgetLineState),
    CheckConstraint("amount_fen > 0", name="budget_line_amount_positive"),
    CheckConstraint("confirmed_by is null or confirmed_by <> entered_by", name="budget_line_four_eyes"),
    CheckConstraint("(state = 'confirmed') = (confirmed_by is not null)", name="budget_line_confirmed_by"),
    Index(
        "budget_line_document_key",
        "city",
        "document_number",
        "fund_source",
        "fund_year",
        "category",
        unique=True,
        postgresql_where=text("state <> 'withdrawn'"),
    ),
    Index("budget_line_listed", "city", "entered_at", "id"),
)

budget_pools = Table(
    "budget_pool",
    metadata,
    Column("city", Text, nullable=False),
    Column("fund_source", Text, nullable=False),
    Column("fund_year", Integer, nullable=False),
    Column("category", Text, nullable=False),
    money("allocated_fen"),
    money("committed_fen"),
    PrimaryKeyConstraint("city", "fund_source", "fund_year", "category", name="budget_pool_pkey"),
    CheckConstraint("committed_fen >= 0 and committed_fen <= allocated_fen", name="budget_pool_never_exceeded"),
)

releases = Table(
    "release",
    metadata,
    *identity("release"),
    Column("plan_id", Uuid, nullable=False),
    Column("document", JSONB, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("tranche_ids", JSONB, nullable=False),
    money("total_fen"),
    Column("released_by", Uuid, nullable=False),
    instant("released_at"),
    Index("release_of_plan", "city", "plan_id"),
)
