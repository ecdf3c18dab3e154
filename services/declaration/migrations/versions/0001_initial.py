"""The first tables: released packs, calls, declarations with their dossier, public notices of the pilot list.

What must never be false is held here: one declaration per applicant and round (a rejected one blocks
it, DL4), a release that is never overwritten, a place on the list with the time of its listing.
"""

from itertools import chain

from alembic import op

from casework import common_facts
from chassis.db.schema import v1
from chassis.db.schema.protection import protect

revision = "0001"
down_revision = None

SERVICE = "declaration"
TABLES = ("pack_release", "call", "declaration", "notice")

OWN = (
    """
    create table pack_release (
        id uuid not null,
        city text not null,
        version integer not null,
        programme_year text not null,
        pack text not null,
        sha256 text not null,
        title text not null,
        released_at timestamptz not null,
        released_by uuid not null,
        constraint pack_release_pkey primary key (city, id),
        constraint pack_release_once unique (city, pack),
        constraint pack_release_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
        constraint pack_release_never_changes check (version = 1)
    )
    """,
    """
    create table call (
        id uuid not null,
        city text not null,
        version integer not null,
        programme_year text not null,
        key text not null,
        batch text not null,
        title text not null,
        pack text not null,
        pack_sha256 text not null,
        state text not null,
        opens_at timestamptz,
        closes_at timestamptz,
        closing_reason text not null,
        constraint call_pkey primary key (city, id),
        constraint call_once_per_programme unique (city, programme_year, key),
        constraint call_version_positive check (version > 0),
        constraint call_state_known check (state in ('planned', 'open', 'closed')),
        constraint call_open_since check (state = 'planned' or opens_at is not null),
        constraint call_closed_at check (state <> 'closed' or closes_at is not null)
    )
    """,
    """
    create table declaration (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        call_id uuid not null,
        programme_year text not null,
        batch text not null,
        applicant_kind text not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        assigner text,
        assignee_id uuid,
        filed_at timestamptz,
        waits_for text,
        waits_at text not null,
        waits_since timestamptz,
        is_with_institution boolean not null,
        pilot_state text not null,
        notice_id uuid,
        listed_at timestamptz,
        delisted_at timestamptz,
        pilot_reason text not null,
        applicant_id uuid not null,
        pack text not null,
        pack_hash text not null,
        form text not null,
        state text not null,
        started_at timestamptz not null,
        submitted_at timestamptz,
        ended_at timestamptz,
        step_index integer,
        step_name text,
        step_role text,
        step_division_level text,
        step_working_days integer,
        step_runs jsonb,
        due_on date,
        is_provisional boolean not null,
        answers jsonb not null,
        attachments jsonb not null,
        statement jsonb,
        items_to_correct jsonb not null,
        filings jsonb not null,
        reviews jsonb not null,
        findings jsonb not null,
        ending jsonb,
        constraint declaration_pkey primary key (city, id),
        constraint declaration_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint declaration_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint declaration_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint declaration_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint declaration_due_in_review check (due_on is null or state = 'in_review'),
        constraint declaration_provisional_when_due check (due_on is not null or not is_provisional),
        constraint declaration_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint declaration_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        ),
        constraint declaration_version_positive check (version > 0),
        constraint declaration_pilot_state_known check (
            pilot_state in ('unlisted', 'proposed', 'published', 'held', 'listed', 'refused', 'delisted')
        ),
        constraint declaration_listed_at check (
            (pilot_state in ('listed', 'delisted')) = (listed_at is not null)
        ),
        constraint declaration_waits_since check ((waits_for is null) = (waits_since is null))
    )
    """,
    """
    create unique index declaration_one_per_round on declaration (city, case_id)
        where state not in ('withdrawn', 'voided')
    """,
    "create index declaration_of_applicant on declaration (city, applicant_id, started_at, id)",
    "create index declaration_filed on declaration (city, filed_at, id) where filed_at is not null",
    "create index declaration_filed_state on declaration (city, state, filed_at, id) where filed_at is not null",
    "create index declaration_filed_division on declaration (city, division, filed_at, id) where filed_at is not null",
    "create index declaration_assigned on declaration (city, assignee_id, filed_at, id) where assignee_id is not null",
    """
    create index declaration_waiting_at on declaration (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create index declaration_waiting_anywhere on declaration (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    "create index declaration_filed_batch on declaration (city, batch, filed_at, id) where filed_at is not null",
    """
    create index declaration_place on declaration (city, pilot_state, listed_at, id)
        where pilot_state <> 'unlisted'
    """,
    """
    create index declaration_name on declaration (city, applicant_name collate "C", id)
    """,
    """
    create index declaration_credit_code on declaration (city, credit_code collate "C", id)
    """,
    """
    create table notice (
        id uuid not null,
        city text not null,
        version integer not null,
        programme_year text not null,
        pack text not null,
        pack_sha256 text not null,
        title text not null,
        period_days integer not null,
        period_unit text not null,
        state text not null,
        opened_at timestamptz,
        closes_on date,
        closes_at timestamptz,
        is_provisional boolean not null,
        closed_at timestamptz,
        lines jsonb not null,
        constraint notice_pkey primary key (city, id),
        constraint notice_state_known check (state in ('planned', 'open', 'closed')),
        constraint notice_period_known check (period_days > 0 and period_unit in ('working_day', 'day')),
        constraint notice_opened_with_its_end check (
            num_nonnulls(opened_at, closes_on, closes_at) = case when state = 'planned' then 0 else 3 end
        ),
        constraint notice_closed_after_its_end check (
            (state = 'closed') = (closed_at is not null) and (closed_at is null or closed_at >= closes_at)
        ),
        constraint notice_version_positive check (version > 0)
    )
    """,
    "create index notice_due on notice (city, closes_at) where state = 'open'",
    "create index notice_opened on notice (city, opened_at, id)",
)


def upgrade() -> None:
    """Everything of version 1."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    for statement in chain(v1.upgrade(SERVICE), common_facts.create_v1(SERVICE), OWN, protected):
        op.execute(statement)
