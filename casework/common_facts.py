"""The foreign facts that four services decide by: organisations, standing, divisions, calendar, released packs.

Each service keeps its own copy, written by its own handlers from the events of the owner, and never
publishes it again (architecture section 8, rule 1). The columns are only what is decided by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Integer, MetaData, Table, Text, Uuid, bindparam, select
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.latest import keep_latest
from chassis.db.schema.protection import protect
from chassis.db.transaction import Reading, Transaction
from contracts.events import declaration, registry
from contracts.refusal import Refusal
from contracts.working_days import WorkingDays

facts_metadata = MetaData()

known_organisation = Table(
    "known_organisation",
    facts_metadata,
    Column("id", Uuid, primary_key=True),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("credit_code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("division", Text, nullable=False),
    Column("size_class", Text),
)
known_standing = Table(
    "known_standing",
    facts_metadata,
    Column("city", Text, primary_key=True),
    Column("credit_code", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("lists", ARRAY(Text), nullable=False),
)
known_division = Table(
    "known_division",
    facts_metadata,
    Column("city", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("parent", Text),
)
known_calendar_year = Table(
    "known_calendar_year",
    facts_metadata,
    Column("city", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("is_confirmed", Boolean, nullable=False),
    Column("exceptions", JSONB, nullable=False),
)
known_pack = Table(
    "known_pack",
    facts_metadata,
    Column("city", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
)

_TABLES_V1 = (
    """
    create table known_organisation (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        kind text not null,
        credit_code text not null,
        name text not null,
        division text not null,
        size_class text,
        constraint known_organisation_pkey primary key (id)
    )
    """,
    """
    create table known_standing (
        city text not null,
        credit_code text not null,
        sequence bigint not null,
        lists text[] not null,
        constraint known_standing_pkey primary key (city, credit_code)
    )
    """,
    """
    create table known_division (
        city text not null,
        code text not null,
        sequence bigint not null,
        name text not null,
        level text not null,
        parent text,
        constraint known_division_pkey primary key (city, code)
    )
    """,
    """
    create table known_calendar_year (
        city text not null,
        year integer not null,
        sequence bigint not null,
        is_confirmed boolean not null,
        exceptions jsonb not null,
        constraint known_calendar_year_pkey primary key (city, year)
    )
    """,
    """
    create table known_pack (
        city text not null,
        pack text not null,
        sequence bigint not null,
        sha256 text not null,
        constraint known_pack_pkey primary key (city, pack)
    )
    """,
)


def create_v1(service: str) -> Iterator[str]:
    """The statements that a service's first migration runs. Frozen: a change is a new function beside it."""
    yield from _TABLES_V1
    for table in ("known_organisation", "known_standing", "known_division", "known_calendar_year", "known_pack"):
        yield from protect(service, table)


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

    def _write(self, statement: Any, **values: Any) -> None:
        if not isinstance(self._transaction, Transaction):
            raise TypeError("facts are kept within a transaction")
        self._transaction.write(statement, **values)
