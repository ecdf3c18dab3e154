"""What alembic runs: the tables that this service's migrations build."""

from casework.common_facts import facts_metadata
from chassis.db.tables import chassis_metadata
from chassis.migrations import run_online
from services.oversight.storage.tables import metadata

run_online(chassis_metadata, facts_metadata, metadata)
