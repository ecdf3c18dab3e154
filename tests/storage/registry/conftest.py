"""A registry database of the module's own, built by the real migrations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import pytest

from chassis.db.pool import Pool
from chassis.units import Units
from console.backing.postgres import PrivatePostgres
from contracts.actor import Actor
from services.registry.domain.divisions import Division, DivisionSpec, Level
from services.registry.domain.organisations import Organisation
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, an_organisation
from tests.conftest import FreshDatabases
from tests.storage.registry.running import Caller, running_registry

_cities = count(1)


@pytest.fixture(scope="module")
def call(
    postgres_server: PrivatePostgres, fresh_databases: FreshDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Caller]:
    """Calls a running registry of the module's own."""
    folder = tmp_path_factory.mktemp("installation")
    with running_registry(folder, fresh_databases(postgres_server, ["registry"])) as caller:
        yield caller


@pytest.fixture(scope="module")
def registry_url(postgres_server: PrivatePostgres, fresh_databases: FreshDatabases) -> str:
    """A migrated, empty database, with a place for the role."""
    return fresh_databases(postgres_server, ["registry"])


@pytest.fixture(scope="module")
def registry_relay(registry_url: str) -> str:
    """The same as the relay's role."""
    return registry_url.format(service="registry", role="registry_relay")


@pytest.fixture(scope="module")
def units(registry_url: str) -> Iterator[Units[RegistryUnit]]:
    """Units of work over it, as the service's own role."""
    url = registry_url.format(service="registry", role="registry")
    pool = Pool(url, size=4)
    yield Units(pool, RegistryUnit)
    pool.close()


@pytest.fixture
def city() -> str:
    """A city that no other test has written to."""
    return f"city-{next(_cities)}"


Work = Callable[[], AbstractContextManager[RegistryUnit]]


@pytest.fixture
def work(units: Units[RegistryUnit], city: str) -> Work:
    """Opens a unit of work in the test's city, and commits it when the block ends well."""

    @contextmanager
    def opened() -> Iterator[RegistryUnit]:
        with units.open(Actor.system(city), request_id="test", now=NOON) as unit:
            yield unit
            units.commit(unit)

    return opened


@pytest.fixture
def enterprise(work: Work, city: str) -> Organisation:
    """An enterprise of a district, in a city with two districts."""
    made = an_organisation(city=city, division="210202")
    divisions = (
        DivisionSpec(code="210200", name="大连市", level=Level.CITY),
        DivisionSpec(code="210202", name="中山区", level=Level.DISTRICT, parent="210200"),
        DivisionSpec(code="210203", name="西岗区", level=Level.DISTRICT, parent="210200"),
    )
    with work() as unit:
        unit.organisations.add(made)
        for spec in divisions:
            unit.divisions.add(Division.first(city, spec))
    return made
