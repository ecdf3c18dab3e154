"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from casework.common_facts import Organisation
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.events.project import ContractFiled, ProgressReported, ProjectEnrolled, ProjectTerminated
from contracts.events.registry import CalendarChanged, OrganisationChanged
from services.acceptance.domain.known import KnownProject
from services.acceptance.storage.list_assessments import list_assessments
from services.acceptance.storage.unit import AcceptanceUnit
from tests.builders_acceptance import a_project
from tests.builders_declaration import CITY, NOON, a_code, an_id, an_institution, an_organisation, dalian
from tests.desk_acceptance import Act, Desk
from tests.desk_assessment import LevelDesk


class RealDesk(Desk):
    """The acts of `Desk`, each in a transaction of its own on PostgreSQL; what others told is heard as events."""

    def __init__(self, units: Units[AcceptanceUnit], **given: Any) -> None:
        self.units = units
        super().__init__(**given)

    def open(self) -> None:
        for organisation in (an_organisation(), an_institution()):
            self.know(organisation)
        year = CalendarChanged(**heard(), year=2026, is_confirmed=True)
        self.hear(lambda uow: uow.facts.keep_calendar_year(year))
        self.enrol(a_project())

    def act(self, actor: Actor, act: Act) -> Any:
        with self.units.open(actor, request_id="test", now=self.clock.now()) as unit:
            answer = act(unit)
            self.units.commit(unit)
            self.round_trips = unit.transaction.round_trips
        return answer

    def hear(self, keep: Any) -> None:
        """Keep a fact as a handler does."""
        self.act(Actor.system(CITY), keep)

    def know(self, organisation: Organisation) -> None:
        """The registry tells of an organisation."""
        event = organisation_changed(organisation)
        self.hear(lambda uow: uow.facts.keep_organisation(event))

    def enrol(self, project: KnownProject, *, sequence: int = 1) -> None:
        """The project service tells of an enrolled project, its contract and its progress."""
        events = [enrolled(project, sequence=sequence), ProgressReported(**heard(project.id), percent=100, reports=2)]
        self.hear(lambda uow: uow.projects.keep_project(events[0]))
        self.hear(lambda uow: uow.projects.keep_progress(events[1]))
        if project.contract is not None:
            contract = contract_filed(project)
            self.hear(lambda uow: uow.projects.keep_contract(contract))

    def terminate(self, project_id: UUID) -> None:
        event = ProjectTerminated(**heard(project_id, sequence=2), reason="停产")
        self.hear(lambda uow: uow.projects.keep_termination(event))

    @property
    def reading(self) -> Reading:
        return self.units.reading(CITY)


def heard(aggregate_id: UUID | None = None, **given: Any) -> dict[str, Any]:
    """What every event carries."""
    values: dict[str, Any] = {
        "city": CITY,
        "aggregate_id": aggregate_id or uuid4(),
        "sequence": 1,
        "at": NOON,
        "actor": an_id("somebody else"),
    }
    return values | given


def organisation_changed(organisation: Organisation) -> OrganisationChanged:
    return OrganisationChanged(
        **heard(organisation.id),
        organisation_kind=organisation.kind,
        credit_code=organisation.credit_code,
        name=organisation.name,
        division=organisation.division,
        size_class=organisation.size_class,
    )


def enrolled(project: KnownProject, **given: Any) -> ProjectEnrolled:
    return ProjectEnrolled(
        **heard(project.id, case_id=project.case_id, **given),
        applicant=project.applicant,
        division=project.division,
        pack=project.pack,
        pack_sha256=project.pack_sha256,
        title=project.title,
        state="enrolled",
        filing_number=project.filing_number,
    )


def contract_filed(project: KnownProject, **given: Any) -> ContractFiled:
    contract = project.contract
    assert contract is not None
    values: dict[str, Any] = {
        "applicant": project.applicant,
        "provider_id": contract.provider_id,
        "contract_number": contract.contract_number,
        "signed_on": contract.signed_on,
        "amount_fen": contract.amount_fen,
        "down_payment_fen": 0,
        "payee_account_id": an_id("payee"),
        "lines": contract.lines,
    }
    return ContractFiled(**heard(project.id), **values | given)


@pytest.fixture
def url(postgres_server: Any, fresh_databases: Any) -> str:
    """The address of a fresh database, with `{role}` in it."""
    address: str = fresh_databases(postgres_server, ["acceptance"])
    return address.replace("{service}", "acceptance")


@pytest.fixture
def units(url: str) -> Iterator[Units[AcceptanceUnit]]:
    pool = Pool(url.format(role="acceptance"), size=5)
    yield Units(pool, AcceptanceUnit)
    pool.close()


@pytest.fixture
def desk(units: Units[AcceptanceUnit]) -> RealDesk:
    """A city with an enrolled project of a known enterprise."""
    return RealDesk(units)


@pytest.fixture
def levels(desk: RealDesk) -> LevelDesk:
    """The same city with a released pack and a second institution, for what is done about assessments."""
    desk.know(an_institution("other institution", credit_code=a_code(901)))
    pack = dalian().ref
    released = PackReleased(**heard(), pack=pack.text, sha256=pack.sha256)
    desk.hear(lambda uow: uow.facts.keep_pack(released))
    return LevelDesk(desk)


def reading_of(levels: LevelDesk) -> Reading:
    """The read side of its city."""
    desk = levels.desk
    assert isinstance(desk, RealDesk)
    return desk.reading


def ids_seen(levels: LevelDesk, actor: Actor, **wanted: Any) -> list[str]:
    """The assessments that somebody finds in the list."""
    listed = list_assessments(reading_of(levels), actor, wanted, limit=50, after=None)
    return [each["id"] for each in listed["items"]]
