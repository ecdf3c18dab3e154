"""What is kept of an event: the fact as it was told, under an id that follows from it, and the case it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from contracts.events.base import Event
from contracts.events.declaration import Applicant
from contracts.wire import to_json
from policy.refs import PackRef

_HAPPENINGS: Final = UUID("6f1c9c0e-8f0b-5d0a-9a53-3b1d5ae0c2f7")
FIGURE_REPORTED: Final = "figure_reported"
_HEAD: Final = frozenset({"city", "aggregate_id", "sequence", "at", "actor", "case_id"})


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event as it was told. `facts` are its members beyond those that every event has, as JSON."""

    id: UUID
    city: str
    service: str
    name: str
    version: int
    aggregate_id: UUID
    sequence: int
    at: datetime
    actor: UUID
    case_id: UUID | None
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, event: Event) -> Happening:
        """The id follows from city, name, aggregate and sequence: the same event gives the same happening, always."""
        told: dict[str, Any] = to_json(event)
        return cls(
            id=uuid5(_HAPPENINGS, f"{event.city}:{event.NAME}:{event.aggregate_id}:{event.sequence}"),
            city=event.city,
            service=event.SERVICE,
            name=event.NAME,
            version=event.VERSION,
            aggregate_id=event.aggregate_id,
            sequence=event.sequence,
            at=event.at,
            actor=event.actor,
            case_id=event.case_id,
            facts={name: value for name, value in told.items() if name not in _HEAD},
        )

    @classmethod
    def reported(cls, report_id: UUID, *, city: str, at: datetime, by: UUID, **facts: Any) -> Happening:
        """What an officer reported here: it is no event and goes nowhere, but has its place among what happened."""
        return cls(
            id=report_id,
            city=city,
            service="oversight",
            name=FIGURE_REPORTED,
            version=1,
            aggregate_id=report_id,
            sequence=1,
            at=at,
            actor=by,
            case_id=None,
            facts=to_json(facts),
        )


@dataclass(frozen=True, kw_only=True)
class KnownCase:
    """Whose a case is, where it belongs and by which pack it is judged, as the newest event said at `at`."""

    id: UUID
    city: str
    at: datetime
    pack: PackRef
    applicant: Applicant
    division: str


def case_told_by(event: Event) -> KnownCase | None:
    """The case, where an event says all of it; None where it tells of no case, or only of a part."""
    applicant = getattr(event, "applicant", None)
    division, pack = getattr(event, "division", None), getattr(event, "pack", None)
    if event.case_id is None or applicant is None or not division or not pack:
        return None
    return KnownCase(
        id=event.case_id,
        city=event.city,
        at=event.at,
        pack=PackRef.parse(pack, getattr(event, "pack_sha256", "")),
        applicant=applicant,
        division=division,
    )
