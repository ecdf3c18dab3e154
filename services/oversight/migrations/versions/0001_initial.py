"""The first tables: what happened, in the order in which it was heard, and whose the cases are."""

from itertools import chain

from alembic import op

from casework import common_facts
from chassis.db.schema import v1
from chassis.db.schema.protection import grow_only, protect

revision = "0001"
down_revision = None

SERVICE = "oversight"
TABLES = ("happening_head", "happening", "known_case")

OWN = (
    """
    create table happening_head (
        city text not null,
        position bigint not null,
        constraint happening_head_pkey primary key (city),
        constraint happening_head_position_positive check (position > 0)
    )
    """,
    """
    create table happening (
        city text not null,
        position bigint not null,
        id uuid not null,
        service text not null,
        name text not null,
        version integer not null,
        aggregate_id uuid not null,
        sequence bigint not null,
        at timestamptz not null,
        actor uuid not null,
        case_id uuid,
        facts jsonb not null,
        constraint happening_pkey primary key (city, position),
        constraint happening_once unique (city, id)
    )
    """,
    "create index happening_of_case on happening (city, case_id, at, position)",
    """
    create table known_case (
        city text not null,
        id uuid not null,
        at timestamptz not null,
        programme_year text not null,
        pack text not null,
        pack_sha256 text not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        constraint known_case_pkey primary key (city, id)
    )
    """,
    "create index known_case_of_applicant on known_case (city, applicant_id)",
    "create index known_case_newest on known_case (city, at, id)",
)


def upgrade() -> None:
    """Everything of version 1."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    for statement in chain(
        v1.upgrade(SERVICE), common_facts.create_v1(SERVICE), OWN, protected, grow_only("happening")
    ):
        op.execute(statement)
