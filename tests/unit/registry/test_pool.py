"""The provider pool and the N+X catalogue (DL5, DL6, DL12)."""

from __future__ import annotations

from uuid import UUID

import pytest

from chassis.testing import a_clock
from contracts.actor import Actor
from contracts.money import Money
from contracts.refusal import ActionNotAllowed, Invalid, NotFound, StaleVersion
from services.registry.domain.errors import ProviderNotEnrolled
from services.registry.domain.organisations import Kind
from services.registry.domain.pool import PoolAction
from services.registry.use_cases.apply_for_pool import apply_for_pool
from services.registry.use_cases.decide_on_provider import decide_on_provider
from services.registry.use_cases.decline_product import decline_product
from services.registry.use_cases.list_product import list_product
from services.registry.use_cases.propose_product import propose_product
from services.registry.use_cases.withdraw_product import withdraw_product
from tests.builders_registry import NOON, OTHER_CODE, SEALER, an_application, an_offer, an_officer
from tests.fakes_registry import FakeWork

CLOCK = a_clock(NOON)


def a_provider(work: FakeWork, **given: object) -> Actor:
    _, _, actor = work.with_enterprise(kind=Kind.PROVIDER, **given)
    return actor


def an_enrolled_provider(work: FakeWork, **given: object) -> Actor:
    actor = a_provider(work, **given)
    apply_for_pool(work, CLOCK, actor, an_application())
    decide(work, actor, PoolAction.APPROVE)
    return actor


def decide(work: FakeWork, provider: Actor, action: PoolAction, **given: object) -> dict[str, object]:
    assert provider.organisation_id is not None
    bureau, provider_id = an_officer(), provider.organisation_id
    return decide_on_provider(work, SEALER, CLOCK, bureau, provider_id, action, opinion="意见", now=NOON, **given)  # type: ignore[arg-type]


def listed(work: FakeWork, product_id: UUID, ceiling: str = "10") -> dict[str, object]:
    return list_product(
        work,
        SEALER,
        CLOCK,
        an_officer(),
        product_id,
        ceiling=Money.wan_yuan(ceiling),
        category=None,
        opinion="",
        expected_version=None,
        now=NOON,
    )


def told(work: FakeWork) -> list[tuple[str, int]]:
    return [(event.NAME, event.sequence) for event in work.outbox.events]


def test_a_provider_is_announced_when_it_enters_the_pool_and_not_before() -> None:
    work = FakeWork()
    actor = a_provider(work)

    applied = apply_for_pool(work, CLOCK, actor, an_application())
    before = told(work)
    decide(work, actor, PoolAction.APPROVE, expected_version=1)

    (event,) = work.outbox.events
    assert (applied["state"], before) == ("in_review", [])
    assert told(work) == [("provider_enrolled", 2)]
    assert (event.aggregate_id, event.kinds) == (actor.organisation_id, ("integrator",))  # type: ignore[attr-defined]


def test_a_returned_or_rejected_application_can_be_made_again() -> None:
    for action in (PoolAction.RETURN, PoolAction.REJECT):
        work = FakeWork()
        actor = a_provider(work)
        apply_for_pool(work, CLOCK, actor, an_application())
        decide(work, actor, action)

        again = apply_for_pool(work, CLOCK, actor, an_application(kinds=("sector",)))

        assert (again["state"], again["kinds"], told(work)) == ("in_review", ["sector"], [])


def test_one_application_at_a_time() -> None:
    work = FakeWork()
    actor = a_provider(work)
    apply_for_pool(work, CLOCK, actor, an_application())

    with pytest.raises(ActionNotAllowed):
        apply_for_pool(work, CLOCK, actor, an_application())


def test_a_suspended_provider_comes_back_and_a_removed_one_does_not() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)

    for action in (PoolAction.SUSPEND, PoolAction.REINSTATE, PoolAction.SUSPEND, PoolAction.REMOVE):
        decide(work, actor, action)

    names = [name for name, _ in told(work)]
    assert names == [
        "provider_enrolled",
        "provider_suspended",
        "provider_enrolled",
        "provider_suspended",
        "provider_removed",
    ]
    assert [sequence for _, sequence in told(work)] == [2, 3, 4, 5, 6]
    with pytest.raises(ActionNotAllowed):
        decide(work, actor, PoolAction.REINSTATE)
    with pytest.raises(ActionNotAllowed):
        apply_for_pool(work, CLOCK, actor, an_application())


def test_a_decision_is_made_on_what_was_read() -> None:
    work = FakeWork()
    actor = a_provider(work)
    apply_for_pool(work, CLOCK, actor, an_application())

    with pytest.raises(StaleVersion):
        decide(work, actor, PoolAction.APPROVE, expected_version=7)
    with pytest.raises(NotFound):
        decide(work, a_provider(work, credit_code=OTHER_CODE), PoolAction.APPROVE)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kinds": ()}, "kinds"),
        ({"kinds": ("sector", "sector")}, "kinds"),
        ({"kinds": ("Bad Kind",)}, "kinds.0"),
        ({"presentation": "  "}, "presentation"),
    ],
)
def test_an_application_says_as_what_and_why(given: dict[str, object], field: str) -> None:
    work = FakeWork()

    with pytest.raises(Invalid) as refusal:
        apply_for_pool(work, CLOCK, a_provider(work), an_application(**given))

    assert refusal.value.problems[0].field == field


def test_a_product_is_announced_with_its_ceiling_when_the_bureau_lists_it() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)

    proposed = propose_product(work, CLOCK, actor, an_offer())
    shown = listed(work, UUID(str(proposed["id"])))

    event = work.outbox.events[-1]
    assert (proposed["state"], shown["state"], shown["ceiling_fen"]) == ("proposed", "listed", 10_000_000)
    assert (event.NAME, event.ceiling_fen, event.sequence) == ("product_listed", 10_000_000, 2)  # type: ignore[attr-defined]


def test_a_ceiling_can_change_and_a_withdrawn_product_is_gone() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)
    product_id = UUID(str(propose_product(work, CLOCK, actor, an_offer())["id"]))

    listed(work, product_id)
    listed(work, product_id, "8")
    withdraw_product(work, CLOCK, actor, product_id, reason="停产")

    assert told(work)[1:] == [("product_listed", 2), ("product_listed", 3), ("product_withdrawn", 4)]
    with pytest.raises(ActionNotAllowed):
        listed(work, product_id)


def test_nobody_hears_of_a_product_that_was_never_listed() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)
    declined = UUID(str(propose_product(work, CLOCK, actor, an_offer())["id"]))
    withdrawn = UUID(str(propose_product(work, CLOCK, actor, an_offer(title="另一产品"))["id"]))

    decline_product(work, SEALER, CLOCK, an_officer(), declined, opinion="不符合目录", expected_version=1, now=NOON)
    withdraw_product(work, CLOCK, actor, withdrawn, reason="撤回")

    assert told(work) == [("provider_enrolled", 2)]


def test_only_providers_of_the_pool_offer_products() -> None:
    work = FakeWork()
    actor = a_provider(work)

    with pytest.raises(ProviderNotEnrolled):
        propose_product(work, CLOCK, actor, an_offer())
    enrolled = an_enrolled_provider(work, credit_code=OTHER_CODE)
    product_id = UUID(str(propose_product(work, CLOCK, enrolled, an_offer())["id"]))
    decide(work, enrolled, PoolAction.SUSPEND)
    with pytest.raises(ProviderNotEnrolled):
        listed(work, product_id)


def test_a_provider_cannot_touch_another_ones_product_and_the_bureau_can() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)
    stranger = an_enrolled_provider(work, credit_code=OTHER_CODE)
    product_id = UUID(str(propose_product(work, CLOCK, actor, an_offer())["id"]))

    with pytest.raises(NotFound):
        withdraw_product(work, CLOCK, stranger, product_id, reason="?")
    bureau = an_officer(organisation_id=stranger.organisation_id, credit_code="of the bureau")
    shown = withdraw_product(work, CLOCK, bureau, product_id, reason="违规")

    assert shown["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("given", "field"),
    [({"category": "两 类"}, "category"), ({"title": " "}, "title"), ({"price": Money(0)}, "proposed_price_fen")],
)
def test_an_offer_has_a_class_a_name_and_a_price(given: dict[str, object], field: str) -> None:
    work = FakeWork()

    with pytest.raises(Invalid) as refusal:
        propose_product(work, CLOCK, an_enrolled_provider(work), an_offer(**given))

    assert refusal.value.problems[0].field == field


def test_a_ceiling_is_more_than_nothing() -> None:
    work = FakeWork()
    actor = an_enrolled_provider(work)
    product_id = UUID(str(propose_product(work, CLOCK, actor, an_offer())["id"]))

    with pytest.raises(Invalid):
        listed(work, product_id, "0")
