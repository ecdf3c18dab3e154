"""The first tables: projects with their dossier and contract, progress, counters for numbers, copies of foreign facts.

What must never be false is held here: a contract stands in one live project of an applicant, a filing
number is given once and exactly to what was enrolled, what was filed has its contract, no amount is negative.
"""

from itertools import chain

from alembic import op

from casework import common_facts
from chassis.db.schema import v1
from chassis.db.schema.protection import grow_only, protect

revision = "0001"
down_revision = None

SERVICE = "project"
TABLES = (
    "project",
    "progress_report",
    "number_sequence",
    "known_pilot",
    "known_move",
    "known_provider",
    "known_product",
    "known_payee",
    "known_rectification",
)

OWN = (
    """
    create table project (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        pilot_id uuid not null,
        programme_year text not null,
        batch text not null,
        applicant_kind text not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        status text not null,
        title text not null,
        provider_id uuid,
        payee_account_id uuid,
        product_ids uuid[] not null,
        filing_number text,
        contract_number text,
        contract_provider_id uuid,
        contract_amount_fen bigint,
        down_payment_fen bigint,
        contract jsonb,
        percent integer not null,
        reports integer not null,
        reported_until date,
        check_findings jsonb not null,
        termination jsonb,
        assigner text,
        assignee_id uuid,
        filed_at timestamptz,
        waits_for text,
        waits_at text not null,
        waits_since timestamptz,
        is_with_institution boolean not null,
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
        constraint project_pkey primary key (city, id),
        constraint project_waits_since check ((waits_for is null) = (waits_since is null)),
        constraint project_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint project_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint project_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint project_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint project_due_in_review check (due_on is null or state = 'in_review'),
        constraint project_provisional_when_due check (due_on is not null or not is_provisional),
        constraint project_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint project_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        ),
        constraint project_filing_number_key unique (city, programme_year, filing_number),
        constraint project_version_positive check (version > 0),
        constraint project_status_known check (
            status in ('draft', 'in_review', 'returned', 'enrolled', 'rejected', 'withdrawn', 'voided', 'terminated')
        ),
        constraint project_status_of_state check (
            status
            = case when state <> 'approved' then state when termination is null then 'enrolled' else 'terminated' end
        ),
        constraint project_number_when_enrolled check ((state in ('approved', 'voided')) or filing_number is null),
        constraint project_enrolled_with_number check (state <> 'approved' or filing_number is not null),
        constraint project_contract_whole check (
            num_nonnulls(contract, contract_number, contract_provider_id, contract_amount_fen, down_payment_fen)
            in (0, 5)
        ),
        constraint project_filed_with_contract check (filed_at is null or contract is not null),
        constraint project_amount_not_negative check (contract_amount_fen >= 0),
        constraint project_down_payment_within check (down_payment_fen between 0 and contract_amount_fen),
        constraint project_percent_within check (percent between 0 and 100),
        constraint project_reports_not_negative check (reports >= 0)
    )
    """,
    "create index project_assigned on project (city, assignee_id, filed_at, id) where assignee_id is not null",
    """
    create index project_credit_code on project (city, credit_code collate "C", id)
    """,
    "create index project_due on project (city, due_on) where due_on is not null",
    "create index project_filed on project (city, filed_at, id) where filed_at is not null",
    "create index project_filed_division on project (city, division, filed_at, id) where filed_at is not null",
    "create index project_filed_state on project (city, state, filed_at, id) where filed_at is not null",
    "create index project_filed_status on project (city, status, filed_at, id) where filed_at is not null",
    """
    create index project_name on project (city, applicant_name collate "C", id)
    """,
    """
    create index project_with_provider on project (city, provider_id, filed_at, id)
        where filed_at is not null
    """,
    "create index project_of_applicant on project (city, applicant_id, started_at, id)",
    "create index project_of_case on project (city, case_id, id)",
    """
    create unique index project_one_per_contract on project (city, applicant_id, contract_provider_id, contract_number)
        where status in ('in_review', 'returned', 'enrolled')
    """,
    """
    create index project_waiting_anywhere on project (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    """
    create index project_waiting_at on project (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create table progress_report (
        id uuid not null,
        city text not null,
        project_id uuid not null,
        number integer not null,
        percent integer not null,
        reported_until date,
        answers jsonb not null,
        explanation text not null,
        attachments jsonb not null,
        at timestamptz not null,
        by uuid not null,
        constraint progress_report_pkey primary key (city, id),
        constraint progress_report_number_key unique (city, project_id, number),
        constraint progress_report_number_positive check (number > 0),
        constraint progress_report_percent_within check (percent between 0 and 100)
    )
    """,
    "create index progress_report_newest on progress_report (city, project_id, at, id)",
    """
    create table number_sequence (
        city text not null,
        name text not null,
        scope text not null,
        last bigint not null,
        constraint number_sequence_pkey primary key (city, name, scope),
        constraint number_sequence_positive check (last > 0)
    )
    """,
    """
    create table known_pilot (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        case_id uuid not null,
        is_listed boolean not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        pack text not null,
        pack_sha256 text not null,
        batch text not null,
        reason text not null,
        constraint known_pilot_pkey primary key (city, id)
    )
    """,
    "create index known_pilot_of_applicant on known_pilot (city, applicant_id)",
    "create index known_pilot_of_case on known_pilot (city, case_id)",
    """
    create table known_move (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        pack text not null,
        pack_sha256 text not null,
        constraint known_move_pkey primary key (city, id)
    )
    """,
    """
    create table known_provider (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        state text not null,
        credit_code text not null,
        name text not null,
        constraint known_provider_pkey primary key (city, id),
        constraint known_provider_state_known check (state in ('enrolled', 'suspended', 'removed'))
    )
    """,
    """
    create table known_product (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        provider_id uuid not null,
        name text not null,
        category text not null,
        ceiling_fen bigint not null,
        is_listed boolean not null,
        constraint known_product_pkey primary key (city, id),
        constraint known_product_ceiling_not_negative check (ceiling_fen >= 0)
    )
    """,
    """
    create table known_payee (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        organisation_id uuid not null,
        last4 text not null,
        constraint known_payee_pkey primary key (city, id)
    )
    """,
    """
    create table known_rectification (
        project_id uuid not null,
        city text not null,
        sequence bigint not null,
        acceptance_id uuid not null,
        at timestamptz not null,
        reason text not null,
        constraint known_rectification_pkey primary key (city, project_id)
    )
    """,
)


def upgrade() -> None:
    """Everything of version 1."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    own = chain(OWN, protected, grow_only("progress_report"))
    for statement in chain(v1.upgrade(SERVICE), common_facts.create_v1(SERVICE), own):
        op.execute(statement)
