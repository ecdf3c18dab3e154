"""What alembic runs: funding's migrations, as the owner of its tables."""

from chassis.migrations import run_online
from services.funding.storage.tables import metadata

run_online(metadata)
