"""Who acts for whom, as it is heard, kept and read on a real PostgreSQL (ZS4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from casework.common_facts import with_mandates
from contracts.actor import Actor, Mandate
from contracts.events.registry import DelegationGranted, DelegationRevoked, RelationDeclared
from contracts.refusal import NotFound
from services.project.storage import read_project as one
from services.project.storage.list_projects import Wanted, list_projects
from services.project.use_cases.submit_project import submit_project
from tests.builders_declaration import PROGRAMME, an_agent, an_institution, an_organisation
from tests.builders_project import CITY, NOON, PROVIDER, an_id, asked
from tests.storage.project.conftest import RealDesk, heard

AGENT, DELEGATION = an_agent(), an_id("delegation")


def delegated(desk: RealDesk, *stages: str, sequence: int = 1, ends: bool = False) -> None:
    assert AGENT.organisation_id is not None
    members: dict[str, Any] = {
        "principal_id": an_organisation().id,
        "agent_id": AGENT.organisation_id,
        "stages": stages,
        "programme_year": PROGRAMME,
    }
    kind = DelegationRevoked if ends else DelegationGranted
    told = kind(**heard(DELEGATION, sequence), **members)
    desk.act(Actor.system(CITY), lambda uow: uow.facts.keep_delegation(told, is_in_force=not ends))


def recognised(desk: RealDesk, actor: Actor = AGENT) -> Actor:
    """As the service knows it when it calls."""
    known: Actor = desk.units.kind.as_known_here(desk.reading, actor)
    return known


def on_behalf(desk: RealDesk, actor: Actor) -> list[str]:
    wanted = Wanted(on_behalf_of=an_organisation().id)
    return [item["id"] for item in list_projects(desk.reading, actor, wanted, limit=5, after=None)["items"]]


def test_an_agent_is_known_by_what_the_registry_told_last(desk: RealDesk) -> None:
    delegated(desk, "filing", "progress", sequence=2)
    delegated(desk, "acceptance", sequence=1)

    (mandate,) = recognised(desk).mandates
    delegated(desk, "filing", "progress", sequence=3, ends=True)

    wanted = Mandate(
        principal_id=an_organisation().id, programme_year=PROGRAMME, stages=frozenset({"filing", "progress"})
    )
    assert mandate == wanted
    assert recognised(desk).mandates == ()
    assert with_mandates(desk.reading, replace(AGENT, roles=frozenset({"enterprise"}))).mandates == ()


def test_an_agent_hands_a_project_in_until_it_is_revoked(desk: RealDesk) -> None:
    shown = desk.draft()
    project_id = UUID(shown["id"])
    delegated(desk, "filing")

    agent = recognised(desk)
    seen = one.get_project(desk.reading, desk.packs, agent, project_id, at=NOON)
    filed = desk.act(agent, lambda uow: submit_project(uow, desk.packs, desk.clock, asked(agent, project_id)))
    history = one.history_of(desk.reading, agent, project_id, after=0, limit=50)["items"]
    delegated(desk, "filing", sequence=2, ends=True)

    assert "submit" in seen["actions"]
    assert filed["state"] == "in_review"
    assert history[-1]["action"] == "submit"
    with pytest.raises(NotFound):
        one.get_project(desk.reading, desk.packs, recognised(desk), project_id, at=NOON)


def test_an_agent_lists_what_it_does_for_an_enterprise_in_the_programmes_of_its_mandates(desk: RealDesk) -> None:
    shown = desk.draft()
    before = on_behalf(desk, recognised(desk))
    delegated(desk, "progress")

    assert before == []
    assert on_behalf(desk, recognised(desk)) == [shown["id"]]
    assert on_behalf(desk, an_agent("filing", programme="other")) == []


def test_relations_that_were_declared_are_stakes_until_they_are_withdrawn(desk: RealDesk) -> None:
    applicant, institution = an_organisation().id, an_institution().id

    def declared(kind: str, from_id: UUID, to_id: UUID, sequence: int = 1, *, is_in_force: bool = True) -> None:
        members: dict[str, Any] = {"kind": kind, "from_id": from_id, "to_id": to_id, "is_in_force": is_in_force}
        event = RelationDeclared(**heard(an_id(f"{kind} {from_id}"), sequence), **members)
        desk.hear("facts.keep_relation", event)

    def stakes() -> list[str]:
        found: list[str] = desk.act(
            Actor.system(CITY), lambda uow: uow.facts.declared_stakes(institution, applicant, [PROVIDER])
        )
        return found

    declared("advised", institution, applicant)
    declared("sold_to", applicant, institution)
    declared("affiliated", PROVIDER, institution)
    declared("diagnosed", PROVIDER, applicant)
    all_of_them = stakes()
    declared("advised", institution, applicant, 2, is_in_force=False)

    assert all_of_them == ["affiliated_with_seller", "declared_advised", "declared_sold_to"]
    assert stakes() == ["affiliated_with_seller", "declared_sold_to"]
