"""A pilot enterprise by its confirmed level (ZS6): on the list without a declaration, where the pack says so."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from casework.divisions import DivisionPath
from contracts.actor import Actor
from contracts.events.base import Event
from contracts.events.declaration import Applicant, PilotChanged, PilotDelisted, PilotListed
from contracts.refusal import Invalid, Problem
from policy.public_lists import ListRule
from policy.refs import PackRef
from services.declaration.domain.pilot_list import PilotAction, PilotPlace

LEVEL_PILOTS: Final = uuid5(NAMESPACE_URL, "urn:shuzhuan:level-pilot")
Told = TypeVar("Told", bound=PilotChanged)


@dataclass(frozen=True, kw_only=True)
class LevelPilot:
    """One per case. `level` under `edition` is what was confirmed last."""

    id: UUID
    city: str
    version: int
    case_id: UUID
    programme_year: str
    batch: str
    applicant: Applicant
    division: str
    division_path: DivisionPath
    pack: PackRef
    level: int
    edition: str
    place: PilotPlace = field(default_factory=PilotPlace)

    def changed(self, **members: Any) -> LevelPilot:
        """The next version."""
        return replace(self, version=self.version + 1, **members)


@dataclass(frozen=True, kw_only=True)
class LevelDecision:
    """The pilot as it is from now on, and what to tell the others."""

    pilot: LevelPilot
    events: tuple[Event, ...] = ()


def level_pilot_id(case_id: UUID) -> UUID:
    """The same for every confirmation of a case."""
    return uuid5(LEVEL_PILOTS, str(case_id))


def listed_by_level(pilot: LevelPilot, rule: ListRule, *, by: Actor, at: datetime) -> LevelDecision:
    """On the list: it becomes a pilot enterprise with the level that the pack asks for, and is told."""
    place = pilot.place.put_on(rule.key, None, PilotAction.LIST).since(at)
    listed = replace(pilot, place=place)
    return LevelDecision(pilot=listed, events=(told(PilotListed, listed, at=at, by=by),))


def delisted(pilot: LevelPilot, *, by: Actor, at: datetime, reason: str) -> LevelDecision:
    """Off the list for good. `Invalid` without a reason."""
    if not reason.strip():
        raise Invalid(problems=[Problem(code="required", field="reason")])
    gone = pilot.changed(place=pilot.place.delisted(at=at, reason=reason))
    return LevelDecision(pilot=gone, events=(told(PilotDelisted, gone, at=at, by=by, reason=reason),))


def suspended(pilot: LevelPilot, *, by: Actor, at: datetime, reason: str) -> LevelDecision:
    """Off the list until the warning is lifted (XB8)."""
    changed = pilot.changed(place=pilot.place.suspended(reason=reason))
    return LevelDecision(pilot=changed, events=(told(PilotDelisted, changed, at=at, by=by, reason=reason),))


def reinstated(pilot: LevelPilot, *, by: Actor, at: datetime) -> LevelDecision:
    """On the list again."""
    changed = pilot.changed(place=pilot.place.reinstated())
    return LevelDecision(pilot=changed, events=(told(PilotListed, changed, at=at, by=by),))


def told(kind: type[Told], pilot: LevelPilot, *, at: datetime, by: Actor, **more: Any) -> Told:
    """The event that says how its place is now."""
    return kind(
        city=pilot.city,
        case_id=pilot.case_id,
        aggregate_id=pilot.id,
        sequence=pilot.version,
        at=at,
        actor=by.account_id,
        applicant=pilot.applicant,
        division=pilot.division,
        pack=pilot.pack.text,
        pack_sha256=pilot.pack.sha256,
        batch=pilot.batch,
        state=pilot.place.state.value,
        scale=pilot.place.scale,
        **more,
    )
