"""What alembic runs: the registry's migrations, as the owner of its tables."""

from chassis.migrations import run_online
from services.registry.storage.tables import metadata

run_online(metadata)
