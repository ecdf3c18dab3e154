"""What the console does on the registry's database without a running service: whoever may, owns the machine.

    with registry_of(settings) as registry:
        made = registry.create_administrator("dalian", login="admin", name="管理员")
        registry.seed_city("dalian", divisions=…, exceptions=…)

Imports neither eventlet nor Nameko.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from chassis.clock import Clock, clock_of
from chassis.commands import Asked, run_command
from chassis.config import Settings
from chassis.db.pool import Pool
from chassis.units import Units
from contracts.actor import Actor
from services.registry.adapters.national_calendar import confirmed_years
from services.registry.adapters.passwords import secrets_with
from services.registry.domain.city_settings import SettingsSpec
from services.registry.domain.divisions import DivisionSpec
from services.registry.storage.unit import RegistryUnit
from services.registry.use_cases.create_administrator import create_administrator
from services.registry.use_cases.ports import Secrets
from services.registry.use_cases.seed_city import seed_city


@dataclass(frozen=True)
class Registry:
    """The registry's database, as the service's own role. The running service announces what is written here."""

    units: Units[RegistryUnit]
    clock: Clock
    secrets: Secrets

    def create_administrator(
        self, city: str, *, login: str, name: str, email: str | None = None, password: str | None = None
    ) -> dict[str, Any]:
        """`{"id", "login", "initial_password", "must_change_password"}`; shown once, kept nowhere.

        With a `password` (checked like any other) that one holds; without one a readable password is made,
        which has to be changed first. Refuses as the use case does: LoginTaken, Invalid.
        """

        def create(uow: RegistryUnit) -> dict[str, Any]:
            made = create_administrator(
                uow, self.secrets, self.clock, login=login, name=name, email=email, password=password
            )
            return {
                "id": made.account.id,
                "login": made.account.login,
                "initial_password": made.initial_password,
                "must_change_password": made.account.must_change_password,
            }

        return self._run(city, create)

    def seed_city(
        self,
        city: str,
        *,
        divisions: Sequence[DivisionSpec],
        exceptions: Mapping[date, bool],
        settings: SettingsSpec | None = None,
    ) -> dict[str, Any]:
        """`{"divisions": [added codes], "years": [added years]}`; repeat it freely."""

        def seed(uow: RegistryUnit) -> Any:
            return seed_city(
                uow,
                self.clock,
                Actor.system(city),
                divisions=divisions,
                national=confirmed_years(),
                exceptions=exceptions,
                settings=settings,
            )

        return self._run(city, seed)

    def _run(self, city: str, use_case: Callable[[RegistryUnit], Any]) -> dict[str, Any]:
        asked = Asked(actor=Actor.system(city), request_id="console")
        answer: dict[str, Any] = run_command(self.units, asked, use_case, now=self.clock.now)
        return answer


@contextmanager
def registry_of(settings: Settings) -> Iterator[Registry]:
    """The registry of an installation; its connections close with the block."""
    pool = Pool(settings.database("registry"), size=2)
    try:
        yield Registry(Units(pool, RegistryUnit), clock_of(settings), secrets_with(settings, _here))
    finally:
        pool.close()


def _here(function: Callable[..., Any], *args: Any) -> Any:
    return function(*args)
