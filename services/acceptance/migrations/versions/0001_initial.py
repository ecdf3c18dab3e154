"""The first tables: acceptances with their dossier, papers and result, and what is known of projects.

What must never be false is held here: one acceptance per project but for those that were withdrawn or voided,
nothing passes without a level and an audited amount, what passed stays so, no amount is negative.
"""

from itertools import chain

from alembic import op

from casework import common_facts
from chassis.db.schema import v1
from chassis.db.schema.protection import protect

revision = "0001"
down_revision = None

SERVICE = "acceptance"
TABLES = (
    "acceptance",
    "known_project",
    "known_move",
    "known_contract",
    "known_progress",
    "known_termination",
)

OWN = (
    """
    create table acceptance (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
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
        papers jsonb not null,
        reports jsonb not null,
        level integer,
        edition text,
        accepted_on date,
        completed_on date,
        audited_fen bigint,
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
        constraint acceptance_pkey primary key (city, id),
        constraint acceptance_waits_since check ((waits_for is null) = (waits_since is null)),
        constraint acceptance_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint acceptance_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint acceptance_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint acceptance_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint acceptance_due_in_review check (due_on is null or state = 'in_review'),
        constraint acceptance_provisional_when_due check (due_on is not null or not is_provisional),
        constraint acceptance_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint acceptance_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        ),
        constraint acceptance_version_positive check (version > 0),
        constraint acceptance_level_known check (level between 0 and 4),
        constraint acceptance_audited_not_negative check (audited_fen >= 0),
        constraint acceptance_result_whole check (
            num_nonnulls(level, edition, accepted_on, completed_on, audited_fen) in (0, 5)
        ),
        constraint acceptance_passed_with_result check ((state = 'approved') = (level is not null))
    )
    """,
    """
    create unique index acceptance_one_live_per_project on acceptance (city, project_id)
        where state not in ('withdrawn', 'voided')
    """,
    "create index acceptance_of_project on acceptance (city, project_id)",
    "create index acceptance_of_case on acceptance (city, case_id)",
    """
    create index acceptance_name on acceptance (city, applicant_name collate "C", id)
    """,
    """
    create index acceptance_credit_code on acceptance (city, credit_code collate "C", id)
    """,
    "create index acceptance_of_applicant on acceptance (city, applicant_id, started_at, id)",
    "create index acceptance_filed on acceptance (city, filed_at, id) where filed_at is not null",
    "create index acceptance_filed_state on acceptance (city, state, filed_at, id) where filed_at is not null",
    "create index acceptance_filed_division on acceptance (city, division, filed_at, id) where filed_at is not null",
    "create index acceptance_assigned on acceptance (city, assignee_id, filed_at, id) where assignee_id is not null",
    """
    create index acceptance_waiting_at on acceptance (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create index acceptance_waiting_anywhere on acceptance (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    "create index acceptance_due on acceptance (city, due_on) where due_on is not null",
    """
    create table known_project (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        case_id uuid not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        pack text not null,
        pack_sha256 text not null,
        title text not null,
        filing_number text,
        enrolled_at timestamptz not null,
        constraint known_project_pkey primary key (city, id)
    )
    """,
    """
    create table known_move (
        case_id uuid not null,
        city text not null,
        at timestamptz not null,
        pack text not null,
        pack_sha256 text not null,
        constraint known_move_pkey primary key (city, case_id)
    )
    """,
    """
    create table known_contract (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        applicant_id uuid not null,
        provider_id uuid not null,
        contract_number text not null,
        signed_on date not null,
        amount_fen bigint not null,
        lines jsonb not null,
        constraint known_contract_pkey primary key (city, project_id),
        constraint known_contract_amount_not_negative check (amount_fen >= 0)
    )
    """,
    "create index known_contract_of_applicant on known_contract (city, applicant_id)",
    """
    create table known_progress (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        percent integer not null,
        constraint known_progress_pkey primary key (city, project_id),
        constraint known_progress_percent_within check (percent between 0 and 100)
    )
    """,
    """
    create table known_termination (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        reason text not null,
        constraint known_termination_pkey primary key (city, project_id)
    )
    """,
)


def upgrade() -> None:
    """Everything of version 1."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    for statement in chain(v1.upgrade(SERVICE), common_facts.create_v1(SERVICE), OWN, protected):
        op.execute(statement)
