"""Delegations and relations on a real PostgreSQL."""

from __future__ import annotations

from uuid import uuid4

import pytest

from chassis.units import Units
from contracts.refusal import NotFound
from services.registry.domain.delegations import grant
from services.registry.domain.relations import RelationKind, declare
from services.registry.storage.queries import delegations as queries
from services.registry.storage.unit import RegistryUnit
from tests.builders_pool import pool_pack
from tests.builders_registry import NOON, a_code, an_organisation
from tests.storage.registry.conftest import Work
from tests.storage.registry.test_pool import a_provider


def test_a_delegation_is_seen_from_both_sides_and_by_nobody_else(
    work: Work, city: str, units: Units[RegistryUnit]
) -> None:
    agent, enterprise = a_provider(work, city, 1), an_organisation(city=city, credit_code=a_code(2))
    first = grant(
        city, enterprise.id, agent.organisation_id, pool_pack(), ("filing",), text_version="", by=uuid4(), at=NOON
    )
    with work() as unit:
        unit.organisations.add(enterprise)
        unit.delegations.add(first)
    with work() as unit:
        assert unit.delegations.granted_to(agent.organisation_id) == [first]
    reading = units.reading(city)
    (seen,) = queries.own_delegations(reading, agent.organisation_id, limit=10, after=None)["items"]
    with work() as unit:
        unit.delegations.save(first.revoked(reason="更换", at=NOON))

    with work() as unit:
        assert unit.delegations.granted_to(agent.organisation_id) == []
    (own,) = queries.own_delegations(reading, enterprise.id, limit=10, after=None)["items"]
    assert (seen["state"], seen["principal_name"], seen["agent_name"]) == ("granted", enterprise.name, "服务商1")
    assert (own["id"], own["state"], own["reason"]) == (seen["id"], "revoked", "更换")
    assert queries.own_delegations(reading, uuid4(), limit=10, after=None)["items"] == []
    with pytest.raises(NotFound):
        queries.own_delegations(reading, None, limit=10, after=None)


def test_relations_are_listed_for_either_side_page_by_page(work: Work, city: str, units: Units[RegistryUnit]) -> None:
    one, other = a_provider(work, city, 1), a_provider(work, city, 2)
    ids = (one.organisation_id, other.organisation_id)
    relations = [declare(city, kind, *ids, source="台账", at=NOON) for kind in RelationKind]
    with work() as unit:
        for relation in relations:
            unit.relations.add(relation)
            assert unit.relations.find(relation.id) == relation

    reading = units.reading(city)
    found, after = [], None
    for _ in range(2):
        page = queries.relations(reading, organisation_id=other.organisation_id, limit=2, after=after)
        found, after = found + page["items"], page["next"]

    assert sorted(item["kind"] for item in found) == sorted(RelationKind)
    assert {(item["from_name"], item["to_name"]) for item in found} == {("服务商1", "服务商2")}
    assert queries.relations(reading, organisation_id=uuid4(), limit=2, after=None)["items"] == []
