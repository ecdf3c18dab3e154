"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from casework.common_facts import Organisation
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.registry import CalendarChanged, DivisionChanged, OrganisationChanged
from services.declaration.storage.unit import DeclarationUnit
from tests import builders_declaration as build
from tests.builders_declaration import CITY, NOON
from tests.desk_declaration import Act, Desk


class RealDesk(Desk):
    """The acts of `Desk`, each in a transaction of its own on PostgreSQL."""

    def __init__(self, units: Units[DeclarationUnit], **given: Any) -> None:
        self.units = units
        super().__init__(**given)

    def open(self) -> None:
        for organisation in (build.an_organisation(), build.an_institution()):
            self.hear(organisation_changed(organisation), "keep_organisation")
        self.hear(CalendarChanged(**heard(), year=2026, is_confirmed=True), "keep_calendar_year")
        self.hear(DivisionChanged(**heard(), code="210200", name="大连市", level="city"), "keep_division")

    def hear(self, event: Any, keep: str) -> None:
        """Keep a fact as a handler does."""
        self.act(Actor.system(CITY), lambda uow: getattr(uow.facts, keep)(event))

    def act(self, actor: Actor, act: Act) -> Any:
        with self.units.open(actor, request_id="test", now=self.clock.now()) as unit:
            answer = act(unit)
            self.units.commit(unit)
            self.round_trips = unit.transaction.round_trips
        return answer

    @property
    def reading(self) -> Reading:
        return self.units.reading(CITY)


def organisation_changed(organisation: Organisation) -> OrganisationChanged:
    """What the registry tells of an organisation."""
    return OrganisationChanged(
        **heard(organisation.id),
        organisation_kind=organisation.kind,
        credit_code=organisation.credit_code,
        name=organisation.name,
        division=organisation.division,
        size_class=organisation.size_class,
    )


def heard(aggregate_id: Any = None, *, sequence: int = 1) -> dict[str, Any]:
    """What every event of the registry says."""
    return {
        "city": CITY,
        "aggregate_id": aggregate_id or uuid4(),
        "sequence": sequence,
        "at": NOON,
        "actor": build.an_id("registry"),
    }


@pytest.fixture
def url(postgres_server: Any, fresh_databases: Any) -> str:
    """The address of a fresh database, with `{role}` in it."""
    address: str = fresh_databases(postgres_server, ["declaration"])
    return address.replace("{service}", "declaration")


@pytest.fixture
def units(url: str) -> Iterator[Units[DeclarationUnit]]:
    pool = Pool(url.format(role="declaration"), size=5)
    yield Units(pool, DeclarationUnit)
    pool.close()


@pytest.fixture
def desk(units: Units[DeclarationUnit]) -> RealDesk:
    """A city with an open call and a known enterprise."""
    return RealDesk(units)
