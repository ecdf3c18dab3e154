"""Steps that are due, positions of messages, and `changed since` of the registry, on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg2
import pytest

from chassis.units import Units
from contracts.actor import Actor
from services.registry.domain.channels import Choice
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.due_steps import DueStep, Step
from services.registry.domain.notice_kinds import KINDS
from services.registry.domain.notices import Message, Notice
from services.registry.storage.queries.changes import overdue_steps, registry_changes
from services.registry.storage.queries.messages import message_changes
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, a_code, an_account, an_organisation
from tests.storage.registry.conftest import Work

DUE_ON = date(2026, 11, 23)


def a_step(city: str, **given: Any) -> DueStep:
    values: dict[str, Any] = {
        "subject_id": uuid4(),
        "city": city,
        "about": "declaration",
        "sequence": 3,
        "case_id": uuid4(),
        "step": Step(index=0, stage=None, role="district_reviewer", division="210202", due_on=DUE_ON),
        "remind_at": NOON,
        "escalate_at": NOON + timedelta(days=4),
    }
    return DueStep(**values | given)


def test_a_step_comes_back_as_it_was_kept_and_what_was_outrun_changes_nothing(work: Work, city: str) -> None:
    step = a_step(city)
    ended = replace(step, sequence=4, step=None, remind_at=None, escalate_at=None)
    with work() as unit:
        unit.due_steps.put(step)
        unit.due_steps.put(ended)
        unit.due_steps.put(step)

    with work() as unit:
        assert unit.due_steps.find(step.subject_id, for_update=True) == ended
        assert unit.due_steps.find(uuid4()) is None


def test_steps_are_due_when_something_is_to_be_said_the_earliest_first(work: Work, city: str) -> None:
    soon, overdue, later, silent = (
        a_step(city, remind_at=NOON),
        a_step(city, remind_at=None, escalate_at=NOON - timedelta(hours=1)),
        a_step(city, remind_at=NOON + timedelta(seconds=1)),
        a_step(city, remind_at=None, escalate_at=None),
    )
    with work() as unit:
        for step in (soon, overdue, later, silent):
            unit.due_steps.put(step)

    with work() as unit:
        assert list(unit.due_steps.due(NOON, 10)) == [overdue, soon]
        with work() as other:
            assert not other.due_steps.due(NOON, 10)
        unit.due_steps.put(soon.reminded())
    with work() as unit:
        assert list(unit.due_steps.due(NOON, 10)) == [overdue]


def test_what_is_overdue_is_listed_by_division_the_longest_first(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    def step(due_on: date, division: str | None) -> DueStep:
        return a_step(city, step=Step(index=0, stage="filing", role="r", division=division, due_on=due_on))

    days = [DUE_ON - timedelta(days=n) for n in range(3)]
    with work() as unit:
        for due_on in days:
            unit.due_steps.put(step(due_on, "210202"))
        unit.due_steps.put(step(days[2], None))
        unit.due_steps.put(a_step(city, step=None, remind_at=None, escalate_at=None))
    reading = units.reading(city)

    first = overdue_steps(reading, today=DUE_ON, division="210202", limit=1, after=None)
    rest = overdue_steps(reading, today=DUE_ON, division="210202", limit=10, after=first["next"])
    everywhere = overdue_steps(reading, today=DUE_ON, division=None, limit=10, after=None)

    assert [item["due_on"] for item in first["items"] + rest["items"]] == [days[2].isoformat(), days[1].isoformat()]
    assert len(everywhere["items"]) == 3
    assert rest["items"][0]["stage"] == "filing"


def test_people_are_found_by_role_and_division(work: Work, city: str) -> None:
    here = an_account(city=city, login="here", roles=frozenset({"district_reviewer"}), division="210202")
    officer = an_account(city=city, login="officer", roles=frozenset({"city_officer", "finance_maker"}))
    gone = an_account(city=city, login="gone", roles=frozenset({"city_officer"}), is_disabled=True)
    with work() as unit:
        for account in (here, officer, gone):
            unit.accounts.add(account)

    with work() as unit:
        assert unit.accounts.of_roles(["district_reviewer"], "210202") == [here]
        assert unit.accounts.of_roles(["district_reviewer"], None) == []
        assert unit.accounts.of_roles(["city_officer", "district_reviewer"], None) == [officer]


def a_message(city: str, account_id: UUID, *, at: datetime = NOON) -> Message:
    return Message(
        id=uuid4(),
        city=city,
        account_id=account_id,
        kind="declaration_returned",
        case_id=None,
        subject_id=uuid4(),
        facts={},
        written_at=at,
    )


def test_ones_messages_are_read_by_position_and_none_is_missed(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    mine, reading = uuid4(), units.reading(city)
    later, earlier, last, foreign = (
        a_message(city, owner, at=NOON + timedelta(minutes=minute))
        for owner, minute in ((mine, 1), (mine, 0), (mine, 2), (uuid4(), 0))
    )
    with work() as unit:
        for message in (later, earlier, foreign):
            unit.messages.add(message)
    unpositioned = message_changes(reading, mine, after=0, limit=10)
    with work() as unit:
        unit.messages.give_positions()
    first = message_changes(reading, mine, after=0, limit=1)
    second = message_changes(reading, mine, after=first["next"], limit=10)
    with work() as unit:
        unit.messages.add(last)
    with work() as unit:
        unit.messages.give_positions()
    third = message_changes(reading, mine, after=second["next"], limit=10)

    assert unpositioned == {"items": [], "next": 0, "has_more": False}
    ids = [item["id"] for batch in (first, second, third) for item in batch["items"]]
    assert ids == [str(message.id) for message in (earlier, later, last)]
    assert (first["has_more"], second["has_more"]) == (True, False)
    assert message_changes(reading, mine, after=third["next"], limit=10)["next"] == third["next"]


def test_news_reaches_everybody_of_an_applicant_by_one_statement(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    owner, provider, gone, officer = (
        an_account(city=city, login=login, roles=frozenset({role}), is_disabled=login == "gone")
        for login, role in (("a", "enterprise"), ("b", "provider"), ("gone", "enterprise"), ("c", "city_officer"))
    )
    chosen = an_account(city=city, login="chosen", organisation_id=uuid4())
    notice = Notice(kind=KINDS["call_opened"], subject_id=uuid4(), facts={"batch": "2024-1"}, at=NOON)
    with work() as unit:
        for account in (owner, provider, gone, officer, chosen):
            unit.accounts.add(account)
        unit.messages.choose(chosen.organisation_id, "news", Choice(by_mail=True))
        unit.messages.choose(owner.id, "news", Choice(by_mail=False))
        unit.messages.choose(officer.id, "news", Choice(by_mail=True))

    with work() as unit:
        unit.messages.add_for_applicants(notice)
        choosers = unit.accounts.choosers(["call_opened", "news"])
    with work() as unit:
        unit.messages.give_positions()

    reading = units.reading(city)
    told = {
        account.login: [item["facts"] for item in message_changes(reading, account.id, after=0, limit=9)["items"]]
        for account in (owner, provider, gone, officer, chosen)
    }
    assert told == {login: [{"batch": "2024-1"}] for login in ("a", "b", "chosen")} | {"gone": [], "c": []}
    assert choosers == [chosen]


def test_an_organisation_follows_what_is_said_of_itself_and_what_is_public(
    work: Work, city: str, units: Units[RegistryUnit], registry_relay: str
) -> None:
    own, other = an_organisation(city=city), an_organisation(city=city, credit_code=a_code(9))
    place = Division.first(city, DivisionSpec(code="210200", name="大连市", level=Level.CITY))
    by = Actor.system(city)
    with work() as unit:
        for organisation in (own, other):
            unit.organisations.add(organisation)
            unit.outbox.add([organisation.told(at=NOON, by=by.account_id)])
            unit.audit.record(by, "register", organisation)
        unit.outbox.add([place.told(at=NOON, by=by.account_id)])
        unit.audit.record(by, "seed_division", place)
    _published(registry_relay, city)
    reading = units.reading(city)
    enterprise = Actor(account_id=uuid4(), city=city, roles=frozenset({"enterprise"}), organisation_id=own.id)
    officer = Actor(account_id=uuid4(), city=city, roles=frozenset({"city_officer"}))

    mine = registry_changes(reading, enterprise, after=0, limit=10)
    everything = registry_changes(reading, officer, after=0, limit=10)

    assert {(item["name"], item["aggregate_id"]) for item in mine["items"]} == {
        ("organisation_changed", str(own.id)),
        ("division_changed", str(place.id)),
    }
    assert len(everything["items"]) == 3
    assert registry_changes(reading, enterprise, after=mine["next"], limit=10)["items"] == []


def _published(url: str, city: str) -> None:
    """As the relay does after the broker's confirm."""
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "update outbox set published_at = %s, position = nextval('outbox_publishing') where city = %s",
            (datetime.now(UTC), city),
        )
    connection.close()


def test_the_database_keeps_no_half_of_a_step(work: Work, city: str) -> None:
    with pytest.raises(Exception, match="due_step_said_of_a_step"), work() as unit:
        unit.due_steps.put(a_step(city, step=None))
