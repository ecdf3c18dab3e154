"""The pool, the catalogue and accounts for payment on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from chassis.units import Units
from contracts.money import Money
from contracts.refusal import NotFound
from services.registry.domain.files import FileReference
from services.registry.domain.organisations import Kind
from services.registry.domain.payees import PayeeAccount, PayeeState
from services.registry.domain.pool import PoolAction, PoolEntry, apply
from services.registry.domain.products import Product, propose
from services.registry.storage.queries import pool as queries
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, a_code, an_application, an_offer, an_organisation, payee_details
from tests.storage.registry.conftest import Work

FILE = FileReference(sha256="ab" * 32, size=7, media_type="application/pdf", name="材料.pdf")


def a_provider(
    work: Work, city: str, number: int, *actions: PoolAction, kinds: tuple[str, ...] = ("sector",)
) -> PoolEntry:
    organisation = an_organisation(city=city, kind=Kind.PROVIDER, credit_code=a_code(number), name=f"服务商{number}")
    entry = apply(city, organisation.id, an_application(kinds=kinds, files=(FILE,)), at=NOON)
    for action in actions:
        entry = entry.decided(action, opinion="", at=NOON)
    with work() as unit:
        unit.organisations.add(organisation)
        unit.pool.add(entry)
    return entry


def a_product(work: Work, city: str, provider_id: UUID, *, ceiling: str | None, **given: object) -> Product:
    product = propose(id=uuid4(), city=city, provider_id=provider_id, offer=an_offer(**given), at=NOON)
    if ceiling is not None:
        product = product.listed(Money.wan_yuan(ceiling), category=None, opinion="")
    with work() as unit:
        unit.products.add(product)
    return product


def test_entries_products_and_payees_come_back_as_they_were_kept(work: Work, city: str) -> None:
    entry = a_provider(work, city, 1, PoolAction.APPROVE)
    product = a_product(work, city, entry.organisation_id, ceiling="10")
    payee = PayeeAccount(
        **vars(payee_details()),
        id=uuid4(),
        city=city,
        version=1,
        organisation_id=entry.organisation_id,
        state=PayeeState.UNCONFIRMED,
        registered_at=NOON,
    )
    with work() as unit:
        unit.payees.add(payee)

    with work() as unit:
        assert unit.pool.of(entry.organisation_id) == entry
        assert unit.products.get(product.id) == product
        assert unit.payees.get(payee.id) == payee
        unit.payees.save(payee.confirmed())
    with work() as unit:
        assert unit.payees.get(payee.id) == payee.confirmed()


def test_the_database_lists_no_product_without_a_ceiling(work: Work, city: str) -> None:
    product = propose(id=uuid4(), city=city, provider_id=uuid4(), offer=an_offer(), at=NOON)
    listed = replace(product.listed(Money(1), category=None, opinion=""), ceiling_fen=None)

    with pytest.raises(Exception, match="product_listed_with_ceiling"), work() as unit:
        unit.products.add(listed)


def test_the_public_sees_who_is_in_the_pool_and_the_bureau_who_applies(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    enrolled = a_provider(work, city, 1, PoolAction.APPROVE, kinds=("chain_leader", "sector"))
    a_provider(work, city, 2)
    a_provider(work, city, 3, PoolAction.APPROVE, PoolAction.SUSPEND)
    reading = units.reading(city)

    public = queries.enrolled_providers(reading, kind=None, limit=50, after=None)["items"]
    leaders = queries.enrolled_providers(reading, kind="integrator", limit=50, after=None)["items"]
    waiting = queries.pool_entries(reading, state="in_review", limit=50, after=None)["items"]
    everybody = [
        queries.pool_entries(reading, state=None, limit=2, after=after)
        for after in (None, queries.pool_entries(reading, state=None, limit=2, after=None)["next"])
    ]

    assert [(item["id"], item["kinds"]) for item in public] == [
        (str(enrolled.organisation_id), ["chain_leader", "sector"])
    ]
    assert leaders == []
    assert [item["name"] for item in waiting] == ["服务商2"]
    assert [len(page["items"]) for page in everybody] == [2, 1]
    assert everybody[1]["next"] is None


def test_the_catalogue_holds_listed_products_of_enrolled_providers(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    enrolled = a_provider(work, city, 1, PoolAction.APPROVE)
    suspended = a_provider(work, city, 2, PoolAction.APPROVE, PoolAction.SUSPEND)
    listed = a_product(work, city, enrolled.organisation_id, ceiling="10", category="N-01")
    proposed = a_product(work, city, enrolled.organisation_id, ceiling=None, category="N-02")
    a_product(work, city, suspended.organisation_id, ceiling="10")
    reading = units.reading(city)

    def catalogue(**given: object) -> list[str]:
        asked = {"category": None, "provider_id": None, "limit": 50, "after": None} | given
        return [item["id"] for item in queries.listed_products(reading, **asked)["items"]]  # type: ignore[arg-type]

    waiting = queries.products(reading, state="proposed", category=None, limit=50, after=None)["items"]
    own = queries.products_of(reading, enrolled.organisation_id, limit=50, after=None)["items"]

    assert (
        catalogue() == catalogue(category="N-01") == catalogue(provider_id=enrolled.organisation_id) == [str(listed.id)]
    )
    assert catalogue(category="N-02") == catalogue(provider_id=suspended.organisation_id) == []
    assert [item["id"] for item in waiting] == [str(proposed.id)]
    assert {item["id"] for item in own} == {str(listed.id), str(proposed.id)}


def test_a_file_of_an_application_is_found_by_its_own_provider_only(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    entry, other = a_provider(work, city, 1), a_provider(work, city, 2)
    reading = units.reading(city)

    found = queries.pool_file(reading, entry.organisation_id, FILE.sha256)

    assert (found["name"], found["size"]) == ("材料.pdf", 7)
    for organisation_id, sha256 in ((entry.organisation_id, "cd" * 32), (uuid4(), FILE.sha256), (None, FILE.sha256)):
        with pytest.raises(NotFound):
            queries.pool_file(reading, organisation_id, sha256)
    assert other.files == (FILE,)


def test_accounts_for_payment_are_shown_by_their_last_four_digits(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    organisation_id = uuid4()
    payee = PayeeAccount(
        **vars(payee_details()),
        id=uuid4(),
        city=city,
        version=1,
        organisation_id=organisation_id,
        state=PayeeState.UNCONFIRMED,
        registered_at=NOON,
    )
    with work() as unit:
        unit.payees.add(payee)

    (shown,) = queries.payees_of(units.reading(city), organisation_id)["items"]

    assert shown["number_last_four"] == "3456"
    assert "number" not in shown
