"""Pilot enterprises by their confirmed level, places suspended by warnings, one pilot at a time, ranking.

What was submitted before excludes nothing and has no points.
"""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0005"
down_revision = "0004"

TABLES = ("level_pilot", "known_self_assessment", "known_warning")
OWN = (
    """
    alter table declaration
        add column exclusive_key text,
        add column rank_points integer not null default 0,
        add column rank_codes text[] not null default '{}',
        add constraint declaration_rank_not_negative check (rank_points >= 0),
        drop constraint declaration_pilot_state_known,
        add constraint declaration_pilot_state_known check (
            pilot_state in (
                'unlisted', 'proposed', 'published', 'held', 'listed', 'suspended', 'refused', 'delisted'
            )
        ),
        drop constraint declaration_listed_at,
        add constraint declaration_listed_at check (
            (pilot_state in ('listed', 'suspended', 'delisted')) = (listed_at is not null)
        )
    """,
    """
    create unique index declaration_one_pilot on declaration (city, credit_code, exclusive_key)
        where exclusive_key is not null
            and state in ('in_review', 'returned', 'approved') and pilot_state <> 'delisted'
    """,
    "create index declaration_ranked on declaration (city, rank_points, id) where filed_at is not null",
    """
    create table level_pilot (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        programme_year text not null,
        batch text not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        division_path jsonb not null,
        pack text not null,
        pack_sha256 text not null,
        level integer not null,
        edition text not null,
        pilot_state text not null,
        list_key text not null,
        scale text,
        listed_at timestamptz not null,
        delisted_at timestamptz,
        pilot_reason text not null,
        constraint level_pilot_pkey primary key (city, id),
        constraint level_pilot_one_per_case unique (city, case_id),
        constraint level_pilot_version_positive check (version > 0),
        constraint level_pilot_state_known check (pilot_state in ('listed', 'suspended', 'delisted')),
        constraint level_pilot_delisted_at check ((pilot_state = 'delisted') = (delisted_at is not null))
    )
    """,
    "create index level_pilot_of_applicant on level_pilot (city, applicant_id)",
    """
    create index level_pilot_listed on level_pilot (city, list_key, listed_at, id) where pilot_state = 'listed'
    """,
    """
    create table known_self_assessment (
        city text not null,
        applicant_id uuid not null,
        completed_at timestamptz not null,
        level integer not null,
        edition text not null,
        completed_on date not null,
        constraint known_self_assessment_pkey primary key (city, applicant_id)
    )
    """,
    """
    create table known_warning (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        subject_id uuid not null,
        effect text not null,
        reason text not null,
        is_open boolean not null,
        constraint known_warning_pkey primary key (city, id)
    )
    """,
    "create index known_warning_open on known_warning (city, subject_id) where is_open",
)


def upgrade() -> None:
    """Columns, tables, and what must never be false about them."""
    protected = chain.from_iterable(protect("declaration", table) for table in TABLES)
    for statement in chain(OWN, protected):
        op.execute(statement)
