"""Divisions, the working calendar, and the first content of a city."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from services.registry.adapters.national_calendar import confirmed_years
from services.registry.domain.calendar import read_exceptions, read_year
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.storage.queries import organisations as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.put_calendar_year import put_calendar_year
from services.registry.use_cases.put_division import put_division
from services.registry.use_cases.seed_city import seed_city


class PlaceMethods:
    """Where, and on which days."""

    runtime: Runtime[RegistryUnit]

    @query(PUBLIC)
    def list_divisions(self, reading, actor: Actor) -> dict[str, Any]:
        """Every division of the city."""
        return queries.divisions(reading)

    @command("registry.manage_divisions")
    def put_division(
        self, uow, actor: Actor, code: str, name: str, level: Level, parent: str | None = None
    ) -> dict[str, Any]:
        """Add or change a division."""
        spec = DivisionSpec(code=code, name=name, level=level, parent=parent)
        return put_division(uow, self.runtime.clock, actor, spec)

    @query(PUBLIC)
    def list_calendar_years(self, reading, actor: Actor, year: int | None = None) -> dict[str, Any]:
        """The working calendar, all years or one."""
        return queries.calendar_years(reading, year=year)

    @command("registry.manage_calendar")
    def put_calendar_year(
        self,
        uow,
        actor: Actor,
        year: str,
        is_confirmed: bool,
        exceptions: dict[str, bool],
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """One year of the calendar, the whole of it."""
        return put_calendar_year(
            uow,
            self.runtime.clock,
            actor,
            read_year(year),
            is_confirmed=is_confirmed,
            exceptions=read_exceptions(exceptions),
            expected_version=expected_version,
        )

    @command("registry.seed_city")
    def seed_city(
        self, uow, actor: Actor, divisions: list[DivisionSpec], exceptions: dict[str, bool]
    ) -> dict[str, Any]:
        """Divisions and calendar exceptions of a pack over the national calendar; adds what is missing."""
        return seed_city(
            uow,
            self.runtime.clock,
            actor,
            divisions=divisions,
            national=confirmed_years(),
            exceptions=read_exceptions(exceptions),
        )
