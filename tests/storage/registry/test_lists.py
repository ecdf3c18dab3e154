"""Exclusion lists, standings, messages and history on a real PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from chassis.testing import a_clock
from chassis.units import Units
from contracts.refusal import NotFound
from services.registry.domain.channels import Choice
from services.registry.domain.exclusion import Edition, read_edition
from services.registry.domain.files import FileReference
from services.registry.domain.notices import Message
from services.registry.storage.queries import lists as list_queries
from services.registry.storage.queries import messages as queries
from services.registry.storage.queries import organisations as organisation_queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.import_exclusion_list import import_exclusion_list
from tests.builders_registry import CODE, NOON, OTHER_CODE, a_code, an_account, an_officer, an_organisation
from tests.storage.registry.conftest import Work

FILE = FileReference(sha256="0" * 64, size=1, media_type="text/csv", name="名单.csv")
FIRST, SECOND = date(2026, 10, 1), date(2026, 11, 1)


def an_edition(*codes: str) -> Edition:
    return read_edition([["名称", "统一社会信用代码"], *[["某公司", code] for code in codes]])


def imported(work: Work, city: str, *codes: str, on: date = FIRST, code: str = "dishonest") -> dict[str, object]:
    with work() as unit:
        return import_exclusion_list(
            unit, a_clock(NOON), an_officer(city=city), an_edition(*codes), code=code, edition_on=on, file=FILE
        )


def test_an_edition_replaces_entries_and_standings_follow(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    organisation = an_organisation(city=city)
    with work() as unit:
        unit.organisations.add(organisation)
    reading = units.reading(city)

    imported(work, city, CODE, OTHER_CODE)
    imported(work, city, CODE, code="abnormal_operation")
    on_both = organisation_queries.organisation_of(reading, organisation.id)["exclusion_lists"]
    imported(work, city, OTHER_CODE, a_code(1), on=SECOND)
    on_one = organisation_queries.organisation_of(reading, organisation.id)["exclusion_lists"]
    entries = list_queries.exclusion_entries(reading, list_code="dishonest", credit_code=None, limit=1, after=None)
    rest = list_queries.exclusion_entries(
        reading, list_code="dishonest", credit_code=None, limit=1, after=entries["next"]
    )

    assert on_both == ["abnormal_operation", "dishonest"]
    assert on_one == ["abnormal_operation"]
    assert [item["credit_code"] for item in entries["items"] + rest["items"]] == sorted([OTHER_CODE, a_code(1)])
    assert rest["next"] is None


def test_a_report_of_rows_that_were_not_taken_stays_with_the_list(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    imported(work, city, CODE, "91210200MA626E53AX")

    (shown,) = list_queries.exclusion_lists(units.reading(city))["items"]

    assert (shown["rows"], shown["entries"]) == (2, 1)
    assert shown["row_problems"] == [{"row": 3, "code": "credit_code_check_digit", "found": "91210200MA626E53AX"}]


def test_only_changed_standings_are_announced_and_each_is_recorded_once(work: Work, city: str) -> None:
    imported(work, city, CODE, OTHER_CODE)
    with work() as unit:
        import_exclusion_list(
            unit,
            a_clock(NOON),
            an_officer(city=city),
            an_edition(CODE, a_code(1)),
            code="dishonest",
            edition_on=SECOND,
            file=FILE,
        )
        announced = unit.outbox.count

    assert announced == 2


def test_messages_are_listed_newest_first_and_read_by_their_own_account(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    mine, other = uuid4(), uuid4()
    messages = [
        Message(
            id=uuid4(),
            city=city,
            account_id=account_id,
            kind="declaration_returned",
            case_id=uuid4(),
            subject_id=uuid4(),
            facts={"due_on": date(2026, 11, 25)},
            written_at=NOON + timedelta(minutes=minute),
        )
        for minute, account_id in enumerate((mine, mine, other, mine))
    ]
    with work() as unit:
        for message in messages:
            unit.messages.add(message)
    reading = units.reading(city)

    page = queries.messages(reading, mine, is_unread=None, limit=2, after=None)
    rest = queries.messages(reading, mine, is_unread=None, limit=2, after=page["next"])
    with work() as unit:
        unit.messages.mark_read(mine, messages[2].id, NOON)
        unit.messages.mark_read(mine, messages[3].id, NOON)

    assert [item["id"] for item in page["items"] + rest["items"]] == [str(messages[n].id) for n in (3, 1, 0)]
    assert page["items"][0]["facts"] == {"due_on": "2026-11-25"}
    assert queries.unread_count(reading, mine) == {"unread": 2}
    assert queries.unread_count(reading, other) == {"unread": 1}
    unread = queries.messages(reading, mine, is_unread=True, limit=10, after=None)["items"]
    assert [item["id"] for item in unread] == [str(messages[n].id) for n in (1, 0)]


def test_a_choice_of_channels_holds_until_the_next_one(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    account_id, organisation_id = uuid4(), uuid4()

    for by_mail in (True, False):
        with work() as unit:
            unit.messages.choose(account_id, "award_computed", Choice(by_mail=by_mail))
    with work() as unit:
        unit.messages.choose(organisation_id, "money", Choice(by_sms=True))

    with work() as unit:
        chosen = unit.messages.choices([account_id, uuid4()], ["award_computed", "tranche_paid", "money"])
        assert chosen == {(account_id, "award_computed"): Choice(by_mail=False)}
    items = queries.preferences(units.reading(city), account_id=account_id, organisation_id=organisation_id)["items"]
    shown = {item["kind"]: (item["by_mail"], item["by_sms"]) for item in items}
    assert (shown["award_computed"], shown["tranche_paid"]) == ((False, True), (True, True))


def test_the_history_of_a_thing_is_told_in_order_to_its_organisation(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    organisation = an_organisation(city=city)
    member = an_account(city=city, organisation_id=organisation.id)
    with work() as unit:
        unit.organisations.add(organisation)
        unit.accounts.add(member)
        unit.audit.record(an_officer(city=city), "register", organisation)
        unit.audit.record(an_officer(city=city), "join", member)
    moved = organisation.moved_to("210203")
    with work() as unit:
        unit.organisations.save(moved)
        unit.audit.record(an_officer(city=city), "change_division", moved, reason="搬迁")
    reading = units.reading(city)

    first = queries.history(reading, organisation.id, limit=1, after=None)
    second = queries.history(reading, organisation.id, limit=1, after=first["next"])

    assert [item["action"] for item in first["items"] + second["items"]] == ["register", "change_division"]
    assert second["items"][0]["details"] == {"reason": "搬迁"}
    for thing in (organisation.id, member.id):
        queries.must_be_owned(reading, thing, organisation.id)
        for stranger in (uuid4(), None):
            with pytest.raises(NotFound):
                queries.must_be_owned(reading, thing, stranger)
