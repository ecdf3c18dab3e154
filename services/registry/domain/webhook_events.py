"""Which events a webhook can have, whom each of them concerns, and what of it is public to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from uuid import UUID

from contracts.events import registry
from contracts.events.base import Event
from contracts.events.subscriptions import CONSUMES
from contracts.sealed import Sealed
from contracts.wire import to_json

OWN_EVENTS: Final[Mapping[type[Event], tuple[str, ...]]] = {
    registry.OrganisationChanged: ("aggregate_id",),
    registry.ProviderEnrolled: ("aggregate_id",),
    registry.ProviderSuspended: ("aggregate_id",),
    registry.ProviderRemoved: ("aggregate_id",),
    registry.ProductListed: ("provider_id",),
    registry.ProductWithdrawn: ("provider_id",),
    registry.PayeeAccountChanged: ("organisation_id",),
    registry.DelegationGranted: ("principal_id", "agent_id"),
    registry.DelegationRevoked: ("principal_id", "agent_id"),
}
"""What the registry itself announces of an organisation, and the members that name it."""

_CASES: Final = tuple(
    kind for kind in CONSUMES["registry"] if any(member.name == "applicant" for member in fields(kind))
)
EVENTS: Final = frozenset(kind.NAME for kind in (*_CASES, *OWN_EVENTS))

_MONEY: Final = "funding"
"""What the applicant gets is not the business of those who only hand in for it."""

_INTERNAL: Final = frozenset({"city", "aggregate_id", "sequence", "case_id", "actor"})
"""Said beside the payload; and `actor` is an account of somebody else's."""


@dataclass(frozen=True, kw_only=True)
class Concern:
    """Whose business an event is: these organisations' and the authorities' whose divisions the applicant is in.

    `principal_id` is set where it is the business of those who act for the applicant, too: in `stage` of the
    programme, None for any. `division` None: that of the applicant's registration.
    """

    organisations: tuple[UUID, ...]
    applicant_id: UUID | None = None
    division: str | None = None
    principal_id: UUID | None = None
    programme_year: str | None = None
    stage: str | None = None


def concern_of(event: Event) -> Concern | None:
    """None for what concerns no organisation in particular."""
    applicant = getattr(event, "applicant", None)
    if applicant is not None:
        return Concern(
            organisations=(applicant.id,),
            applicant_id=applicant.id,
            division=getattr(event, "division", None),
            principal_id=None if event.SERVICE == _MONEY else applicant.id,
            programme_year=_programme_year(getattr(event, "pack", None)),
            stage=getattr(event, "stage", None),
        )
    members = OWN_EVENTS.get(type(event))
    if members is None:
        return None
    return Concern(organisations=tuple(getattr(event, member) for member in members))


def _programme_year(pack: str | None) -> str | None:
    """Of `city/programme-year@version`."""
    return None if pack is None else pack.partition("/")[2].partition("@")[0] or None


def public_members(event: Event) -> dict[str, Any]:
    """The members of an event as JSON, without sealed values and without who did it."""
    shown = (member.name for member in fields(event) if member.name not in _INTERNAL)
    return {name: _public(getattr(event, name)) for name in shown if not isinstance(getattr(event, name), Sealed)}


def _public(value: Any) -> Any:
    """JSON without what is sealed, however deep it lies."""
    return _without_sealed(to_json(value))


def _without_sealed(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_sealed(item) for name, item in value.items() if not _is_sealed(item)}
    if isinstance(value, list):
        return [_without_sealed(item) for item in value if not _is_sealed(item)]
    return value


def _is_sealed(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"key_id", "box", "last4"}
