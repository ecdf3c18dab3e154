"""What stood in the registry's database before a migration is there after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import uuid4

import psycopg2
import pytest
from alembic import command

from chassis.migrations import config_of
from console.backing.databases import drop_databases, ensure_databases
from console.backing.postgres import SUPERUSER, PrivatePostgres
from tests.builders_registry import NOON

_SUFFIX = "_before"
PERSON = uuid4()


@pytest.fixture
def before(postgres_server: PrivatePostgres) -> Iterator[Any]:
    """A registry database without any table; `migrate(revision)` and `run(statement, …)` are what a test does."""
    ensure_databases(postgres_server, ["registry"], suffix=_SUFFIX)
    owner = postgres_server.url("registry_owner", "registry" + _SUFFIX)

    class Before:
        def migrate(self, revision: str) -> None:
            command.upgrade(config_of("registry", owner), revision)

        def run(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
            url = postgres_server.url(SUPERUSER, "registry" + _SUFFIX)
            with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []

    yield Before()
    drop_databases(postgres_server, ["registry"], suffix=_SUFFIX)


def test_what_people_chose_about_mail_and_their_messages_in_order_are_taken_over(before: Any) -> None:
    before.migrate("0002")
    before.run("insert into mail_preference values ('dalian', %s, 'tranche_paid', false)", PERSON)
    later, earlier = uuid4(), uuid4()
    for message_id, minute in ((later, 5), (earlier, 1)):
        before.run(
            "insert into message (id, city, account_id, kind, subject_id, facts, written_at)"
            " values (%s, 'dalian', %s, 'tranche_paid', %s, '{}', %s)",
            message_id,
            PERSON,
            uuid4(),
            NOON.replace(minute=minute),
        )

    before.migrate("head")

    chosen = before.run("select owner_id, topic, by_mail, by_sms from channel_choice")
    ordered = before.run("select id from message where position is not null order by position")
    assert chosen == [(PERSON, "tranche_paid", False, None)]
    assert ordered == [(earlier,), (later,)]
    guarded = before.run(
        "select bool_and(relforcerowsecurity) from pg_class where relname in %s", ("message", "mail_preference")
    )
    assert guarded == [(True,)]
