"""The tables of the facts that four services keep a copy of; `common_facts` reads and writes them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Index, Integer, MetaData, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from chassis.db.schema.protection import protect

facts_metadata = MetaData()
acting_metadata = MetaData()

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

known_delegation = Table(
    "known_delegation",
    acting_metadata,
    Column("id", Uuid, primary_key=True),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("principal_id", Uuid, nullable=False),
    Column("agent_id", Uuid, nullable=False),
    Column("programme_year", Text, nullable=False),
    Column("stages", ARRAY(Text), nullable=False),
    Column("is_in_force", Boolean, nullable=False),
    Index("known_delegation_of_agent", "city", "agent_id"),
)
known_relation = Table(
    "known_relation",
    acting_metadata,
    Column("id", Uuid, primary_key=True),
    Column("city", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    Column("from_id", Uuid, nullable=False),
    Column("to_id", Uuid, nullable=False),
    Column("is_in_force", Boolean, nullable=False),
    Index("known_relation_from", "city", "from_id"),
    Index("known_relation_to", "city", "to_id"),
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


_TABLES_V2 = (
    """
    create table known_delegation (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        principal_id uuid not null,
        agent_id uuid not null,
        programme_year text not null,
        stages text[] not null,
        is_in_force boolean not null,
        constraint known_delegation_pkey primary key (id)
    )
    """,
    "create index known_delegation_of_agent on known_delegation (city, agent_id)",
    """
    create table known_relation (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        kind text not null,
        from_id uuid not null,
        to_id uuid not null,
        is_in_force boolean not null,
        constraint known_relation_pkey primary key (id)
    )
    """,
    "create index known_relation_from on known_relation (city, from_id)",
    "create index known_relation_to on known_relation (city, to_id)",
)


def create_v2(service: str) -> Iterator[str]:
    """Who acts for whom, and who has to do with whom: for services whose cases are handed in and judged. Frozen."""
    yield from _TABLES_V2
    for table in ("known_delegation", "known_relation"):
        yield from protect(service, table)
