"""The database that the migrations build is the one that the code describes."""

from __future__ import annotations

import psycopg2
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from chassis.db.tables import chassis_metadata
from chassis.migrations import dialect_url, merged
from console.backing.postgres import PrivatePostgres
from services.registry.storage.tables import metadata
from tests.conftest import FreshDatabases


def test_the_tables_are_as_described(postgres_server: PrivatePostgres, fresh_databases: FreshDatabases) -> None:
    url = fresh_databases(postgres_server, ["registry"]).format(service="registry", role="registry_owner")
    engine = create_engine(dialect_url(url))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, merged([metadata, chassis_metadata]))

    engine.dispose()
    assert [difference for difference in differences if _is_ours(difference)] == []


def test_every_table_of_the_registry_is_under_row_level_security(
    postgres_server: PrivatePostgres, fresh_databases: FreshDatabases
) -> None:
    url = fresh_databases(postgres_server, ["registry"]).format(service="registry", role="registry_owner")

    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        protected = {name for (name,) in cursor.fetchall()}
    connection.close()

    assert set(metadata.tables) <= protected


def _is_ours(difference: object) -> bool:
    """Alembic's own table and the outbox's partitions are not described."""
    return "alembic_version" not in repr(difference) and "outbox_" not in repr(difference)
