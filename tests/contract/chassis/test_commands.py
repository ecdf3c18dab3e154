"""One effect per key, nothing half done, one city at a time."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from functools import partial
from uuid import UUID, uuid4

import psycopg2
import pytest

from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.idempotency import Key
from chassis.units import Units
from contracts.actor import Actor
from contracts.refusal import KeyReused, NotFound
from tests.contract.chassis import probe
from tests.contract.chassis.probe import CITY, ProbeUnit, TitleTaken, count_note, rows_of, write_note

ACTOR = Actor(account_id=uuid4(), city=CITY, roles=frozenset({"administrator"}))


@pytest.fixture
def units(settings: Settings) -> Units[ProbeUnit]:
    pool = Pool(settings.database("registry"), size=10)
    yield Units(pool, ProbeUnit)
    pool.close()


def run(units: Units[ProbeUnit], use_case, *, key: str | None = None, body: bytes = b"1", actor: Actor = ACTOR):
    asked = Asked(actor=actor, request_id="r1", key=key and key_of(key, body, actor))
    return run_command(units, asked, use_case, now=lambda: datetime.now(UTC))


def key_of(key: str, body: bytes, actor: Actor) -> Key:
    return Key(city=actor.city, account_id=actor.account_id, route="probe", key=key, fingerprint=body)


def test_the_same_key_gives_one_effect_and_the_same_answer(units, settings):
    first = run(units, lambda uow: write_note(uow, ACTOR, "a"), key="k")

    second = run(units, lambda uow: write_note(uow, ACTOR, "b"), key="k")

    assert second == first
    assert rows_of(settings.database_url, "registry", "select title from note") == [("a",)]
    assert rows_of(settings.database_url, "registry", "select count(*) from outbox") == [(1,)]


def test_the_same_key_with_another_body_is_refused(units):
    run(units, lambda uow: write_note(uow, ACTOR, "a"), key="k")

    with pytest.raises(KeyReused):
        run(units, lambda uow: write_note(uow, ACTOR, "b"), key="k", body=b"2")


def test_a_refusal_leaves_nothing_behind_and_frees_the_key(units, settings):
    run(units, lambda uow: write_note(uow, ACTOR, "taken"))

    with pytest.raises(TitleTaken):
        run(units, lambda uow: write_note(uow, ACTOR, "taken"), key="k")

    assert rows_of(settings.database_url, "registry", "select count(*) from idempotency") == [(0,)]
    assert rows_of(settings.database_url, "registry", "select count(*) from audit") == [(1,)]
    assert run(units, lambda uow: write_note(uow, ACTOR, "free"), key="k")["title"] == "free"


def test_twenty_twins_with_one_key_have_one_effect(units, settings):
    note = run(units, lambda uow: write_note(uow, ACTOR, "a"))
    answers = together(20, lambda: run(units, lambda uow: count_note(uow, ACTOR, UUID(note["id"])), key="k"))

    assert {answer["version"] for answer in answers} == {2}
    assert rows_of(settings.database_url, "registry", "select count from note") == [(1,)]


def test_parallel_commands_on_one_aggregate_lose_no_update(units, settings):
    note = run(units, lambda uow: write_note(uow, ACTOR, "a"))

    together(20, lambda: run(units, lambda uow: count_note(uow, ACTOR, UUID(note["id"]))))

    assert rows_of(settings.database_url, "registry", "select count, version from note") == [(20, 21)]
    assert rows_of(settings.database_url, "registry", "select max(position) from audit") == [(21,)]


def test_a_command_with_a_locked_load_takes_two_round_trips(units):
    note = run(units, lambda uow: write_note(uow, ACTOR, "a"))
    seen = []

    def counted(uow: ProbeUnit):
        seen.append(uow.transaction)
        return count_note(uow, ACTOR, UUID(note["id"]))

    run(units, counted, key="k")

    assert seen[0].round_trips == 2


def test_another_city_sees_nothing(units, settings):
    note = run(units, lambda uow: write_note(uow, ACTOR, "a"))
    stranger = Actor(account_id=uuid4(), city="xiamen")

    with pytest.raises(NotFound):
        run(units, lambda uow: count_note(uow, stranger, UUID(note["id"])), actor=stranger)

    assert units.reading("xiamen").read(probe._all) == []
    assert len(units.reading(CITY).read(probe._all)) == 1


@pytest.mark.parametrize("table", ["note", "outbox", "audit", "audit_head", "idempotency", "inbox", "known_division"])
def test_a_query_without_a_city_fails_as_the_service_itself(settings, table):
    with pytest.raises(psycopg2.errors.UndefinedObject):
        rows_of(settings.database("registry"), "registry", f"select * from {table}")


def test_partitions_of_the_outbox_cannot_be_read_around_the_policy(units, settings):
    run(units, lambda uow: write_note(uow, ACTOR, "a"))
    partition = rows_of(settings.database_url, "registry", "select tableoid::regclass::text from outbox")[0][0]

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        rows_of(settings.database("registry"), "registry", f"select * from {partition}")


def test_the_audit_trail_only_grows(units, settings):
    run(units, lambda uow: write_note(uow, ACTOR, "a"))

    with pytest.raises(psycopg2.DatabaseError, match="only grows"):
        rows_of(settings.database_url, "registry", "update audit set action = 'x' returning 1", role="owner")


def together(times: int, act) -> list:
    """Run `act` in so many threads at once; an exception in one is raised here."""
    results, errors = [], []

    def one() -> None:
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001  # raised again by the thread that waits
            errors.append(error)

    threads = [threading.Thread(target=partial(one)) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results
