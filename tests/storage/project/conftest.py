"""Databases of this service on a real server, built by its real migrations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from casework.common_facts import Organisation
from chassis.db.pool import Pool
from chassis.db.transaction import Reading
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.acceptance import AcceptanceFailed, AcceptancePassed, AcceptanceRequested, RectificationOrdered
from contracts.events.declaration import CaseMovedToPack, PackReleased, PilotDelisted, PilotListed
from contracts.events.registry import (
    CalendarChanged,
    OrganisationChanged,
    PayeeAccountChanged,
    ProductListed,
    ProductWithdrawn,
    ProviderEnrolled,
    ProviderSuspended,
)
from contracts.wire import to_json
from policy.refs import PackRef
from services.project.domain.known import ProviderState
from services.project.storage.unit import ProjectUnit
from tests.builders_project import (
    BATCH,
    CASE,
    CITY,
    NOON,
    PAYEE,
    PROVIDER,
    PROVIDER_NAME,
    SEALER,
    a_code,
    a_pilot,
    a_product,
    an_applicant,
    an_id,
    an_institution,
    an_organisation,
    dalian,
)
from tests.desk_project import Act, Desk

ACCOUNT_NUMBER = "6222000000000000123"


class RealDesk(Desk):
    """The acts of `Desk`, each in a transaction of its own on PostgreSQL."""

    def __init__(self, units: Units[ProjectUnit]) -> None:
        self.units = units
        super().__init__()

    def open(self) -> None:
        self.hear("facts.keep_organisation", organisation_changed(an_organisation()))
        self.hear("facts.keep_organisation", organisation_changed(an_institution()))
        self.hear("facts.keep_calendar_year", CalendarChanged(**heard(), year=2026, is_confirmed=True))
        self.hear("facts.keep_pack", pack_released())
        self.hear("known.keep_pilot", pilot_listed())
        self.hear("known.keep_provider", provider_enrolled(), ProviderState.ENROLLED)
        self.hear("known.keep_payee", payee_changed())
        for key in ("software", "gateway box"):
            self.hear("known.keep_product", product_listed(key))

    def hear(self, keep: str, event: Any, *more: Any) -> None:
        """Keep a fact as a handler does."""
        where, method = keep.split(".")
        self.act(Actor.system(CITY), lambda uow: getattr(getattr(uow, where), method)(event, *more))

    def act(self, actor: Actor, act: Act) -> Any:
        with self.units.open(actor, request_id="test", now=self.clock.now()) as unit:
            answer = act(unit)
            self.units.commit(unit)
            self.round_trips = unit.transaction.round_trips
        return answer

    @property
    def reading(self) -> Reading:
        return self.units.reading(CITY)


def heard(aggregate_id: UUID | None = None, sequence: int = 1) -> dict[str, Any]:
    """What every event begins with."""
    return {
        "city": CITY,
        "aggregate_id": aggregate_id or uuid4(),
        "sequence": sequence,
        "at": NOON,
        "actor": an_id("somebody else"),
    }


def organisation_changed(organisation: Organisation, sequence: int = 1) -> OrganisationChanged:
    return OrganisationChanged(
        **heard(organisation.id, sequence),
        organisation_kind=organisation.kind,
        credit_code=organisation.credit_code,
        name=organisation.name,
        division=organisation.division,
        size_class=organisation.size_class,
    )


def pack_released() -> PackReleased:
    return PackReleased(**heard(), pack=dalian().ref.text, sha256=dalian().ref.sha256)


def _place(sequence: int) -> dict[str, Any]:
    pilot = a_pilot()
    return {
        **heard(pilot.id, sequence),
        "case_id": CASE,
        "applicant": an_applicant(),
        "division": pilot.division,
        "pack": pilot.pack,
        "pack_sha256": pilot.pack_sha256,
        "batch": BATCH,
    }


def pilot_listed(sequence: int = 1) -> PilotListed:
    return PilotListed(**_place(sequence))


def pilot_delisted(sequence: int = 2) -> PilotDelisted:
    return PilotDelisted(**_place(sequence), reason="虚假改造")


def moved_to_pack(ref: PackRef, sequence: int = 2) -> CaseMovedToPack:
    head = heard(a_pilot().id, sequence)
    return CaseMovedToPack(**head, case_id=CASE, pack=ref.text, pack_sha256=ref.sha256, reason="条款更正")


def provider_enrolled(sequence: int = 1) -> ProviderEnrolled:
    return ProviderEnrolled(**heard(PROVIDER, sequence), credit_code=a_code(500), name=PROVIDER_NAME, kinds=())


def provider_suspended(sequence: int = 2) -> ProviderSuspended:
    return ProviderSuspended(**heard(PROVIDER, sequence), credit_code=a_code(500), name=PROVIDER_NAME, kinds=())


def _product(key: str, sequence: int, ceiling_fen: int | None) -> dict[str, Any]:
    product = a_product(key)
    return {
        **heard(product.id, sequence),
        "provider_id": product.provider_id,
        "name": product.name,
        "category": product.category,
        "ceiling_fen": product.ceiling_fen if ceiling_fen is None else ceiling_fen,
    }


def product_listed(key: str, sequence: int = 1, ceiling_fen: int | None = None) -> ProductListed:
    return ProductListed(**_product(key, sequence, ceiling_fen))


def product_withdrawn(key: str, sequence: int = 2) -> ProductWithdrawn:
    return ProductWithdrawn(**_product(key, sequence, None))


def payee_changed() -> PayeeAccountChanged:
    return PayeeAccountChanged(
        **heard(PAYEE),
        organisation_id=an_organisation().id,
        account_name=an_organisation().name,
        bank_name="示例银行",
        branch_code="102222000000",
        number=SEALER.seal(ACCOUNT_NUMBER, purpose="payee_account.number"),
    )


def rectification_ordered(project_id: UUID, sequence: int = 1, **others: Any) -> RectificationOrdered:
    about = _acceptance(project_id, sequence, **others)
    return RectificationOrdered(**about, state="returned", reason="未达到二级")


def acceptance_requested(project_id: UUID, sequence: int = 2, **others: Any) -> AcceptanceRequested:
    return AcceptanceRequested(**_acceptance(project_id, sequence, **others), state="in_review", step=0)


def acceptance_failed(project_id: UUID, sequence: int = 2) -> AcceptanceFailed:
    return AcceptanceFailed(**_acceptance(project_id, sequence), state="voided", reason="not_rectified")


def acceptance_passed(project_id: UUID, sequence: int = 2) -> AcceptancePassed:
    day, about = NOON.date(), _acceptance(project_id, sequence)
    days: dict[str, Any] = {"completed_on": day, "accepted_on": day}
    return AcceptancePassed(**about, **days, state="approved", level=2, edition="2024", audited_fen=100)


def _acceptance(project_id: UUID, sequence: int, *, name: str = "acceptance", at: datetime = NOON) -> dict[str, Any]:
    return {
        **heard(an_id(name), sequence),
        "at": at,
        "case_id": CASE,
        "project_id": project_id,
        "applicant": an_applicant(),
        "division": "210202",
        "pack": dalian().ref.text,
        "pack_sha256": dalian().ref.sha256,
    }


def as_answer(schema: Any, answer: Any) -> dict[str, Any]:
    """The answer as JSON, once the documented schema found every member and nothing else in it."""
    wire: dict[str, Any] = to_json(answer)
    assert schema().validate(wire) == {}
    return wire


@pytest.fixture
def url(postgres_server: Any, fresh_databases: Any) -> str:
    """The address of a fresh database, with `{role}` in it."""
    address: str = fresh_databases(postgres_server, ["project"])
    return address.replace("{service}", "project")


@pytest.fixture
def units(url: str) -> Iterator[Units[ProjectUnit]]:
    pool = Pool(url.format(role="project"), size=5)
    yield Units(pool, ProjectUnit)
    pool.close()


@pytest.fixture
def desk(units: Units[ProjectUnit]) -> RealDesk:
    """A city with a pilot enterprise, its account, a provider in the pool and two products."""
    return RealDesk(units)
