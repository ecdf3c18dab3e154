"""Relations between organisations: who sold to, diagnosed, advised or belongs with whom does not judge them.

Contracts and diagnoses on the platform are known to acceptance anyway. What happened elsewhere an officer
declares, one by one or from a list, and the services that assign institutions hear of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.events.registry import RelationDeclared
from contracts.refusal import Invalid, Problem
from services.registry.domain.errors import NothingToChange
from services.registry.domain.ids import relation_id


class RelationKind(StrEnum):
    """What one did for the other; `affiliated` goes both ways."""

    SOLD_TO = "sold_to"
    DIAGNOSED = "diagnosed"
    ADVISED = "advised"
    AFFILIATED = "affiliated"


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One per kind and pair. `source` is where it is known from: a document, a list, a complaint."""

    id: UUID
    city: str
    version: int
    kind: RelationKind
    from_id: UUID
    to_id: UUID
    source: str
    is_in_force: bool
    declared_at: datetime

    def again(self, source: str, *, at: datetime) -> Relation:
        """In force (again); NothingToChange where it is so already."""
        if self.is_in_force:
            raise NothingToChange(field="kind")
        return replace(self, version=self.version + 1, source=source, is_in_force=True, declared_at=at)

    def withdrawn(self, reason: str) -> Relation:
        """Declared by mistake, or over; NothingToChange where it is so already."""
        if not self.is_in_force:
            raise NothingToChange(field="is_in_force")
        return replace(self, version=self.version + 1, source=reason, is_in_force=False)

    def told(self, *, at: datetime, by: UUID) -> RelationDeclared:
        """What services that assign institutions hear."""
        return RelationDeclared(
            city=self.city,
            aggregate_id=self.id,
            sequence=self.version,
            at=at,
            actor=by,
            kind=self.kind.value,
            from_id=self.from_id,
            to_id=self.to_id,
            is_in_force=self.is_in_force,
        )


def declare(city: str, kind: RelationKind, from_id: UUID, to_id: UUID, *, source: str, at: datetime) -> Relation:
    """A relation that nobody knew; Invalid of an organisation with itself."""
    if from_id == to_id:
        raise Invalid(problems=[Problem(code="related_to_itself", field="to_code")])
    return Relation(
        id=relation_id(kind.value, from_id, to_id),
        city=city,
        version=1,
        kind=kind,
        from_id=from_id,
        to_id=to_id,
        source=source,
        is_in_force=True,
        declared_at=at,
    )
