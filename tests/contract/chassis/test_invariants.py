"""Each invariant, broken on a real database, is found and says where; unbroken, it holds. And it is quick."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import psycopg2.extras
import pytest
from psycopg2.extras import execute_values

from chassis.audit import chained, digest_of
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.invariants import Finding, check_deliveries, check_service
from chassis.units import Units
from console.backing.postgres import EmbeddedPostgres
from tests.contract.chassis.installation import empty_databases
from tests.contract.chassis.platform import ACTOR
from tests.contract.chassis.probe import CITY, ProbeUnit, count_note, write_note

CHAINS = "audit chains are whole"
VERSIONS = "each version of an aggregate is recorded once"
ANNOUNCED = "every announced event has an outbox row"
RECORDED = "every outbox row belongs to one recorded change"
PUBLISHED = "every event is published"
SETTLED = "nothing waits and nothing is in quarantine"
DELIVERED = "the inbox matches the outboxes"
HANDLER = "on_division_changed"


@pytest.fixture
def settings(embedded_postgres: EmbeddedPostgres) -> Settings:
    """Only databases."""
    psycopg2.extras.register_uuid()
    return Settings(database_url=empty_databases(embedded_postgres))


@pytest.fixture
def sound(settings: Settings) -> Settings:
    """A registry with one note that was changed twice, and a declaration service that took everything in."""
    pool = Pool(settings.database("registry"), size=1)
    units = Units(pool, ProbeUnit)
    note = run(units, lambda unit: write_note(unit, ACTOR, "a"))
    for _ in range(2):
        run(units, lambda unit: count_note(unit, ACTOR, UUID(note["id"])))
    pool.close()
    change(settings, "registry", "update outbox set published_at = now(), position = seq")
    for (message_id,) in change(settings, "registry", "select id from outbox"):
        take_in(settings, message_id)
    return settings


def run(units: Units[ProbeUnit], use_case: Any) -> Any:
    return run_command(units, Asked(actor=ACTOR, request_id="r1"), use_case, now=lambda: datetime.now(UTC))


@contextmanager
def cursor_as(settings: Settings, service: str, role: str) -> Iterator[Any]:
    with closing(psycopg2.connect(settings.database(service, role))) as connection:
        connection.autocommit = True
        yield connection.cursor()


def change(settings: Settings, service: str, *statements: str) -> list[tuple[Any, ...]]:
    """Statements as nobody may give them, past all protection; the rows of the last one."""
    url = settings.database(service, "owner").replace(f"{service}_owner@", "postgres@")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")  # no trigger fires
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def take_in(
    settings: Settings, message_id: UUID, *, handler: str = HANDLER, state: str = "done", age: str = "0"
) -> None:
    change(
        settings,
        "declaration",
        "insert into inbox (handler, message_id, city, state, settled_at)"
        f" values ('{handler}', '{message_id}', '{CITY}', '{state}', now() - interval '{age}')",
    )


def findings(settings: Settings) -> list[Finding]:
    with (
        cursor_as(settings, "registry", "auditor") as registry,
        cursor_as(settings, "declaration", "auditor") as reader,
    ):
        found = [*check_service(registry, "registry"), *check_service(reader, "declaration")]
        consumes, publishers = {"declaration": ["division_changed"]}, {"division_changed": "registry"}
        found += check_deliveries({"registry": registry, "declaration": reader}, consumes, publishers)
    return found


def broken(settings: Settings) -> dict[tuple[str, str], int]:
    """What does not hold: by service and name, how many things break it."""
    return {(found.service, found.name): found.broken for found in findings(settings) if not found.holds}


def test_what_nobody_has_tampered_with_holds(sound: Settings) -> None:
    assert broken(sound) == {}
    checked = {(found.service, found.name): found.checked for found in findings(sound)}
    assert checked["registry", CHAINS] == 3
    assert checked["declaration", DELIVERED] == 3


BREAKS = {
    "a changed audit row": (
        "registry",
        "update audit set details = '{\"by\": 2}' where position = 2",
        {("registry", CHAINS): 1},
    ),
    "a changed audit row with its digest": (
        "registry",
        "update audit set details = '{\"by\": 2}', digest = sha256('x') where position = 2",
        {("registry", CHAINS): 2},
    ),
    "a chain cut at its end": (
        "registry",
        "delete from audit where position = 3",
        {("registry", CHAINS): 1, ("registry", RECORDED): 1},
    ),
    "a chain cut in its middle": (
        "registry",
        "delete from audit where position = 2",
        {("registry", CHAINS): 1, ("registry", VERSIONS): 1, ("registry", RECORDED): 1},
    ),
    "a chain without its beginning": (
        "registry",
        "delete from audit where position = 1",
        {("registry", CHAINS): 1, ("registry", VERSIONS): 1, ("registry", RECORDED): 1},
    ),
    "a chain that is gone but for its head": (
        "registry",
        "delete from audit",
        {("registry", CHAINS): 1, ("registry", RECORDED): 3},
    ),
    "a head that is gone": ("registry", "delete from audit_head", {("registry", CHAINS): 1}),
    "an outbox row that is gone": (
        "registry",
        "delete from outbox where sequence = 2",
        {("registry", ANNOUNCED): 1, ("declaration", DELIVERED): 1},
    ),
    "an event that no change announced": (
        "registry",
        f"""insert into outbox (id, city, name, version, aggregate_id, sequence, headers, payload, published_at)
            values ('{uuid4()}', '{CITY}', 'call_opened', 1, '{uuid4()}', 1, '{{}}', '{{}}', now())""",
        {("registry", RECORDED): 1},
    ),
    "an event that was not published": (
        "registry",
        "update outbox set published_at = null where sequence = 3",
        {("registry", PUBLISHED): 1},
    ),
    "an event that never arrived": (
        "declaration",
        "delete from inbox where message_id = (select max(message_id::text)::uuid from inbox)",
        {("declaration", DELIVERED): 1},
    ),
    "an event in quarantine": (
        "declaration",
        "update inbox set state = 'quarantined' where message_id = (select max(message_id::text)::uuid from inbox)",
        {("declaration", SETTLED): 1},
    ),
    "an event that waits": (
        "declaration",
        "update inbox set state = 'waiting' where message_id = (select max(message_id::text)::uuid from inbox)",
        {("declaration", SETTLED): 1},
    ),
}


@pytest.mark.parametrize(("service", "statement", "expected"), BREAKS.values(), ids=BREAKS)
def test_a_break_is_found(sound: Settings, service: str, statement: str, expected: dict[tuple[str, str], int]) -> None:
    change(sound, service, statement)

    assert broken(sound) == expected


def test_a_mark_of_an_event_that_nobody_announced_is_found(sound: Settings) -> None:
    take_in(sound, foreign := uuid4())

    assert broken(sound) == {("declaration", DELIVERED): 1}
    (line,) = [line for found in findings(sound) for line in found.found]
    assert str(foreign) in line


def test_an_old_mark_and_a_discarded_letter_are_no_break(sound: Settings) -> None:
    take_in(sound, uuid4(), age="14 months")
    take_in(sound, uuid4(), handler="?", state="discarded")

    assert broken(sound) == {}


def test_at_most_twenty_breaks_are_shown_and_all_are_counted(sound: Settings) -> None:
    for _ in range(30):
        take_in(sound, uuid4())

    (found,) = [found for found in findings(sound) if not found.holds]
    assert (found.broken, len(found.found)) == (30, 20)


def test_ten_thousand_changes_are_checked_in_seconds(settings: Settings) -> None:
    fill(settings, chains=1_000, changes=10)

    began = time.monotonic()
    found = findings(settings)

    assert time.monotonic() - began < 10
    assert [each for each in found if not each.holds] == []
    assert found[0].checked == 10_000


def fill(settings: Settings, *, chains: int, changes: int) -> None:
    """So many aggregates with so many changes each, every change with one event that was taken in."""
    audit, heads, events = [], [], []
    names = (
        "action",
        "kind",
        "aggregate_id",
        "version",
        "account_id",
        "roles",
        "request_id",
        "event_ids",
        "details",
        "at",
    )
    at = datetime.now(UTC) - timedelta(minutes=1)
    for _ in range(chains):
        chain_id, hash_ = uuid4(), b""
        for version in range(1, changes + 1):
            event_id = uuid4()
            values = ("count", "note", chain_id, version, ACTOR.account_id, ["administrator"], "r1", [event_id], {}, at)
            row = dict(zip(names, values, strict=True))
            digest = digest_of(CITY, chain_id, row)
            hash_ = chained(hash_, digest)
            stored = (*values[:8], "{}", at)
            audit.append((CITY, chain_id, version, digest, hash_, *stored))
            events.append((event_id, CITY, "division_changed", 1, chain_id, version, "{}", "{}", at, at))
        heads.append((CITY, chain_id, changes, hash_))
    insert(settings, "registry", f"audit (city, chain_id, position, digest, hash, {', '.join(names)})", audit)
    insert(settings, "registry", "audit_head (city, chain_id, position, hash)", heads)
    columns = "id, city, name, version, aggregate_id, sequence, headers, payload, published_at, created_at"
    insert(settings, "registry", f"outbox ({columns})", events)
    marks = [(HANDLER, event[0], CITY, "done") for event in events]
    insert(settings, "declaration", "inbox (handler, message_id, city, state)", marks)


def insert(settings: Settings, service: str, target: str, rows: list[tuple[Any, ...]]) -> None:
    url = settings.database(service, "owner").replace(f"{service}_owner@", "postgres@")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        execute_values(cursor, f"insert into {target} values %s", rows, page_size=1000)
