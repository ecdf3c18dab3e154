"""An enterprise lets a provider act for it, and relations that keep institutions from judging (ZS4, ZS6)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.actor import Actor
from contracts.refusal import ActionNotAllowed, Invalid, NotFound
from policy.packs import Pack, Packs
from services.registry.domain.errors import (
    ConsentOutdated,
    NotEntitled,
    NothingToChange,
    OwnerOnly,
    ProviderNotEnrolled,
)
from services.registry.domain.measures import MeasureKind
from services.registry.domain.relations import RelationKind
from services.registry.domain.shown_enrolment import kinds_shown
from services.registry.use_cases.declare_relation import DeclaredRelation, declare_relation
from services.registry.use_cases.grant_delegation import grant_delegation
from services.registry.use_cases.lift_measure import lift_measure
from services.registry.use_cases.revoke_delegation import revoke_delegation
from services.registry.use_cases.withdraw_relation import withdraw_relation
from tests.builders_pool import CLOCK, a_pool, enrolled, measured, pool_pack
from tests.builders_registry import CODE, NOON, OTHER_CODE, SEALER, an_officer
from tests.fakes_registry import FakeWork
from tests.unit.registry.test_pool import a_provider

CONSENT = pool_pack().texts["delegation_consent"].sha256


@pytest.fixture
def pool() -> tuple[FakeWork, Packs, Actor, Actor]:
    """With an enterprise, and a provider that may act for enterprises."""
    work, packs = a_pool()
    _, _, enterprise = work.with_enterprise(credit_code=CODE)
    return work, packs, enterprise, enrolled(work, packs, a_provider(work, credit_code=OTHER_CODE), "lead_integrator")


def granted(work: FakeWork, packs: Packs, enterprise: Actor, agent: Actor, **given: Any) -> dict[str, Any]:
    return grant_delegation(
        work,
        packs,
        SEALER,
        CLOCK,
        enterprise,
        **{
            "agent_id": agent.organisation_id,
            "stages": ("filing", "acceptance"),
            "text_version": CONSENT,
            "programme_year": None,
            "now": NOON,
            **given,
        },
    )


def revoked(work: FakeWork, actor: Actor, delegation: dict[str, Any]) -> dict[str, Any]:
    return revoke_delegation(work, SEALER, CLOCK, actor, UUID(delegation["id"]), reason="更换服务商", now=NOON)


def told(work: FakeWork) -> list[tuple[str, int, Any]]:
    return [
        (event.NAME, event.sequence, event.stages)  # type: ignore[attr-defined]
        for event in work.outbox.events
        if event.NAME.startswith("delegation")
    ]


@pytest.mark.shows("ZS4")
def test_an_enterprise_lets_a_provider_act_in_stages_that_it_names_and_ends_it_at_once(
    pool: tuple[FakeWork, Packs, Actor, Actor],
) -> None:
    work, packs, enterprise, agent = pool

    delegation = granted(work, packs, enterprise, agent)
    narrower = granted(work, packs, enterprise, agent, stages=("filing",))
    over = revoked(work, enterprise, delegation)
    again = granted(work, packs, enterprise, agent)

    assert (delegation["state"], delegation["stages"]) == ("granted", ["filing", "acceptance"])
    assert (narrower["id"], narrower["stages"], over["state"]) == (delegation["id"], ["filing"], "revoked")
    assert (again["id"], again["version"], again["reason"]) == (delegation["id"], 4, "")
    assert told(work) == [
        ("delegation_granted", 1, ("filing", "acceptance")),
        ("delegation_granted", 2, ("filing",)),
        ("delegation_revoked", 3, ("filing",)),
        ("delegation_granted", 4, ("filing", "acceptance")),
    ]
    rows = [row for row in work.audit.rows if row.aggregate.id == UUID(delegation["id"])]
    assert [row.action for row in rows] == ["grant_delegation"] * 2 + ["revoke_delegation", "grant_delegation"]
    assert rows[0].details["text_version"] == CONSENT


def test_the_provider_gives_a_delegation_back_and_nobody_else_ends_it(
    pool: tuple[FakeWork, Packs, Actor, Actor],
) -> None:
    work, packs, enterprise, agent = pool
    delegation = granted(work, packs, enterprise, agent)

    with pytest.raises(NotFound):
        revoked(work, replace(agent, organisation_id=uuid4()), delegation)
    assert revoked(work, agent, delegation)["state"] == "revoked"
    with pytest.raises(ActionNotAllowed):
        revoked(work, enterprise, delegation)


def test_only_the_owner_of_the_enterprise_delegates(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, agent = pool
    owner = work.accounts.get(enterprise.account_id)
    work.accounts.save(replace(owner, version=owner.version + 1, is_owner=False))

    with pytest.raises(OwnerOnly):
        granted(work, packs, enterprise, agent)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"stages": ("undertaking",)}, {"stages.0": "not_delegable"}),
        ({"stages": ()}, {"stages": "required"}),
        ({"programme_year": "sme-digital-1999"}, {"programme_year": "not_an_option"}),
        ({"stages": ("filing", "filing")}, {"stages": "out_of_range"}),
    ],
)
def test_only_stages_that_the_pack_names_are_delegated(
    pool: tuple[FakeWork, Packs, Actor, Actor], given: dict[str, Any], refused: dict[str, str]
) -> None:
    work, packs, enterprise, agent = pool

    with pytest.raises(Invalid) as raised:
        granted(work, packs, enterprise, agent, **given)

    assert {problem.field: problem.code for problem in raised.value.problems} == refused


def test_what_may_be_delegated_is_told_with_the_text_that_is_confirmed() -> None:
    stages = [stage["code"] for stage in kinds_shown(pool_pack())["delegation"]["stages"]]

    assert stages == ["declaration", "filing", "progress", "acceptance"]
    assert kinds_shown(pool_pack())["delegation"]["text_version"] == CONSENT


def test_another_wording_is_not_what_the_enterprise_consented_to(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, agent = pool

    with pytest.raises(ConsentOutdated) as raised:
        granted(work, packs, enterprise, agent, text_version="0" * 64)

    assert raised.value.facts == {"text_version": CONSENT}


def test_in_a_city_that_delegates_nothing_nothing_is_granted(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    _, packs, enterprise, agent = pool
    lifecycle = [{**stage, "delegable": False} for stage in pool_pack().compiled["lifecycle"]]
    unwanted = Pack({**pool_pack().compiled, "lifecycle": lifecycle}, pool_pack().ref)
    work, packs = a_pool(unwanted)
    _, _, enterprise = work.with_enterprise(credit_code=CODE)
    agent = enrolled(work, packs, a_provider(work, credit_code=OTHER_CODE), "lead_integrator")

    with pytest.raises(Invalid) as raised:
        granted(work, packs, enterprise, agent)

    assert [problem.code for problem in raised.value.problems] == ["not_delegable"] * 2


def test_a_provider_whose_kind_may_not_act_is_no_agent(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, _ = pool
    seller = enrolled(work, packs, a_provider(work, credit_code="91210200MA0000000A"), "sector")
    stranger = a_provider(work, credit_code="91210200MA0000000B")

    with pytest.raises(NotEntitled):
        granted(work, packs, enterprise, seller)
    with pytest.raises(ProviderNotEnrolled):
        granted(work, packs, enterprise, stranger)
    with pytest.raises(Invalid):
        granted(work, packs, enterprise, enterprise)


def test_who_leaves_the_pool_for_good_acts_for_nobody(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, agent = pool
    granted(work, packs, enterprise, agent)

    measured(work, packs, agent, MeasureKind.REMOVAL)

    assert told(work)[-1][:2] == ("delegation_revoked", 2)


def test_who_is_suspended_acts_for_nobody_until_he_is_back(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, agent = pool
    granted(work, packs, enterprise, agent)

    suspended = measured(work, packs, agent, MeasureKind.SUSPENSION)
    while_suspended = told(work)[-1]
    lift_measure(
        work, SEALER, CLOCK, an_officer(), UUID(suspended["id"]), reason="已整改", expected_version=None, now=NOON
    )

    stages = ("filing", "acceptance")
    assert while_suspended == ("delegation_revoked", 2, stages)
    assert told(work)[-1] == ("delegation_granted", 3, stages)


def test_a_removal_ends_what_rested_during_the_suspension(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, packs, enterprise, agent = pool
    granted(work, packs, enterprise, agent)

    measured(work, packs, agent, MeasureKind.SUSPENSION)
    measured(work, packs, agent, MeasureKind.REMOVAL)

    assert [name for name, *_ in told(work)] == ["delegation_granted", "delegation_revoked", "delegation_revoked"]
    assert work.delegations.granted_to(agent.organisation_id) == []


def declared(work: FakeWork, *relations: DeclaredRelation) -> list[dict[str, Any]]:
    return list(declare_relation(work, CLOCK, an_officer(), relations=relations, source="企查查股权信息")["items"])


def test_relations_are_declared_from_a_list_each_for_itself(pool: tuple[FakeWork, Packs, Actor, Actor]) -> None:
    work, *_ = pool
    good = DeclaredRelation(kind=RelationKind.SOLD_TO, from_code=OTHER_CODE, to_code=CODE)
    unknown = DeclaredRelation(kind=RelationKind.ADVISED, from_code="91210200MA0000000A", to_code=CODE)
    itself = DeclaredRelation(kind=RelationKind.AFFILIATED, from_code=CODE, to_code=CODE)

    kept, *refused = declared(work, good, unknown, itself, good)

    assert kept["relation"]["kind"] == "sold_to"
    assert [(item["index"], item["code"]) for item in refused] == [
        (1, "invalid"),
        (2, "invalid"),
        (3, "nothing_to_change"),
    ]
    assert [event.NAME for event in work.outbox.events][-1:] == ["relation_declared"]


def test_a_relation_that_was_a_mistake_is_taken_back_and_may_be_declared_again(
    pool: tuple[FakeWork, Packs, Actor, Actor],
) -> None:
    work, *_ = pool
    good = DeclaredRelation(kind=RelationKind.DIAGNOSED, from_code=OTHER_CODE, to_code=CODE)
    relation_id = UUID(declared(work, good)[0]["relation"]["id"])

    over = withdraw_relation(work, CLOCK, an_officer(), relation_id, reason="同名单位", expected_version=1)
    with pytest.raises(NothingToChange):
        withdraw_relation(work, CLOCK, an_officer(), relation_id, reason="同名单位", expected_version=2)
    again = declared(work, good)[0]["relation"]

    assert (over["is_in_force"], over["source"]) == (False, "同名单位")
    assert (again["id"], again["version"], again["is_in_force"]) == (str(relation_id), 3, True)
