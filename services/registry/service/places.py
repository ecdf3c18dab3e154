"""Divisions, the working calendar, and the first content of a city."""

from __future__ import annotations

from typing import Any

from chassis.runtime import Runtime
from chassis.service import command, query
from contracts.actor import Actor
from contracts.permissions import PUBLIC
from services.registry.adapters.national_calendar import confirmed_years
from services.registry.domain.calendar import read_exceptions, read_year
from services.registry.domain.city_settings import DEFAULT_REMINDER_DAYS, LoginMethod, SettingsSpec
from services.registry.domain.divisions import DivisionSpec, Level
from services.registry.storage.queries import codes as code_queries
from services.registry.storage.queries import organisations as queries
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.change_city_settings import change_city_settings
from services.registry.use_cases.put_calendar_year import put_calendar_year
from services.registry.use_cases.put_division import put_division
from services.registry.use_cases.seed_city import seed_city
from services.registry.use_cases.send_due_texts import Texter


class PlaceMethods:
    """Where, and on which days."""

    runtime: Runtime[RegistryUnit]
    texter: Texter

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
        self,
        uow,
        actor: Actor,
        divisions: list[DivisionSpec],
        exceptions: dict[str, bool],
        settings: SettingsSpec | None = None,
    ) -> dict[str, Any]:
        """Divisions, calendar exceptions and settings of a pack over the national calendar; adds what is missing."""
        return seed_city(
            uow,
            self.runtime.clock,
            actor,
            divisions=divisions,
            national=confirmed_years(),
            exceptions=read_exceptions(exceptions),
            settings=settings,
        )

    @query(PUBLIC)
    def city_settings(self, reading, actor: Actor) -> dict[str, Any]:
        """How people sign in here, among other things: the page that they do it on asks."""
        return code_queries.city_settings(reading, is_gateway_there=self.texter.is_there)

    @command("registry.change_city_settings")
    def change_city_settings(
        self,
        uow,
        actor: Actor,
        login_methods: tuple[LoginMethod, ...],
        login_source: str = "",
        reminder_working_days: int = DEFAULT_REMINDER_DAYS,
        expected_version: int | None = None,
    ) -> dict[str, Any]:
        """The whole of it."""
        spec = SettingsSpec(
            login_methods=login_methods, login_source=login_source, reminder_working_days=reminder_working_days
        )
        is_there = self.texter.is_there
        return change_city_settings(uow, actor, spec, is_gateway_there=is_there, expected_version=expected_version)
