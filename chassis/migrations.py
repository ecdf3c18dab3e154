"""Running a service's migrations: as the owner of its tables, one at a time, as a step of their own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources

import sqlalchemy
from alembic import command, context
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData

from chassis.config import Settings
from chassis.db.pool import Pool

LOCK = 7_200


def config_of(service: str, url: str = "") -> Config:
    """Alembic's configuration for a service: its scripts lie in `services/<service>/migrations`."""
    config = Config()
    config.set_main_option("script_location", str(resources.files(f"services.{service}") / "migrations"))
    config.attributes["url"] = url
    return config


def migrate(service: str, settings: Settings) -> str:
    """Bring the database of a service to the newest version. Gives that version."""
    config = config_of(service, settings.database(service, "owner"))
    command.upgrade(config, "head")
    return head_of(service)


@cache
def head_of(service: str) -> str:
    """The one newest version of a service's scripts."""
    head = ScriptDirectory.from_config(config_of(service)).get_current_head()
    if head is None:
        raise LookupError(f"{service} has no migrations")
    return head


def version_here(pool: Pool) -> str | None:
    """The version that the database behind a pool is at."""
    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("select version_num from alembic_version")
        row = cursor.fetchone()
    return row[0] if row else None


def run_online(*metadata: MetaData) -> None:
    """What a service's `env.py` calls. Two runs at once wait for each other on an advisory lock."""
    engine = sqlalchemy.create_engine(dialect_url(context.config.attributes["url"]))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
        context.configure(connection=connection, target_metadata=list(metadata), transactional_ddl=True)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def dialect_url(url: str) -> str:
    """A libpq address as SQLAlchemy wants it."""
    return url.replace("postgresql://", "postgresql+psycopg2://", 1)


def merged(parts: Iterable[MetaData]) -> MetaData:
    """All tables of several descriptions as one, to compare with a database."""
    whole = MetaData()
    for part in parts:
        for table in part.tables.values():
            table.to_metadata(whole)
    return whole
