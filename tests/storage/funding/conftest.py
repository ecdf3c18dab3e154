"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from console.backing.postgres import PrivatePostgres
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.events.registry import CalendarChanged
from services.funding.storage.unit import FundingUnit
from tests import builders_funding as build
from tests.builders_funding import CITY
from tests.conftest import FreshDatabases
from tests.desk_funding import Act, Desk
from tests.fakes_funding_records import KEPT_AS


class RealDesk(Desk):
    """The acts of `Desk`, each in a transaction of its own on PostgreSQL."""

    def __init__(self, units: Units[FundingUnit], **given: Any) -> None:
        self.units = units
        super().__init__(**given)

    def open(self) -> None:
        year = CalendarChanged(**build.heard(build.an_id("2025")), year=2025, is_confirmed=True)
        pack = PackReleased(**build.heard(build.an_id("pack")), pack=self.pack.ref.text, sha256=self.pack.ref.sha256)
        self.keep(lambda uow: uow.facts.keep_calendar_year(year))
        self.keep(lambda uow: uow.facts.keep_pack(pack))

    def keep(self, act: Act) -> None:
        """What a handler does."""
        self.act(Actor.system(CITY), act)

    def hear(self, event: Any) -> None:
        if event.NAME == "organisation_changed":
            self.keep(lambda uow: uow.facts.keep_organisation(event))
        elif event.NAME == "standing_changed":
            self.keep(lambda uow: uow.facts.keep_standing(event))
        else:
            self.keep(lambda uow: getattr(uow.known, f"keep_{KEPT_AS[event.NAME]}")(event))

    def act(self, actor: Actor, act: Act) -> Any:
        with self.units.open(actor, request_id="test", now=self.clock.now()) as unit:
            answer = act(unit)
            self.units.commit(unit)
            self.round_trips = unit.transaction.round_trips
        return answer

    @property
    def reading(self) -> Reading:
        return self.units.reading(CITY)


@pytest.fixture
def url(postgres_server: PrivatePostgres, fresh_databases: FreshDatabases) -> str:
    """The address of a fresh database, with `{role}` in it."""
    return fresh_databases(postgres_server, ["funding"]).replace("{service}", "funding")


@pytest.fixture
def units(url: str) -> Iterator[Units[FundingUnit]]:
    pool = Pool(url.format(role="funding"), size=24, patience=30)
    yield Units(pool, FundingUnit)
    pool.close()


@pytest.fixture
def desk(units: Units[FundingUnit]) -> RealDesk:
    """A city with a released pack and a confirmed calendar."""
    return RealDesk(units)


@pytest.fixture(params=["fake", "real"])
def any_desk(request: pytest.FixtureRequest) -> Desk:
    """The fakes and PostgreSQL in turn."""
    if request.param == "fake":
        return Desk()
    found: RealDesk = request.getfixturevalue("desk")
    return found
