"""Award applications, each with its dossier, and what projects have reached, for the stages that wait for it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Table, Text, Uuid

from casework.desk_lists import desk_columns, desk_indexes
from casework.tables import dossier_columns
from services.funding.storage.tables.base import identity, metadata

applications = Table(
    "award_application",
    metadata,
    *identity("award_application"),
    Column("case_id", Uuid, nullable=False),
    Column("project_id", Uuid),
    Column("stage", Text, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("payee_account_id", Uuid),
    *desk_columns("award_application"),
    *dossier_columns("award_application"),
    CheckConstraint("project_id is not null or case_id = id", name="award_application_case_of_its_own"),
    Index("award_application_of_project", "city", "project_id"),
    *desk_indexes("award_application"),
)

known_milestones = Table(
    "known_milestone",
    metadata,
    Column("project_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("city", Text, nullable=False),
    PrimaryKeyConstraint("city", "project_id", "name", name="known_milestone_pkey"),
)
