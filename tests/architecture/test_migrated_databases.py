"""What the migrations build is what the code describes, and no query sees a city that it did not name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

import psycopg2
import pytest
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from casework.common_facts import acting_metadata, facts_metadata
from chassis.db.tables import chassis_metadata
from chassis.migrations import config_of, dialect_url, merged
from console.backing.postgres import SUPERUSER, PrivatePostgres
from contracts.events.registry import DelegationGranted, OrganisationChanged
from contracts.events.subscriptions import CONSUMES, SERVICES
from tests.conftest import FreshDatabases

WITHOUT_ROW_SECURITY = {
    "known_city": "says which cities there are; timers read it before they choose one",
}
"""Tables that have a city and show all of it to everybody, with the reason."""

WITHOUT_CITY = {"ledger_account": "the chart of accounts, the same everywhere"}
"""Tables of a service that belong to no city, with the reason. The application may read them, and no more."""

_CITY_TABLES = """
    select c.relname, c.relrowsecurity and c.relforcerowsecurity
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and a.attname = 'city'
      and not a.attisdropped and not c.relispartition
"""
_INDEXES = """
    select tablename, indexname, indexdef from pg_indexes where schemaname = %(schema)s
"""
_CONSTRAINTS = """
    select r.relname, c.conname, pg_get_constraintdef(c.oid) from pg_constraint c join pg_class r on r.oid = c.conrelid
    where c.connamespace = %(schema)s::regnamespace and c.contype <> 't'
"""
_PARTITIONS = "select relname from pg_class where relispartition and relkind = 'r'"
_TABLES = """
    select relname from pg_class
    where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and not relispartition
      and relname <> 'alembic_version'
"""

Connect = Callable[[str, str], "psycopg2.extensions.connection"]


@pytest.fixture(scope="module")
def addresses(postgres_server: PrivatePostgres, fresh_databases: FreshDatabases) -> str:
    """Every service's database, migrated, as `DATABASE_URL` takes it."""
    return fresh_databases(postgres_server, SERVICES)


@pytest.fixture
def connect(addresses: str) -> Iterator[Connect]:
    """`connect(service, role)`; roles as in `Settings.database`."""
    opened: list[psycopg2.extensions.connection] = []

    def open_one(service: str, role: str = "") -> psycopg2.extensions.connection:
        connection = psycopg2.connect(address_of(addresses, service, role))
        connection.autocommit = True
        opened.append(connection)
        return connection

    yield open_one
    for connection in opened:
        connection.close()


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_have_one_head(service: str) -> None:
    assert len(ScriptDirectory.from_config(config_of(service)).get_heads()) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_the_migrated_tables_are_the_ones_that_are_described(service: str, addresses: str) -> None:
    engine = sqlalchemy.create_engine(dialect_url(address_of(addresses, service, "owner")))

    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": _is_described, "include_object": _is_no_index}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), described(service))

    engine.dispose()
    assert differences == []


@pytest.mark.parametrize("service", SERVICES)
def test_indexes_and_constraints_are_the_ones_that_are_described(
    service: str, addresses: str, postgres_server: PrivatePostgres
) -> None:
    name = addresses.format(service=service, role=service).partition("?")[0].rpartition("/")[2]
    engine = sqlalchemy.create_engine(dialect_url(postgres_server.url(SUPERUSER, name)))

    with engine.connect() as connection:  # never committed
        built = {row for query in (_INDEXES, _CONSTRAINTS) for row in _defined(connection, query, "public")}
        connection.exec_driver_sql("create schema described; set search_path to described, public")
        described(service).create_all(connection, checkfirst=False)
        wanted = {row for query in (_INDEXES, _CONSTRAINTS) for row in _defined(connection, query, "described")}

    engine.dispose()
    assert sorted(built - wanted) == []
    assert sorted(wanted - built) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_with_a_city_is_under_row_level_security(service: str, connect: Connect) -> None:
    protected = dict(_all(connect(service, "owner"), _CITY_TABLES))

    assert len(protected) > len(chassis_metadata.tables) - 1
    assert {table for table, is_protected in protected.items() if not is_protected} == set(WITHOUT_ROW_SECURITY)


@pytest.mark.parametrize("service", SERVICES)
def test_every_table_of_a_service_has_a_city(service: str) -> None:
    own = [table for table in described(service).tables.values() if table.name not in chassis_metadata.tables]

    assert {table.name for table in own if "city" not in table.c} == WITHOUT_CITY.keys() & {table.name for table in own}


@pytest.mark.parametrize("service", SERVICES)
def test_the_application_changes_nothing_that_belongs_to_no_city(service: str, connect: Connect) -> None:
    granted = "select has_table_privilege(%s, %s, 'insert, update, delete')"

    with connect(service, "owner").cursor() as cursor:
        for table in WITHOUT_CITY.keys() & described(service).tables.keys():
            cursor.execute(granted, (service, table))
            assert cursor.fetchone() == (False,), table


@pytest.mark.parametrize("service", SERVICES)
def test_a_query_without_a_city_fails(service: str, connect: Connect) -> None:
    tables = [table for table, is_protected in _all(connect(service, "owner"), _CITY_TABLES) if is_protected]
    application = connect(service, "")

    answered = [table for table in tables if _is_answered(application, table)]

    assert answered == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_way_around_the_outbox_leads_through_its_parts(service: str, connect: Connect) -> None:
    parts = [table for (table,) in _all(connect(service, "owner"), _PARTITIONS)]
    application = connect(service, "")

    answered = [part for part in parts if _is_answered(application, part)]

    assert parts
    assert answered == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_application_owns_nothing(service: str, connect: Connect) -> None:
    owned = "select relname from pg_class where pg_get_userbyid(relowner) = %s"

    with connect(service, "owner").cursor() as cursor:
        cursor.execute(owned, (service,))
        assert cursor.fetchall() == []


@pytest.mark.parametrize("service", SERVICES)
def test_no_table_stands_beside_the_described_ones(service: str, connect: Connect) -> None:
    assert {table for (table,) in _all(connect(service, "owner"), _TABLES)} == set(described(service).tables)


def address_of(addresses: str, service: str, role: str) -> str:
    return addresses.format(service=service, role=f"{service}_{role}" if role else service)


def described(service: str) -> sqlalchemy.MetaData:
    """The service's own tables, the chassis' ones, and the copies that it keeps of what it hears."""
    own: sqlalchemy.MetaData = import_module(f"services.{service}.storage.tables").metadata
    copies = [facts_metadata] if OrganisationChanged in CONSUMES[service] else []
    copies += [acting_metadata] if DelegationGranted in CONSUMES[service] else []
    return merged([chassis_metadata, *copies, own])


def _is_described(name: str | None, kind: str, parents: object) -> bool:
    """Alembic's own table and the outbox's parts are made without a description."""
    return kind != "table" or name is None or not (name == "alembic_version" or name.startswith("outbox_"))


def _is_no_index(thing: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Alembic knows no collation and no operators of an index: those are compared as PostgreSQL shows them."""
    return kind != "index"


def _defined(connection: sqlalchemy.Connection, query: str, schema: str) -> Iterator[tuple[str, str, str]]:
    """(table, name, definition without its schema) of what a schema has."""
    for table, name, definition in connection.exec_driver_sql(query, {"schema": schema}):
        if _is_described(table, "table", None):
            yield table, name, definition.replace(f"{schema}.", "").replace("public.", "")


def _all(connection: psycopg2.extensions.connection, query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _is_answered(connection: psycopg2.extensions.connection, table: object) -> bool:
    """Whether a query of a whole table gets an answer, be it empty."""
    try:
        _all(connection, f"select * from {table}")
    except psycopg2.Error:
        return False
    return True
