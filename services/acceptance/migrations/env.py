"""What alembic runs: the tables that this service's migrations build."""

from casework.common_facts import facts_metadata
from chassis.db.tables import chassis_metadata
from chassis.migrations import run_online
from services.acceptance.storage import assessment_tables, evidence_tables
from services.acceptance.storage.tables import metadata

described = (assessment_tables, evidence_tables)
"""Importing them adds their tables."""

run_online(chassis_metadata, facts_metadata, metadata)
