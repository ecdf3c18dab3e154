"""The pool, the catalogue and accounts for payment on a real PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from casework.dossier import Attachment
from chassis.db.errors import Duplicate
from chassis.testing import a_clock
from chassis.units import Units
from contracts.actor import Actor
from contracts.events.declaration import PackReleased
from contracts.money import Money
from contracts.refusal import NotFound
from services.registry.domain.enrolling import start
from services.registry.domain.enrolment import Enrolment, Recommended
from services.registry.domain.enrolment_rules import EnrolmentRules
from services.registry.domain.organisations import Kind
from services.registry.domain.payees import PayeeAccount, PayeeState
from services.registry.domain.pool import PoolAction, PoolEntry, enrol
from services.registry.domain.products import Product, propose
from services.registry.storage.queries import enrolments
from services.registry.storage.queries import pool as queries
from services.registry.storage.queries import products as queries_of_products
from services.registry.storage.queries.products import Wanted
from services.registry.storage.tables.pool import UNDER_WAY
from services.registry.storage.unit import RegistryUnit
from tests.builders_pool import packs_with, pool_pack
from tests.builders_registry import NOON, a_code, an_offer, an_organisation, payee_details
from tests.storage.registry.conftest import Work

RULES = pool_pack().providers
FILE = Attachment(
    id=uuid4(),
    sha256="ab" * 32,
    size=7,
    media_type="application/pdf",
    name="材料.pdf",
    uploaded_at=NOON,
    uploaded_by=uuid4(),
)


def a_provider(
    work: Work, city: str, number: int, *actions: PoolAction, kinds: tuple[str, ...] = ("sector",)
) -> PoolEntry:
    organisation = an_organisation(city=city, kind=Kind.PROVIDER, credit_code=a_code(number), name=f"服务商{number}")
    entry = enrol(None, organisation, kinds, programme_year="sme-digital-2024", opinion="", at=NOON)
    for action in actions:
        entry = entry.decided(action, opinion="", at=NOON)
    with work() as unit:
        unit.organisations.add(organisation)
        unit.pool.add(entry)
    return entry


def a_product(work: Work, city: str, provider_id: UUID, *, ceiling: str | None, **given: object) -> Product:
    product = propose(id=uuid4(), city=city, provider_id=provider_id, offer=an_offer(**given), rules=RULES, at=NOON)
    if ceiling is not None:
        product = product.listed(Money.wan_yuan(ceiling), category=None, opinion="", rules=RULES)
    with work() as unit:
        unit.products.add(product)
        if ceiling is not None:
            unit.products.keep_ceiling(product, at=NOON)
    return product


def an_enrolment(work: Work, city: str, number: int, *, recommends: bool = False) -> Enrolment:
    """A draft with a file and an answer."""
    applicant = an_organisation(city=city, kind=Kind.PROVIDER, credit_code=a_code(number), name=f"服务商{number}")
    draft = start(
        uuid4(),
        EnrolmentRules.of(pool_pack(), "product_recommendation" if recommends else "provider_enrolment"),
        applicant,
        kind="sector",
        provider_id=uuid4() if recommends else applicant.id,
        at=NOON,
        answers={"basic": {"description": "…"}},
        recommended=Recommended(enterprise_id=uuid4(), offer=an_offer(aims=("quality",))) if recommends else None,
    )
    draft = replace(draft, dossier=replace(draft.dossier, attachments={"provider_licence": (FILE,)}))
    with work() as unit:
        unit.enrolments.add(draft)
    return draft


def test_entries_products_and_payees_come_back_as_they_were_kept(work: Work, city: str) -> None:
    entry = a_provider(work, city, 1)
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
    product = propose(id=uuid4(), city=city, provider_id=uuid4(), offer=an_offer(), rules=RULES, at=NOON)
    listed = replace(product.listed(Money(1), category=None, opinion="", rules=RULES), ceiling_fen=None)

    with pytest.raises(Exception, match="product_listed_with_ceiling"), work() as unit:
        unit.products.add(listed)


def test_the_public_sees_who_is_in_the_pool_and_the_bureau_everybody_who_was(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    inside = a_provider(work, city, 1, kinds=("chain_leader", "sector"))
    a_provider(work, city, 2, PoolAction.REMOVE)
    a_provider(work, city, 3, PoolAction.SUSPEND)
    reading = units.reading(city)

    public = queries.enrolled_providers(reading, packs_with(), a_clock(NOON), kind=None, limit=50, after=None)["items"]
    leaders = queries.enrolled_providers(reading, packs_with(), a_clock(NOON), kind="integrator", limit=50, after=None)[
        "items"
    ]
    suspended = queries.pool_entries(reading, state="suspended", limit=50, after=None)["items"]
    everybody = [
        queries.pool_entries(reading, state=None, limit=2, after=after)
        for after in (None, queries.pool_entries(reading, state=None, limit=2, after=None)["next"])
    ]

    assert [(item["id"], item["kinds"]) for item in public] == [
        (str(inside.organisation_id), ["chain_leader", "sector"])
    ]
    assert leaders == []
    assert [item["name"] for item in suspended] == ["服务商3"]
    assert [len(page["items"]) for page in everybody] == [2, 1]
    assert everybody[1]["next"] is None


def test_the_catalogue_holds_listed_products_of_enrolled_providers(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    inside, suspended = a_provider(work, city, 1), a_provider(work, city, 2, PoolAction.SUSPEND)
    listed = a_product(
        work,
        city,
        inside.organisation_id,
        ceiling="10",
        scenarios=("production_control", "quality_management"),
        subsectors=("auto_parts",),
        aims=("quality",),
        links=("rnd_design",),
        is_light_solution=True,
    )
    other = a_product(work, city, inside.organisation_id, ceiling="20", category="X")
    proposed = a_product(work, city, inside.organisation_id, ceiling=None, category="X")
    a_product(work, city, suspended.organisation_id, ceiling="10")
    reading = units.reading(city)

    def catalogue(**given: object) -> list[str]:
        found = queries_of_products.listed_products(reading, Wanted(**given), limit=50, after=None)["items"]  # type: ignore[arg-type]
        return [item["id"] for item in found]

    waiting = queries_of_products.products(reading, state="proposed", category=None, limit=50, after=None)["items"]
    own = queries_of_products.products_of(reading, inside.organisation_id, limit=50, after=None)["items"]

    assert catalogue() == catalogue(provider_id=inside.organisation_id) == [str(listed.id), str(other.id)]
    for one_only in (
        {"category": "N"},
        {"scenario": "quality_management"},
        {"subsector": "auto_parts"},
        {"aim": "quality"},
        {"link": "rnd_design"},
        {"is_light_solution": True},
        {"ceiling_at_most_fen": 10_000_000},
    ):
        assert catalogue(**one_only) == [str(listed.id)], one_only
    assert catalogue(ceiling_at_most_fen=9_999_999) == catalogue(provider_id=suspended.organisation_id) == []
    assert catalogue(is_light_solution=False, category="X") == [str(other.id)]
    assert [item["id"] for item in waiting] == [str(proposed.id)]
    assert {item["id"] for item in own} == {str(listed.id), str(other.id), str(proposed.id)}


def test_the_catalogue_is_read_page_by_page(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    inside = a_provider(work, city, 1)
    for category in ("N", "N", "X"):
        a_product(work, city, inside.organisation_id, ceiling="1", category=category)
    reading = units.reading(city)

    first = queries_of_products.listed_products(reading, Wanted(), limit=2, after=None)
    second = queries_of_products.listed_products(reading, Wanted(), limit=2, after=first["next"])

    assert [item["category"] for item in (*first["items"], *second["items"])] == ["N", "N", "X"]
    assert second["next"] is None


def test_every_ceiling_of_a_product_is_kept(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    product = a_product(work, city, uuid4(), ceiling="10")
    lowered = product.listed(Money.wan_yuan("8"), category=None, opinion="", rules=RULES)
    with work() as unit:
        unit.products.save(lowered)
        unit.products.keep_ceiling(lowered, at=NOON)
    reading = units.reading(city)

    found = queries_of_products.ceilings_of(reading, product.id)["items"]

    assert [(item["version"], item["ceiling_fen"]) for item in found] == [(3, 8_000_000), (2, 10_000_000)]
    with pytest.raises(NotFound):
        queries_of_products.ceilings_of(reading, uuid4())


def test_enrolments_come_back_as_they_were_kept(work: Work, city: str) -> None:
    application, recommendation = an_enrolment(work, city, 1), an_enrolment(work, city, 2, recommends=True)

    with work() as unit:
        assert unit.enrolments.get(application.id) == application
        assert unit.enrolments.get(recommendation.id) == recommendation
        assert unit.enrolments.live_of(application.applicant.id) == [application]
        assert unit.enrolments.due_from(NOON.date()) == []
        unit.enrolments.save(application.changed(dossier=replace(application.dossier, answers={})))
    with work() as unit:
        assert unit.enrolments.get(application.id).version == 2


def test_the_database_takes_one_application_per_kind(work: Work, city: str) -> None:
    application = an_enrolment(work, city, 1)
    twin = replace(application, id=uuid4())

    with pytest.raises(Duplicate, match=UNDER_WAY), work() as unit:
        unit.enrolments.add(twin)


def test_an_applicant_reads_its_own_enrolments_and_nobody_elses(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    application, other = an_enrolment(work, city, 1), an_enrolment(work, city, 2)
    packs, reading = packs_with(pool_pack()), units.reading(city)
    actor = Actor(
        account_id=uuid4(), city=city, roles=frozenset({"provider"}), organisation_id=application.applicant.id
    )

    shown = enrolments.get_enrolment(reading, packs, actor, application.id)
    listed = enrolments.list_enrolments(reading, actor, {"state": "draft"}, limit=50, after=None)["items"]
    waiting = enrolments.list_waiting(reading, actor, limit=50, after=None)["items"]
    file = enrolments.file_of(reading, actor, application.id, FILE.id)

    assert shown["actions"] == ["save_answers", "attach", "remove_attachment", "submit", "withdraw"]
    assert [item["id"] for item in listed] == [item["id"] for item in waiting] == [str(application.id)]
    assert (file["name"], file["size"]) == ("材料.pdf", 7)
    with pytest.raises(NotFound):
        enrolments.get_enrolment(reading, packs, actor, other.id)


def test_the_kinds_of_the_packs_in_force_are_public(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    pack = pool_pack()
    with work() as unit:
        unit.packs.keep(
            PackReleased(
                city=city,
                aggregate_id=uuid4(),
                sequence=1,
                at=NOON,
                actor=uuid4(),
                pack=pack.ref.text,
                sha256=pack.ref.sha256,
            )
        )

    (shown,) = enrolments.provider_kinds(units.reading(city), packs_with(pack), a_clock(NOON), pack.city)["items"]

    assert [kind["code"] for kind in shown["kinds"]] == ["lead_integrator", "sector", "diagnostic", "recommended"]
    assert [right["act"] for right in shown["kinds"][2]["rights"]] == ["diagnose"]
    assert (shown["recommended_as"], len(shown["scenarios"])) == ("recommended", 16)
