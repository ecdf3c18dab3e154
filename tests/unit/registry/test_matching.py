"""Supply and demand: needs are published, interest is expressed, accepted interest is a match (XB6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from policy.packs import Packs
from services.registry.domain.errors import AlreadyInterested, NotEntitled, ProviderNotEnrolled, RelatedParties
from services.registry.domain.interests import InterestAction
from services.registry.domain.measures import MeasureKind
from services.registry.domain.needs import NeedTold
from services.registry.domain.relations import RelationKind
from services.registry.use_cases.answer_interest import answer_interest
from services.registry.use_cases.change_need import change_need
from services.registry.use_cases.close_need import close_need
from services.registry.use_cases.declare_relation import DeclaredRelation, declare_relation
from services.registry.use_cases.draft_need import draft_need
from services.registry.use_cases.express_interest import express_interest
from services.registry.use_cases.list_product import list_product
from services.registry.use_cases.propose_product import propose_product
from services.registry.use_cases.publish_need import publish_need
from tests.builders_pool import CLOCK, a_pool, enrolled, measured
from tests.builders_registry import CODE, NOON, OTHER_CODE, SEALER, an_offer, an_officer
from tests.fakes_registry import FakeWork
from tests.unit.registry.test_pool import a_provider

TOLD = NeedTold(
    title="设备联网", text="产线数据采集", subsector="auto_parts", scenarios=("production_control",), budget_fen=100_00
)
Shown = dict[str, Any]
Pool = tuple[FakeWork, Packs, Actor, Actor]


@pytest.fixture
def pool() -> Pool:
    """With an enterprise, and a provider that sells."""
    work, packs = a_pool()
    _, _, enterprise = work.with_enterprise(credit_code=CODE)
    return work, packs, enterprise, enrolled(work, packs, a_provider(work, credit_code=OTHER_CODE), "sector")


def a_need(pool: Pool, told: NeedTold = TOLD, *, is_published: bool = True) -> UUID:
    work, packs, enterprise, _ = pool
    need = UUID(draft_need(work, packs, CLOCK, enterprise, told, programme_year=None)["id"])
    if is_published:
        publish_need(work, CLOCK, enterprise, need, expected_version=1)
    return need


def a_product(pool: Pool) -> UUID:
    work, packs, _, provider = pool
    product = UUID(propose_product(work, packs, CLOCK, provider, an_offer())["id"])
    given: Any = {"ceiling": an_offer().price, "category": None, "opinion": "列入", "expected_version": 1, "now": NOON}
    list_product(work, packs, SEALER, CLOCK, an_officer(), product, **given)
    return product


def express(pool: Pool, actor: Actor, need: UUID | None = None, product: UUID | None = None) -> Shown:
    work, packs, _, _ = pool
    about: Any = {"need_id": need, "product_id": product, "text": "愿意上门交流", "now": NOON}
    return express_interest(work, packs, SEALER, CLOCK, actor, **about)


def answer(pool: Pool, actor: Actor, interest: Shown, action: InterestAction, text: str = "") -> Shown:
    about: Any = {"action": action, "text": text, "expected_version": None, "now": NOON}
    return answer_interest(pool[0], SEALER, CLOCK, actor, UUID(interest["id"]), **about)


def kinds_told(work: FakeWork, actor: Actor) -> list[str]:
    return work.messages.kinds_for(work.accounts.get(actor.account_id))


def test_a_published_need_is_answered_accepted_and_a_match_of_both(pool: Pool) -> None:
    work, _, enterprise, provider = pool

    interest = express(pool, provider, need=a_need(pool))
    matched = answer(pool, enterprise, interest, InterestAction.ACCEPT, "请下周来")

    assert (matched["state"], matched["answer"]) == ("matched", "请下周来")
    assert (matched["from_id"], matched["to_id"]) == (str(provider.organisation_id), str(enterprise.organisation_id))
    assert "interest_expressed" in kinds_told(work, enterprise)
    assert "interest_matched" in kinds_told(work, provider)
    with pytest.raises(ActionNotAllowed):
        answer(pool, enterprise, interest, InterestAction.DECLINE, "不需要")


def test_an_enterprise_asks_for_a_product_and_again_after_it_was_declined(pool: Pool) -> None:
    _, _, enterprise, provider = pool
    product = a_product(pool)
    interest = express(pool, enterprise, product=product)

    with pytest.raises(AlreadyInterested):
        express(pool, enterprise, product=product)
    with pytest.raises(Invalid):
        answer(pool, provider, interest, InterestAction.DECLINE)
    answer(pool, provider, interest, InterestAction.DECLINE, "近期排期已满")
    again = express(pool, enterprise, product=product)

    assert again["provider_id"] == str(provider.organisation_id)


def test_nobody_answers_but_whom_it_was_expressed_to(pool: Pool) -> None:
    interest = express(pool, pool[3], need=a_need(pool))

    with pytest.raises(NotFound):
        answer(pool, pool[3], interest, InterestAction.ACCEPT)


def test_a_suspended_provider_neither_answers_nor_is_asked_nor_matched(pool: Pool) -> None:
    work, packs, enterprise, provider = pool
    need, product = a_need(pool), a_product(pool)
    waiting = express(pool, provider, need=need)
    measured(work, packs, provider, MeasureKind.SUSPENSION)

    for act in (
        lambda: express(pool, provider, need=a_need(pool)),
        lambda: express(pool, enterprise, product=product),
        lambda: answer(pool, enterprise, waiting, InterestAction.ACCEPT),
    ):
        with pytest.raises(ProviderNotEnrolled) as refusal:
            act()
        assert refusal.value.facts == {"state": "suspended"}


def test_who_only_diagnoses_does_not_sell(pool: Pool) -> None:
    work, packs, _, _ = pool
    diagnostic = enrolled(work, packs, a_provider(work, credit_code="91210200MA1000003X"), "diagnostic")

    with pytest.raises(NotEntitled):
        express(pool, diagnostic, need=a_need(pool))


@pytest.mark.parametrize("pair", [(CODE, OTHER_CODE), (OTHER_CODE, CODE)])
def test_who_belongs_together_is_no_match(pool: Pool, pair: tuple[str, str]) -> None:
    relation = DeclaredRelation(kind=RelationKind.AFFILIATED, from_code=pair[0], to_code=pair[1])
    declare_relation(pool[0], CLOCK, an_officer(), relations=[relation], source="股权信息")

    with pytest.raises(RelatedParties):
        express(pool, pool[3], need=a_need(pool))


def test_a_draft_is_changed_and_nobody_answers_it_nor_what_is_closed(pool: Pool) -> None:
    work, packs, enterprise, provider = pool
    need = a_need(pool, is_published=False)
    changed = change_need(
        work, packs, CLOCK, enterprise, need, NeedTold(title="仓储", text="库位管理"), expected_version=1
    )

    with pytest.raises(NotFound):
        express(pool, provider, need=need)
    with pytest.raises(NotFound):
        close_need(work, provider, need, reason="", expected_version=None)
    publish_need(work, CLOCK, enterprise, need, expected_version=2)
    with pytest.raises(ActionNotAllowed):
        change_need(work, packs, CLOCK, enterprise, need, TOLD, expected_version=3)
    close_need(work, enterprise, need, reason="已签约", expected_version=3)
    with pytest.raises(NotFound):
        express(pool, provider, need=need)
    with pytest.raises(NotFound):
        express(pool, enterprise, product=uuid4())

    assert (changed["title"], changed["scenarios"], changed["budget_fen"]) == ("仓储", [], None)


def test_all_that_is_wrong_with_a_need_is_said_at_once(pool: Pool) -> None:
    told = NeedTold(title=" ", text="", subsector="chips", scenarios=("flying",), budget_fen=0)

    with pytest.raises(Invalid) as refusal:
        a_need(pool, told)

    assert {each.field: each.code for each in refusal.value.problems} == {
        "title": "required",
        "text": "required",
        "budget_fen": "out_of_range",
        "subsector": "not_an_option",
        "scenarios.0": "not_an_option",
    }
