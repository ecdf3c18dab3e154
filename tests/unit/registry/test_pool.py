"""The provider pool and the N+X catalogue (DL5, DL6, DL12, XB3)."""

from __future__ import annotations

from uuid import UUID

import pytest

from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from policy.packs import Packs
from services.registry.domain.errors import NotEntitled, ProviderNotEnrolled
from services.registry.domain.measures import MeasureKind
from services.registry.domain.organisations import Kind
from services.registry.use_cases.decline_product import decline_product
from services.registry.use_cases.list_product import list_product
from services.registry.use_cases.propose_product import propose_product
from services.registry.use_cases.withdraw_product import withdraw_product
from tests.builders_pool import CLOCK, a_pool, enrolled, measured, pool_pack
from tests.builders_registry import NOON, OTHER_CODE, SEALER, an_offer, an_officer
from tests.fakes_registry import FakeWork


def a_provider(work: FakeWork, **given: object) -> Actor:
    _, _, actor = work.with_enterprise(**{"kind": Kind.PROVIDER, **given})
    return actor


def an_enrolled_provider(work: FakeWork, packs: Packs, *kinds: str, **given: object) -> Actor:
    return enrolled(work, packs, a_provider(work, **given), *kinds)


def proposed(work: FakeWork, packs: Packs, actor: Actor, **given: object) -> UUID:
    return UUID(str(propose_product(work, packs, CLOCK, actor, an_offer(**given))["id"]))


def listed(work: FakeWork, packs: Packs, product_id: UUID, ceiling: str = "10", **given: object) -> dict[str, object]:
    return list_product(
        work,
        packs,
        SEALER,
        CLOCK,
        an_officer(),
        product_id,
        ceiling=Money.wan_yuan(ceiling),
        **{"category": None, "opinion": "", "expected_version": None, "now": NOON, **given},  # type: ignore[arg-type]
    )


def told(work: FakeWork) -> list[tuple[str, int]]:
    return [(event.NAME, event.sequence) for event in work.outbox.events]


def test_a_recognised_unit_is_in_the_pool_as_the_pack_calls_it() -> None:
    work, packs = a_pool()

    actor = an_enrolled_provider(work, packs, "lead_integrator", "sector")

    (event,) = work.outbox.events
    assert told(work) == [("provider_enrolled", 1)]
    assert (event.aggregate_id, event.kinds) == (actor.organisation_id, ("lead_integrator", "sector"))  # type: ignore[attr-defined]


def test_an_institution_can_be_recognised_and_an_enterprise_cannot() -> None:
    work, packs = a_pool()

    an_enrolled_provider(work, packs, "diagnostic", kind=Kind.INSTITUTION)

    with pytest.raises(Invalid) as refusal:
        an_enrolled_provider(work, packs, kind=Kind.ENTERPRISE, credit_code=OTHER_CODE)
    assert [problem.field for problem in refusal.value.problems] == ["organisation_id"]


@pytest.mark.parametrize(("kinds", "field"), [(("sector", "sector"), "kinds"), (("sector", "chain_leader"), "kinds.1")])
def test_nobody_is_recognised_as_something_that_the_pack_does_not_have(kinds: tuple[str, ...], field: str) -> None:
    work, packs = a_pool()

    with pytest.raises(Invalid) as refusal:
        an_enrolled_provider(work, packs, *kinds)

    assert [problem.field for problem in refusal.value.problems] == [field]


def test_another_kind_is_added_to_those_that_a_provider_has() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs, "sector")

    enrolled(work, packs, actor, "lead_integrator", "sector")

    assert work.outbox.events[-1].kinds == ("sector", "lead_integrator")  # type: ignore[attr-defined]
    assert told(work) == [("provider_enrolled", 1), ("provider_enrolled", 2)]


def test_a_product_is_announced_with_its_ceiling_when_the_bureau_lists_it() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs)

    shown = propose_product(work, packs, CLOCK, actor, an_offer(scenarios=("production_control",)))
    product_id = UUID(str(shown["id"]))
    after = listed(work, packs, product_id)

    event = work.outbox.events[-1]
    assert (shown["state"], after["state"], after["ceiling_fen"]) == ("proposed", "listed", 10_000_000)
    assert after["scenarios"] == ["production_control"]
    assert (event.NAME, event.ceiling_fen, event.sequence) == ("product_listed", 10_000_000, 2)  # type: ignore[attr-defined]


def test_every_ceiling_is_kept_and_a_withdrawn_product_is_gone() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs)
    product_id = proposed(work, packs, actor)

    listed(work, packs, product_id)
    listed(work, packs, product_id, "8", category="X")
    withdraw_product(work, CLOCK, actor, product_id, reason="停产")

    assert told(work)[1:] == [("product_listed", 2), ("product_listed", 3), ("product_withdrawn", 4)]
    assert work.products.ceilings == [(product_id, 2, 10_000_000), (product_id, 3, 8_000_000)]
    assert work.products.get(product_id).category == "X"
    with pytest.raises(ActionNotAllowed):
        listed(work, packs, product_id)


def test_nobody_hears_of_a_product_that_was_never_listed() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs)
    declined, withdrawn = proposed(work, packs, actor), proposed(work, packs, actor, title="另一产品")

    decline_product(work, SEALER, CLOCK, an_officer(), declined, opinion="不符合目录", expected_version=1, now=NOON)
    withdraw_product(work, CLOCK, actor, withdrawn, reason="撤回")

    assert told(work) == [("provider_enrolled", 1)]


def test_only_providers_of_the_pool_offer_products() -> None:
    work, packs = a_pool()
    actor = a_provider(work)

    with pytest.raises(ProviderNotEnrolled):
        proposed(work, packs, actor)
    other = an_enrolled_provider(work, packs, credit_code=OTHER_CODE)
    product_id = proposed(work, packs, other)
    measured(work, packs, other, MeasureKind.SUSPENSION)
    with pytest.raises(ProviderNotEnrolled):
        listed(work, packs, product_id)


def test_a_kind_that_may_not_sell_offers_nothing() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs, "diagnostic")

    with pytest.raises(NotEntitled) as refusal:
        proposed(work, packs, actor)

    assert refusal.value.facts == {"act": "sell", "kinds": ["diagnostic"]}


def test_a_provider_cannot_touch_another_ones_product_and_the_bureau_can() -> None:
    work, packs = a_pool()
    actor = an_enrolled_provider(work, packs)
    stranger = an_enrolled_provider(work, packs, credit_code=OTHER_CODE)
    product_id = proposed(work, packs, actor)

    with pytest.raises(NotFound):
        withdraw_product(work, CLOCK, stranger, product_id, reason="?")
    bureau = an_officer(organisation_id=stranger.organisation_id, credit_code="of the bureau")
    shown = withdraw_product(work, CLOCK, bureau, product_id, reason="违规")

    assert shown["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"category": "两 类"}, "category"),
        ({"category": "N-99"}, "category"),
        ({"title": " "}, "title"),
        ({"price": Money(0)}, "proposed_price_fen"),
        ({"scenarios": ("baking",)}, "scenarios.0"),
        ({"scenarios": ("quality_management", "quality_management")}, "scenarios"),
        ({"subsectors": ("auto_parts", "shoes")}, "subsectors.1"),
        ({"aims": ("profit",)}, "aims.0"),
        ({"links": ("cooking",)}, "links.0"),
    ],
)
def test_an_offer_names_what_the_pack_knows(given: dict[str, object], field: str) -> None:
    work, packs = a_pool()

    with pytest.raises(Invalid) as refusal:
        proposed(work, packs, an_enrolled_provider(work, packs), **given)

    assert [problem.field for problem in refusal.value.problems] == [field]


@pytest.mark.parametrize(("ceiling", "category", "field"), [("0", None, "ceiling_fen"), ("1", "N-99", "category")])
def test_a_ceiling_is_more_than_nothing_and_a_class_is_the_packs(
    ceiling: str, category: str | None, field: str
) -> None:
    work, packs = a_pool()
    product_id = proposed(work, packs, an_enrolled_provider(work, packs))

    with pytest.raises(Invalid) as refusal:
        listed(work, packs, product_id, ceiling, category=category)

    assert [problem.field for problem in refusal.value.problems] == [field]


def test_a_city_with_several_versions_follows_the_newest() -> None:
    newer = pool_pack(version="10")
    work, packs = a_pool(pool_pack(), newer)
    actor = a_provider(work)
    enrolled(work, packs, actor)

    assert work.pool.only().programme_year == "sme-digital-2024"
    assert packs.current("dalian", "sme-digital-2024", NOON.date()) is newer
