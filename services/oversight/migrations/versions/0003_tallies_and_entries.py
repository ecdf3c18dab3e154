"""What counts for the targets: a tally of each thing that counts, and the entries by which the tallies changed."""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import grow_only, protect

revision = "0003"
down_revision = "0002"

SERVICE = "oversight"

OWN = (
    "alter table known_case add column scale text",
    """
    create table tally (
        city text not null,
        measure text not null,
        subject_id uuid not null,
        level integer not null,
        amount numeric(20, 3) not null,
        "on" date not null,
        case_id uuid,
        name text not null,
        credit_code text not null,
        programme_year text,
        division text,
        scale text,
        told_at timestamptz not null,
        sequence bigint not null,
        constraint tally_pkey primary key (city, measure, subject_id, level)
    )
    """,
    "create index tally_of_case on tally (city, case_id)",
    """
    create table entry (
        city text not null,
        position bigint not null,
        number integer not null,
        measure text not null,
        subject_id uuid not null,
        level integer not null,
        amount numeric(20, 3) not null,
        "on" date not null,
        case_id uuid,
        name text not null,
        credit_code text not null,
        programme_year text,
        division text,
        scale text,
        target text,
        constraint entry_pkey primary key (city, position, number),
        constraint entry_adds_something check (amount <> 0)
    )
    """,
    'create index entry_counted on entry (city, measure, level, "on")',
    """
    create table quarter (
        city text not null,
        programme_year text not null,
        code text not null,
        id uuid not null,
        begins_on date not null,
        ends_on date not null,
        position bigint not null,
        pack text not null,
        pack_sha256 text not null,
        frozen_at timestamptz not null,
        frozen_by uuid not null,
        constraint quarter_pkey primary key (city, programme_year, code),
        constraint quarter_begins_before_it_ends check (begins_on < ends_on)
    )
    """,
)
TABLES = ("tally", "entry", "quarter")
GROWING = ("entry", "quarter")


def upgrade() -> None:
    """Three tables; entries and frozen quarters are never changed."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    growing = chain.from_iterable(grow_only(table) for table in GROWING)
    for statement in chain(OWN, protected, growing):
        op.execute(statement)
