"""Records for the national platform: one for each happening of a case, numbered and chained within a city."""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import grow_only, protect

revision = "0002"
down_revision = "0001"

OWN = (
    """
    create table national_record (
        city text not null,
        number bigint not null,
        position bigint not null,
        case_id uuid not null,
        at timestamptz not null,
        line text not null,
        digest text not null,
        constraint national_record_pkey primary key (city, number),
        constraint national_record_of_happening unique (city, position),
        constraint national_record_number_positive check (number > 0)
    )
    """,
    "create index national_record_of_case on national_record (city, case_id, number)",
    "create index national_record_of_day on national_record (city, at, number)",
)


def upgrade() -> None:
    """The table and its protection. What was heard before gets its records with what is heard next."""
    for statement in chain(OWN, protect("oversight", "national_record"), grow_only("national_record")):
        op.execute(statement)
