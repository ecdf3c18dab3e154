"""The working days that come with a declaration: of its own year and later, as the registry told of them last."""

from __future__ import annotations

from datetime import date

from contracts.events.registry import CalendarChanged
from contracts.working_days import WorkingDays
from tests.builders_declaration import ENTERPRISE
from tests.storage.declaration.conftest import RealDesk, heard


def test_a_declaration_comes_with_the_calendar_of_its_year_and_later_years(desk: RealDesk) -> None:
    declaration_id = desk.start()["id"]
    own = desk.stored(declaration_id).dossier.started_at.year
    for year in (own - 1, own, own + 1):
        tell(desk, year, {f"{year}-05-04": False})

    calendar = calendar_of(desk, declaration_id)

    assert calendar.exceptions == {date(own, 5, 4): False, date(own + 1, 5, 4): False}
    assert calendar.confirmed_years == {own, own + 1}


def test_a_year_that_is_announced_anew_counts_at_once(desk: RealDesk) -> None:
    declaration_id = desk.start()["id"]
    own = desk.stored(declaration_id).dossier.started_at.year
    tell(desk, own, {f"{own}-05-04": False})
    assert not calendar_of(desk, declaration_id).exceptions[date(own, 5, 4)]

    tell(desk, own, {f"{own}-05-04": True}, sequence=3)

    assert calendar_of(desk, declaration_id).exceptions == {date(own, 5, 4): True}


def tell(desk: RealDesk, year: int, exceptions: dict[str, bool], *, sequence: int = 2) -> None:
    """The registry tells of a year."""
    told = heard(sequence=sequence)
    desk.hear(CalendarChanged(**told, year=year, is_confirmed=True, exceptions=exceptions), "keep_calendar_year")


def calendar_of(desk: RealDesk, declaration_id: str) -> WorkingDays:
    """What a submission would be judged by."""
    calendar: WorkingDays = desk.act(
        ENTERPRISE, lambda uow: uow.declarations.with_surroundings(declaration_id)[1].calendar
    )
    return calendar
