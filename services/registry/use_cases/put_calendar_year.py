"""One year of the city's calendar, as the State Council's notice or an officer has it."""

from __future__ import annotations

from contracts.actor import Actor
from services.registry.domain.calendar import CalendarYear, Exceptions
from services.registry.domain.versions import must_match
from services.registry.domain.views import Shown, calendar_year_shown
from services.registry.use_cases.ports import Clock, Work
from services.registry.use_cases.recompute_enrolments import recompute_enrolments


def put_calendar_year(
    uow: Work,
    clock: Clock,
    actor: Actor,
    year: int,
    *,
    is_confirmed: bool,
    exceptions: Exceptions,
    expected_version: int | None,
) -> Shown:
    """Deadlines are computed again, here and by those who hear of it. NothingToChange when it is so already."""
    before = uow.calendar.by_year(year)
    must_match(before.version if before else 0, expected_version)
    if before is None:
        kept = CalendarYear.first(uow.city, year, is_confirmed=is_confirmed, exceptions=exceptions)
        uow.calendar.add(kept)
    else:
        kept = before.changed(is_confirmed=is_confirmed, exceptions=exceptions)
        uow.calendar.save(kept)
    uow.outbox.add([kept.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "put_calendar_year", kept, year=year, is_confirmed=is_confirmed)
    recompute_enrolments(uow, year=year, at=clock.now())
    return calendar_year_shown(kept)
