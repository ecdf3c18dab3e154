"""What the database holds whatever two commands do at once; the fakes of the unit tests behave the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from casework.states import State
from chassis.db.errors import Duplicate, LostUpdate
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from contracts.refusal import NotFound, Refusal
from services.declaration.domain.errors import RoundAlreadyDeclared
from services.declaration.storage.declarations import by_id
from services.declaration.storage.tables import ROUND_INDEX
from services.declaration.storage.unit import DeclarationUnit
from tests.builders_declaration import ENTERPRISE, a_pack, with_pilot_notice
from tests.desk_declaration import Desk
from tests.storage.declaration.conftest import RealDesk


@pytest.fixture(params=["fake", "real"])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """The fakes and PostgreSQL in turn."""
    if request.param == "fake":
        return Desk()
    found: RealDesk = request.getfixturevalue("desk")
    return found


def test_a_second_declaration_of_the_round_is_refused_even_past_the_use_case(any_desk: Desk) -> None:
    first = any_desk.stored(any_desk.start()["id"])
    twin = replace(first, id=uuid4(), version=1)

    with pytest.raises((Duplicate, RoundAlreadyDeclared)) as refused:
        any_desk.act(ENTERPRISE, lambda uow: uow.declarations.add(twin))

    if isinstance(refused.value, Duplicate):
        assert isinstance(DeclarationUnit.refusal_for(refused.value.constraint), RoundAlreadyDeclared)


def test_what_was_changed_by_somebody_else_is_not_overwritten(any_desk: Desk) -> None:
    stored = any_desk.stored(any_desk.start()["id"])
    any_desk.act(ENTERPRISE, lambda uow: uow.declarations.save(stored.changed()))

    with pytest.raises(LostUpdate):
        any_desk.act(ENTERPRISE, lambda uow: uow.declarations.save(stored.changed()))


def test_what_is_not_there_is_not_found(any_desk: Desk) -> None:
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.declarations.get(uuid4()))
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.notices.get(uuid4()))
    with pytest.raises(NotFound):
        any_desk.act(ENTERPRISE, lambda uow: uow.calls.get(uuid4()))


def test_the_same_is_found_by_case_by_applicant_and_by_deadline(any_desk: Desk) -> None:
    stored = any_desk.stored(any_desk.a_submitted())

    def found(uow: Any) -> list[list[Any]]:
        due_on = stored.dossier.due_on
        lists = (
            uow.declarations.of_case(stored.case_id),
            uow.declarations.live_of(stored.applicant.id),
            uow.declarations.due_from(due_on),
            uow.declarations.get_all([stored.id, stored.id, uuid4()]),
        )
        return [[each.id for each in listed] for listed in lists]

    assert any_desk.act(ENTERPRISE, found) == [[stored.id]] * 4


def test_a_notice_with_its_objections_comes_back_as_it_was(units: Units[DeclarationUnit]) -> None:
    desk = RealDesk(units, pack=a_pack(with_pilot_notice))
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    notice = desk.publish(declaration_id)

    objection_id = desk.object_to(notice["id"], declaration_id)

    [stored] = desk.act(ENTERPRISE, lambda uow: uow.notices.open())
    assert str(stored.notice.lines[0].objections[0].id) == objection_id
    assert stored.notice.closes_at is not None


def test_of_ten_starts_at_once_one_wins(desk: RealDesk) -> None:
    def start(_: int) -> str:
        try:
            desk.start()
        except (Duplicate, Refusal) as refused:
            return getattr(refused, "constraint", None) or type(refused).__name__
        return "started"

    with ThreadPoolExecutor(5) as threads:
        results = list(threads.map(start, range(10)))

    assert results.count("started") == 1
    assert set(results) <= {"started", ROUND_INDEX, "RoundAlreadyDeclared"}


def test_another_city_sees_nothing_and_a_query_without_a_city_fails(desk: RealDesk, url: str) -> None:
    stored = desk.stored(desk.start()["id"])
    pool = Pool(url.format(role="declaration"), size=1)

    with pool.connection() as connection, connection.cursor() as cursor, pytest.raises(psycopg2.Error):
        cursor.execute("select * from declaration")

    assert Reading(pool, "xiamen").read(by_id, id=stored.id) == []
    pool.close()


@pytest.mark.parametrize(
    "change",
    [
        "update declaration set state = 'lost'",
        "update declaration set state = 'approved'",
        "update declaration set pilot_state = 'listed'",
        "update declaration set version = 0",
        "update pack_release set version = 2",
        "update call set state = 'closed', closes_at = null",
    ],
)
def test_what_must_never_be_false_is_refused_by_the_database(desk: RealDesk, url: str, change: str) -> None:
    desk.start()
    pool = Pool(url.format(role="declaration"), size=1)

    with pool.connection() as connection, connection.cursor() as cursor:
        cursor.execute("begin; select set_config('app.city', 'dalian', true)")
        with pytest.raises(psycopg2.IntegrityError):
            cursor.execute(change)
    pool.close()


def test_a_withdrawn_declaration_frees_the_round(any_desk: Desk) -> None:
    any_desk.withdraw(any_desk.start()["id"])

    again = any_desk.stored(any_desk.start()["id"])

    assert again.state is State.DRAFT
