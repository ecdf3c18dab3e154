"""The tables of the acceptance service. The migrations build them; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from casework.desk_lists import desk_columns, desk_indexes
from casework.tables import dossier_columns

metadata = MetaData()

LIVE_INDEX = "acceptance_one_live_per_project"
"""A project is accepted once: what was withdrawn or voided makes room for another request."""

acceptances = Table(
    "acceptance",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    *desk_columns("acceptance"),
    Column("papers", JSONB, nullable=False),
    Column("reports", JSONB, nullable=False),
    Column("level", Integer),
    Column("edition", Text),
    Column("accepted_on", Date),
    Column("completed_on", Date),
    Column("audited_fen", BigInteger),
    *dossier_columns("acceptance"),
    PrimaryKeyConstraint("city", "id", name="acceptance_pkey"),
    CheckConstraint("version > 0", name="acceptance_version_positive"),
    CheckConstraint("level between 0 and 4", name="acceptance_level_known"),
    CheckConstraint("audited_fen >= 0", name="acceptance_audited_not_negative"),
    CheckConstraint(
        "num_nonnulls(level, edition, accepted_on, completed_on, audited_fen) in (0, 5)",
        name="acceptance_result_whole",
    ),
    CheckConstraint("(state = 'approved') = (level is not null)", name="acceptance_passed_with_result"),
    Index(
        LIVE_INDEX,
        "city",
        "project_id",
        unique=True,
        postgresql_where=text("state not in ('withdrawn', 'voided')"),
    ),
    Index("acceptance_of_project", "city", "project_id"),
    Index("acceptance_of_case", "city", "case_id"),
    *desk_indexes("acceptance"),
)

known_projects = Table(
    "known_project",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("filing_number", Text),
    Column("enrolled_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("city", "id", name="known_project_pkey"),
)
"""`enrolled_at` is when the project was told of first: with its enrolment, or with an earlier stage of its pack."""

known_milestones = Table(
    "known_milestone",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    PrimaryKeyConstraint("city", "project_id", "name", name="known_milestone_pkey"),
)
"""What a project has reached, in the words of a pack's lifecycle: stages open and close by it. It is never undone."""

known_moves = Table(
    "known_move",
    metadata,
    Column("case_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("pack", Text, nullable=False),
    Column("pack_sha256", Text, nullable=False),
    PrimaryKeyConstraint("city", "case_id", name="known_move_pkey"),
)
"""Where a case was moved to after its projects were enrolled; the newest act counts, whichever declaration it names."""

known_contracts = Table(
    "known_contract",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("applicant_id", Uuid, nullable=False),
    Column("provider_id", Uuid, nullable=False),
    Column("contract_number", Text, nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("lines", JSONB, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_contract_pkey"),
    CheckConstraint("amount_fen >= 0", name="known_contract_amount_not_negative"),
    Index("known_contract_of_applicant", "city", "applicant_id"),
)

known_progress = Table(
    "known_progress",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("percent", Integer, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_progress_pkey"),
    CheckConstraint("percent between 0 and 100", name="known_progress_percent_within"),
)

known_terminations = Table(
    "known_termination",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    PrimaryKeyConstraint("city", "project_id", name="known_termination_pkey"),
)
