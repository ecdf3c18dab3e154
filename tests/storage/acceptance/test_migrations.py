"""What the migrations build is what the code describes."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from casework.common_facts import facts_metadata
from chassis.db.tables import chassis_metadata
from chassis.migrations import dialect_url, merged
from services.acceptance.storage.tables import metadata

_BY_BYTES = ("acceptance_name", "acceptance_credit_code")
_PARTS = ("outbox_rest", "alembic_version")


def test_the_tables_are_the_ones_that_are_described(url: str) -> None:
    engine = sqlalchemy.create_engine(dialect_url(url.format(role="acceptance_owner")))
    described = merged([chassis_metadata, facts_metadata, metadata])
    for name in _BY_BYTES:
        table = described.tables["acceptance"]
        table.indexes -= {index for index in table.indexes if index.name == name}

    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": False, "include_name": _is_compared}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), described)

    engine.dispose()
    assert differences == []


def test_the_database_holds_every_constraint_that_is_described(url: str) -> None:
    engine = sqlalchemy.create_engine(dialect_url(url.format(role="acceptance_owner")))
    inspector = sqlalchemy.inspect(engine)

    held = {(table, check["name"]) for table in metadata.tables for check in inspector.get_check_constraints(table)}

    engine.dispose()
    described = {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, sqlalchemy.CheckConstraint)
    }
    assert held == described


def test_names_and_codes_are_indexed_byte_by_byte(url: str) -> None:
    engine = sqlalchemy.create_engine(dialect_url(url.format(role="acceptance_owner")))

    with engine.connect() as connection:
        found = connection.exec_driver_sql("select indexdef from pg_indexes where indexdef like '%%COLLATE%%'")
        definitions = " ".join(row.indexdef for row in found)

    engine.dispose()
    assert all(name in definitions for name in _BY_BYTES)


def _is_compared(name: str | None, kind: str, parents: Any) -> bool:
    """Not partitions, and not the indexes whose collation cannot be read back."""
    if kind == "index":
        return name not in _BY_BYTES
    return kind != "table" or name is None or not (name in _PARTS or name.startswith("outbox_2"))
