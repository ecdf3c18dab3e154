"""The foreign facts that four services decide by: organisations, standing, divisions, calendar, released packs.

Each service keeps its own copy, written by its own handlers from the events of the owner, and never
publishes it again (architecture section 8, rule 1). The columns are only what is decided by.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from casework.division_paths import division_path
from casework.divisions import DivisionPath
from casework.known_tables import (
    acting_metadata,
    create_v1,
    facts_metadata,
    known_calendar_year,
    known_delegation,
    known_division,
    known_organisation,
    known_pack,
    known_relation,
    known_standing,
)
from chassis.db.latest import keep_latest
from chassis.db.transaction import Reading, Transaction
from contracts.actor import Actor, Mandate
from contracts.events import declaration, registry
from contracts.refusal import Refusal
from contracts.roles import Role
from contracts.working_days import WorkingDays

__all__ = [
    "CommonFacts", "NotKnownHere", "Organisation", "ReleasedPack", "acting_metadata", "create_v1",
    "facts_metadata",
    "known_calendar_year", "known_division", "known_organisation", "known_pack", "known_standing",
    "with_mandates",
]  # fmt: skip


class NotKnownHere(Refusal):
    """The registry knows it, or soon will, but the news has not arrived: ask again in a moment. Fact `kind`."""

    code = "not_known_yet"


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation as this service knows it; `lists` are the exclusion lists its credit code stands on."""

    id: UUID
    kind: str
    credit_code: str
    name: str
    division: str
    size_class: str | None
    lists: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ReleasedPack:
    """`pack` is `city/programme-year@version`."""

    pack: str
    sha256: str


_keep_organisation = keep_latest(known_organisation, ["id"])
_keep_standing = keep_latest(known_standing, ["city", "credit_code"])
_keep_division = keep_latest(known_division, ["city", "code"])
_keep_year = keep_latest(known_calendar_year, ["city", "year"])
_keep_pack = keep_latest(known_pack, ["city", "pack"])
_keep_delegation = keep_latest(known_delegation, ["id"])
_keep_relation = keep_latest(known_relation, ["id"])
_mandates = (
    select(known_delegation.c.principal_id, known_delegation.c.programme_year, known_delegation.c.stages)
    .where(known_delegation.c.agent_id == bindparam("agent_id"), known_delegation.c.is_in_force)
    .order_by(known_delegation.c.id)
)
_relations = (
    select(known_relation.c.kind, known_relation.c.from_id, known_relation.c.to_id)
    .where(
        (known_relation.c.from_id == bindparam("organisation_id"))
        | (known_relation.c.to_id == bindparam("organisation_id")),
        known_relation.c.is_in_force,
    )
    .order_by(known_relation.c.id)
)
_organisation = (
    select(known_organisation, known_standing.c.lists)
    .outerjoin(
        known_standing,
        (known_standing.c.city == known_organisation.c.city)
        & (known_standing.c.credit_code == known_organisation.c.credit_code),
    )
    .where(known_organisation.c.id == bindparam("id"))
)
_years = select(known_calendar_year.c.year, known_calendar_year.c.is_confirmed, known_calendar_year.c.exceptions)
_pack = select(known_pack.c.pack, known_pack.c.sha256).where(known_pack.c.pack == bindparam("pack"))
_packs = select(known_pack.c.pack, known_pack.c.sha256).order_by(known_pack.c.pack)
_division = select(known_division.c.name, known_division.c.level).where(known_division.c.code == bindparam("code"))


class CommonFacts:
    """Reads and keeps the copies, within a transaction or on the read side."""

    def __init__(self, transaction: Transaction | Reading) -> None:
        self._transaction = transaction

    def organisation(self, organisation_id: UUID) -> Organisation:
        """NotKnownHere while the registry's news has not arrived."""
        row = self._transaction.first(_organisation, id=organisation_id)
        if row is None:
            raise NotKnownHere(kind="organisation")
        return Organisation(
            id=row.id,
            kind=row.kind,
            credit_code=row.credit_code,
            name=row.name,
            division=row.division,
            size_class=row.size_class,
            lists=tuple(row.lists or ()),
        )

    def calendar(self) -> WorkingDays:
        """The city's working days as far as they are known."""
        return WorkingDays.of_years(self._transaction.read(_years))

    def pack(self, pack: str) -> ReleasedPack:
        """A released version; NotKnownHere otherwise."""
        row = self._transaction.first(_pack, pack=pack)
        if row is None:
            raise NotKnownHere(kind="pack", pack=pack)
        return ReleasedPack(pack=row.pack, sha256=row.sha256)

    def packs(self) -> list[ReleasedPack]:
        """Every released version of the city."""
        return [ReleasedPack(pack=row.pack, sha256=row.sha256) for row in self._transaction.read(_packs)]

    def division_exists(self, code: str) -> bool:
        """Whether the city has this division."""
        return self._transaction.first(_division, code=code) is not None

    def division_path(self, code: str) -> DivisionPath:
        """The division and those above it, below the top of the tenant; empty while it is not known."""
        return division_path(self._transaction, code)

    def mandates_of(self, agent_id: UUID) -> tuple[Mandate, ...]:
        """What enterprises let this organisation do for them now."""
        rows = self._transaction.read(_mandates, agent_id=agent_id)
        return tuple(
            Mandate(principal_id=row.principal_id, programme_year=row.programme_year, stages=frozenset(row.stages))
            for row in rows
        )

    def declared_stakes(self, organisation_id: UUID, applicant_id: UUID, sellers: Collection[UUID] = ()) -> list[str]:
        """Why this organisation may not judge the applicant, by relations that officers declared; none: it may.

        `declared_<kind>` for one with the applicant itself, whichever way it was declared, and
        `affiliated_with_seller` for a company that belongs with one that sold to it.
        """
        reasons = set()
        for row in self._transaction.read(_relations, organisation_id=organisation_id):
            other = row.to_id if row.from_id == organisation_id else row.from_id
            if other == applicant_id:
                reasons.add(f"declared_{row.kind}")
            elif row.kind == "affiliated" and other in sellers:
                reasons.add("affiliated_with_seller")
        return sorted(reasons)

    def keep_organisation(self, event: registry.OrganisationChanged) -> None:
        """Remember what the registry says of an organisation."""
        self._write(
            _keep_organisation,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            kind=event.organisation_kind,
            credit_code=event.credit_code,
            name=event.name,
            division=event.division,
            size_class=event.size_class,
        )

    def keep_standing(self, event: registry.StandingChanged) -> None:
        """Remember the lists that a credit code stands on."""
        self._write(
            _keep_standing,
            city=event.city,
            credit_code=event.credit_code,
            sequence=event.sequence,
            lists=list(event.lists),
        )

    def keep_division(self, event: registry.DivisionChanged) -> None:
        """Remember a division."""
        self._write(
            _keep_division,
            city=event.city,
            code=event.code,
            sequence=event.sequence,
            name=event.name,
            level=event.level,
            parent=event.parent,
        )

    def keep_calendar_year(self, event: registry.CalendarChanged) -> None:
        """Remember a year of the calendar."""
        self._write(
            _keep_year,
            city=event.city,
            year=event.year,
            sequence=event.sequence,
            is_confirmed=event.is_confirmed,
            exceptions=dict(event.exceptions),
        )

    def keep_pack(self, event: declaration.PackReleased) -> None:
        """Remember a released pack."""
        self._write(_keep_pack, city=event.city, pack=event.pack, sequence=event.sequence, sha256=event.sha256)

    def keep_delegation(self, event: registry.DelegationChanged, *, is_in_force: bool) -> None:
        """Remember what an enterprise lets a provider do."""
        self._write(
            _keep_delegation,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            principal_id=event.principal_id,
            agent_id=event.agent_id,
            programme_year=event.programme_year,
            stages=list(event.stages),
            is_in_force=is_in_force,
        )

    def keep_relation(self, event: registry.RelationDeclared) -> None:
        """Remember that two organisations have to do with each other, or no longer."""
        self._write(
            _keep_relation,
            id=event.aggregate_id,
            city=event.city,
            sequence=event.sequence,
            kind=event.kind,
            from_id=event.from_id,
            to_id=event.to_id,
            is_in_force=event.is_in_force,
        )

    def _write(self, statement: Any, **values: Any) -> None:
        if not isinstance(self._transaction, Transaction):
            raise TypeError("facts are kept within a transaction")
        self._transaction.write(statement, **values)


def with_mandates(where: Reading | Transaction, actor: Actor) -> Actor:
    """The actor with what enterprises let its organisation do: `UnitOfWork.as_known_here` of services with cases."""
    if Role.PROVIDER not in actor.roles or actor.organisation_id is None:
        return actor
    return replace(actor, mandates=CommonFacts(where).mandates_of(actor.organisation_id))
