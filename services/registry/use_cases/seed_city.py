"""The first content of a city: the divisions and calendar exceptions of its pack, over the national calendar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contracts.actor import Actor
from contracts.refusal import Invalid
from services.registry.domain.calendar import CalendarYear, Exceptions
from services.registry.domain.city_settings import SettingsSpec
from services.registry.domain.divisions import Division, DivisionSpec, spec_problems
from services.registry.use_cases.ports import Clock, Work


def seed_city(
    uow: Work,
    clock: Clock,
    actor: Actor,
    *,
    divisions: Sequence[DivisionSpec],
    national: Mapping[int, Exceptions],
    exceptions: Exceptions,
    settings: SettingsSpec | None = None,
) -> dict[str, list[str] | list[int]]:
    """Adds what is missing and changes nothing that is there: from then on the registry owns it.

    `national` holds the confirmed years; a day of `exceptions` (the pack's) wins over it. A year that only
    the pack names is kept unconfirmed. `settings` are the pack's. Answers the codes and years that were added.
    """
    known = {division.code for division in uow.divisions.all()}
    specs = [spec for spec in divisions if spec.code not in known]
    _must_be_sound(specs, known)
    years = set(national) | {day.year for day in exceptions}
    added_years = sorted(years - uow.calendar.by_years(years).keys())
    for spec in specs:
        _add_division(uow, clock, actor, Division.first(uow.city, spec))
    for year in added_years:
        own = {day: is_worked for day, is_worked in exceptions.items() if day.year == year}
        merged = {**national.get(year, {}), **own}
        _add_year(
            uow, clock, actor, CalendarYear.first(uow.city, year, is_confirmed=year in national, exceptions=merged)
        )
    if settings is not None:
        _settle(uow, actor, settings)
    return {"divisions": [spec.code for spec in specs], "years": added_years}


def _must_be_sound(specs: Sequence[DivisionSpec], known: set[str]) -> None:
    codes = known | {spec.code for spec in specs}
    problems = [
        problem
        for index, spec in enumerate(specs)
        for problem in spec_problems(spec, codes, field=f"divisions.{index}")
    ]
    if problems:
        raise Invalid(problems=problems)


def _add_division(uow: Work, clock: Clock, actor: Actor, division: Division) -> None:
    uow.divisions.add(division)
    uow.outbox.add([division.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "seed_division", division, code=division.code)


def _add_year(uow: Work, clock: Clock, actor: Actor, year: CalendarYear) -> None:
    uow.calendar.add(year)
    uow.outbox.add([year.told(at=clock.now(), by=actor.account_id)])
    uow.audit.record(actor, "seed_calendar_year", year, year=year.year)


def _settle(uow: Work, actor: Actor, spec: SettingsSpec) -> None:
    current = uow.settings.current()
    if current.version == 0:
        settings = current.changed(spec)
        uow.settings.put(settings)
        uow.audit.record(actor, "seed_city_settings", settings)
