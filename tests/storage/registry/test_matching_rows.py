"""Needs and interest on a real PostgreSQL: public lists, both sides, once at a time (XB6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.db.errors import Duplicate
from chassis.units import Units
from contracts.refusal import NotFound
from gateway.schemas.registry import matching as schemas
from services.registry.domain.interests import Interest, InterestAction, InterestState
from services.registry.domain.needs import Need, NeedState
from services.registry.storage.queries import matching as queries
from services.registry.storage.queries.matching import WantedNeeds
from services.registry.storage.tables.matching import INTEREST_ONCE
from services.registry.storage.unit import RegistryUnit
from tests.builders_registry import NOON, a_code, an_organisation
from tests.storage.registry.conftest import Work
from tests.storage.registry.test_pool import a_provider


def a_need(work: Work, city: str, number: int, **given: Any) -> Need:
    """Published, of an enterprise of its own."""
    enterprise = an_organisation(city=city, credit_code=a_code(number))
    values: dict[str, Any] = {
        "id": uuid4(),
        "city": city,
        "version": 1,
        "enterprise_id": enterprise.id,
        "division": enterprise.division,
        "programme_year": "sme-digital-2024",
        "title": "产线设备联网",
        "text": "产线数据采集",
        "subsector": "auto_parts",
        "scenarios": ("production_control",),
        "budget_fen": 100_00,
        "state": NeedState.PUBLISHED,
        "drafted_at": NOON,
        "published_at": NOON,
    }
    need = Need(**values | given)
    with work() as unit:
        unit.organisations.add(enterprise)
        unit.needs.add(need)
    return need


def an_interest(city: str, need: Need, provider_id: UUID) -> Interest:
    return Interest(
        id=uuid4(),
        city=city,
        version=1,
        need_id=need.id,
        product_id=None,
        from_id=provider_id,
        to_id=need.enterprise_id,
        provider_id=provider_id,
        text="愿意上门交流",
        state=InterestState.EXPRESSED,
        expressed_at=NOON,
    )


def test_needs_are_searched_by_everybody_and_drafts_are_seen_by_nobody(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    need, other = a_need(work, city, 11), a_need(work, city, 12, subsector=None, scenarios=(), budget_fen=None)
    draft = a_need(work, city, 13, state=NeedState.DRAFT, published_at=None)
    reading = units.reading(city)

    def found(**wanted: Any) -> set[str]:
        items = queries.published_needs(reading, WantedNeeds(**wanted), limit=10, after=None)["items"]
        return {each["id"] for each in items}

    assert found() == {str(need.id), str(other.id)}
    for wanted in ({"subsector": "auto_parts"}, {"scenario": "production_control"}, {"budget_at_least_fen": 100_00}):
        assert found(**wanted) == {str(need.id)}
    assert found(text="设备") == found()
    assert found(text="仓储") == found(budget_at_least_fen=100_01) == set()
    (own,) = queries.own_needs(reading, draft.enterprise_id, limit=10, after=None)["items"]
    assert schemas.NamedNeed().validate(own) == {}
    first = queries.published_needs(reading, WantedNeeds(), limit=1, after=None)
    rest = queries.published_needs(reading, WantedNeeds(), limit=1, after=first["next"])
    assert {each["id"] for each in (*first["items"], *rest["items"])} == found()
    with pytest.raises(NotFound):
        queries.own_needs(reading, None, limit=10, after=None)


def test_interest_is_expressed_once_and_read_from_both_sides_and_by_the_city(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    need, provider = a_need(work, city, 11), a_provider(work, city, 1)
    interest = an_interest(city, need, provider.organisation_id)
    with work() as unit:
        unit.interests.add(interest)
    with pytest.raises(Duplicate, match=INTEREST_ONCE), work() as unit:
        unit.interests.add(replace(interest, id=uuid4()))
    with work() as unit:
        unit.interests.save(interest.answered(InterestAction.ACCEPT, "请下周来", at=NOON))
    reading = units.reading(city)

    def seen_by(organisation_id: UUID | None, state: str | None = "matched") -> list[str]:
        about: dict[str, Any] = {"organisation_id": organisation_id, "state": state, "need_id": None}
        return [each["id"] for each in queries.interests(reading, **about, limit=5, after=None)["items"]]

    assert seen_by(provider.organisation_id) == seen_by(need.enterprise_id) == seen_by(None) == [str(interest.id)]
    assert seen_by(uuid4()) == seen_by(None, "declined") == []
    wanted: dict[str, Any] = {"organisation_id": None, "state": None, "need_id": need.id}
    (shown,) = queries.interests(reading, **wanted, limit=5, after=None)["items"]
    assert schemas.NamedInterest().validate(shown) == {}
