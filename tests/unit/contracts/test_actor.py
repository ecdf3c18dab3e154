"""Who acts: what is signed reads back, and a stranger cannot tell what exists."""

from __future__ import annotations

from uuid import UUID

import pytest

from contracts.actor import Actor
from contracts.refusal import NotAllowed, NotFound

OWN, FOREIGN = UUID(int=1), UUID(int=2)


def an_actor(role: str = "enterprise", division: str | None = None) -> Actor:
    return Actor(
        account_id=UUID(int=7),
        city="dalian",
        roles=frozenset({role}),
        organisation_id=OWN,
        credit_code="91110108551385082Q",
        division=division,
    )


def test_what_was_signed_reads_back() -> None:
    actor = an_actor(division="210202")

    assert Actor.from_claims(actor.as_claims()) == actor
    assert Actor.from_claims(Actor.system("dalian").as_claims()).is_system


def test_a_role_that_a_pack_names_must_be_held() -> None:
    reviewer = an_actor("district_reviewer")

    reviewer.must_hold("district_reviewer")
    with pytest.raises(NotAllowed):
        reviewer.must_hold("city_officer")


def test_what_belongs_to_somebody_else_looks_as_if_it_did_not_exist() -> None:
    an_actor().must_own(OWN)
    with pytest.raises(NotFound):
        an_actor().must_own(FOREIGN)


def test_a_reviewer_serves_the_own_division_and_one_without_division_the_whole_city() -> None:
    an_actor("district_reviewer", "210202").must_serve("210202")
    an_actor("city_officer").must_serve("210202")
    with pytest.raises(NotFound):
        an_actor("district_reviewer", "210202").must_serve("210203")


def test_nobody_has_a_permission_that_no_role_was_given() -> None:
    with pytest.raises(NotAllowed):
        an_actor().must("no.such_permission")


def test_somebody_who_has_not_signed_in_owns_nothing_and_holds_no_role() -> None:
    visitor = Actor.anonymous("dalian")

    with pytest.raises(NotFound):
        visitor.must_own(OWN)
    with pytest.raises(NotAllowed):
        visitor.must_hold("enterprise")


def test_the_platform_itself_passes_every_check() -> None:
    system = Actor.system("dalian")

    system.must("no.such_permission")
    system.must_hold("city_officer")
    system.must_own(FOREIGN)
