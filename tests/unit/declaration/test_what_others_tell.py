"""What the registry tells changes open declarations: their district, and their deadlines."""

from __future__ import annotations

from datetime import UTC, date, datetime

from contracts.actor import SYSTEM
from contracts.working_days import WorkingDays
from services.declaration.use_cases.follow_division import follow_division
from services.declaration.use_cases.recompute_deadlines import recompute_deadlines
from tests.builders_declaration import (
    OTHER_DISTRICT,
    XIGANG_DISTRICT,
    a_pack,
    an_organisation,
    approval,
    with_pilot_notice,
)
from tests.desk_declaration import Desk


def moved_to_xigang(desk: Desk) -> None:
    enterprise = an_organisation(division=XIGANG_DISTRICT)
    desk.uow.facts.keep(enterprise)
    follow_division(desk.uow, desk.clock, enterprise.id)


def test_open_declarations_follow_the_applicant_to_its_new_district() -> None:
    desk = Desk()
    declaration_id = desk.a_submitted()

    moved_to_xigang(desk)

    assert desk.review(declaration_id, approval(), OTHER_DISTRICT)["step"]["name"] == "recheck"
    event = desk.uow.outbox.events[-2]
    assert (event.NAME, event.actor) == ("declaration_submitted", SYSTEM)
    assert event.division == XIGANG_DISTRICT  # type: ignore[attr-defined]


def test_hearing_it_twice_changes_nothing_more() -> None:
    desk = Desk()
    desk.a_submitted()
    moved_to_xigang(desk)
    before = list(desk.uow.audit.actions)

    moved_to_xigang(desk)

    assert desk.uow.audit.actions == before


def test_what_has_ended_stays_where_it_was_decided() -> None:
    desk = Desk()
    declaration_id = desk.an_approved()

    moved_to_xigang(desk)

    assert desk.stored(declaration_id).division == "210202"


def test_a_calendar_that_is_confirmed_moves_the_deadlines_that_reach_into_its_year() -> None:
    desk = Desk(at=datetime(2026, 12, 30, 2, tzinfo=UTC))
    declaration_id = desk.a_submitted()
    desk.uow.facts.working_days = WorkingDays(
        exceptions={date(2027, 1, 1): False, date(2027, 1, 4): False}, confirmed_years=frozenset({2026, 2027})
    )

    recompute_deadlines(desk.uow, desk.clock, year=2027)
    recompute_deadlines(desk.uow, desk.clock, year=2027)

    dossier = desk.stored(declaration_id).dossier
    assert (dossier.due_on, dossier.is_provisional) == (date(2027, 1, 6), False)
    assert desk.uow.audit.actions.count("recompute_deadline") == 1


def test_a_calendar_of_a_year_that_nothing_reaches_into_changes_nothing() -> None:
    desk = Desk()
    desk.a_submitted()
    desk.uow.facts.working_days = WorkingDays(confirmed_years=frozenset({2026, 2027}))

    recompute_deadlines(desk.uow, desk.clock, year=2027)

    assert "recompute_deadline" not in desk.uow.audit.actions


def test_a_notice_period_is_prolonged_by_a_free_day_and_never_shortened() -> None:
    desk = Desk(a_pack(with_pilot_notice))
    declaration_id = desk.an_approved()
    desk.list_pilots(declaration_id)
    desk.publish(declaration_id)
    free, worked = {date(2026, 11, 25): False}, {date(2026, 11, 21): True}

    for exceptions in (free, worked):
        desk.uow.facts.working_days = WorkingDays(exceptions=exceptions, confirmed_years=frozenset({2026}))
        recompute_deadlines(desk.uow, desk.clock, year=2026)

    [notice] = desk.uow.notices.rows.values()
    assert notice.notice.closes_on == date(2026, 11, 30)
