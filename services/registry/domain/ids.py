"""Ids of things that are known by a code: computed, so that nobody has to ask for them."""

from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

_THINGS = uuid5(NAMESPACE_URL, "urn:shuzhuan:registry")


def division_id(city: str, code: str) -> UUID:
    """The id of a division of a city."""
    return uuid5(_THINGS, f"{city}/division/{code}")


def calendar_year_id(city: str, year: int) -> UUID:
    """The id of one year of a city's calendar."""
    return uuid5(_THINGS, f"{city}/calendar/{year}")


def city_settings_id(city: str) -> UUID:
    """The id of what a city settled about the platform."""
    return uuid5(_THINGS, f"{city}/settings")


def exclusion_list_id(city: str, code: str) -> UUID:
    """The id of an exclusion list of a city."""
    return uuid5(_THINGS, f"{city}/exclusion-list/{code}")


def standing_id(city: str, credit_code: str) -> UUID:
    """The id of the standing of a credit code, which may be on a list before it registers."""
    return uuid5(_THINGS, f"{city}/standing/{credit_code}")


def pool_entry_id(organisation_id: UUID) -> UUID:
    """The id of a provider's place in the pool."""
    return uuid5(_THINGS, f"pool/{organisation_id}")


def delegation_id(principal_id: UUID, agent_id: UUID, programme_year: str) -> UUID:
    """The id of what an enterprise lets a provider do in a programme."""
    return uuid5(_THINGS, f"delegation/{principal_id}/{agent_id}/{programme_year}")


def relation_id(kind: str, from_id: UUID, to_id: UUID) -> UUID:
    """The id of a relation between two organisations."""
    return uuid5(_THINGS, f"relation/{kind}/{from_id}/{to_id}")
