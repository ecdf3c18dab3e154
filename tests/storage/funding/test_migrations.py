"""The database that the migrations build is the one that the code describes, and it protects itself."""

from __future__ import annotations

from contextlib import closing

import psycopg2
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from casework.common_facts import facts_metadata
from chassis.db.tables import chassis_metadata
from chassis.migrations import dialect_url, merged
from services.funding.domain.ledger import Account
from services.funding.storage.tables import metadata

NATIONAL = {"ledger_account"}


def test_the_tables_are_as_described(url: str) -> None:
    engine = create_engine(dialect_url(url.format(role="funding_owner")))

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, merged([metadata, chassis_metadata, facts_metadata]))

    engine.dispose()
    assert [difference for difference in differences if _is_ours(difference)] == []


def test_every_table_is_under_row_level_security_but_the_chart_of_accounts(url: str) -> None:
    with psycopg2.connect(url.format(role="funding_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("select relname from pg_class where relrowsecurity and relforcerowsecurity")
        protected = {name for (name,) in cursor.fetchall()}
    connection.close()

    assert set(metadata.tables) - protected == NATIONAL


def test_the_check_constraints_are_as_described(url: str) -> None:
    described = {
        constraint.name
        for table in metadata.tables.values()
        for constraint in table.constraints
        if type(constraint).__name__ == "CheckConstraint"
    }

    with psycopg2.connect(url.format(role="funding_owner")) as connection, connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint where contype = 'c'")
        built = {name for (name,) in cursor.fetchall()}
    connection.close()

    assert described - built == set()


def test_the_chart_has_every_account_that_the_rules_book_to(url: str) -> None:
    with psycopg2.connect(url.format(role="funding")) as connection, connection.cursor() as cursor:
        cursor.execute("select code from ledger_account order by position")
        codes = [code for (code,) in cursor.fetchall()]
    connection.close()

    assert codes == [account.value for account in Account]


@pytest.mark.parametrize("table", ["award", "tranche", "ledger_posting", "payment_instruction", "payee_snapshot"])
def test_without_a_city_nothing_is_read(url: str, table: str) -> None:
    service = url.format(role="funding")

    with closing(psycopg2.connect(service)) as connection, connection.cursor() as cursor, pytest.raises(psycopg2.Error):
        cursor.execute(f"select * from {table}")


def _is_ours(difference: object) -> bool:
    """Alembic's own table and the outbox's partitions are not described."""
    return "alembic_version" not in repr(difference) and "outbox_" not in repr(difference)
