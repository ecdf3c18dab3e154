"""Trainings are recorded (XB5, ZS5), each a dossier of its own; and of which kinds a provider is, is kept.

Providers that were told before have no kinds here until they are told again: what is not known is held against nobody.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0005"
down_revision = "0004"

NEW = (
    """
    create table training_record (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        applicant_kind text not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        recorder_id uuid not null,
        institution_id uuid,
        course text not null,
        held_on date not null,
        persons integer not null,
        days numeric(7, 3) not null,
        person_days numeric(14, 3) not null,
        division_path jsonb not null default '[]'::jsonb,
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
        constraint training_record_pkey primary key (city, id),
        constraint training_record_version_positive check (version > 0),
        constraint training_record_counts_positive check (persons > 0 and days > 0),
        constraint training_record_person_days_of_both check (person_days = persons * days),
        constraint training_record_waits_since check ((waits_for is null) = (waits_since is null)),
        constraint training_record_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint training_record_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint training_record_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint training_record_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint training_record_due_in_review check (due_on is null or state = 'in_review'),
        constraint training_record_provisional_when_due check (due_on is not null or not is_provisional),
        constraint training_record_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint training_record_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        )
    )
    """,
    "create index training_record_of_project on training_record (city, project_id, started_at, id)",
    "create index training_record_by_recorder on training_record (city, recorder_id, filed_at, id)",
    "create index training_record_of_applicant on training_record (city, applicant_id, started_at, id)",
    "create index training_record_filed on training_record (city, filed_at, id) where filed_at is not null",
    """
    create index training_record_filed_division on training_record (city, division, filed_at, id)
        where filed_at is not null
    """,
    """
    create index training_record_filed_state on training_record (city, state, filed_at, id)
        where filed_at is not null
    """,
    """
    create index training_record_nested on training_record (city, filed_at, id)
        where filed_at is not null and jsonb_array_length(division_path) > 1
    """,
    """
    create index training_record_assigned on training_record (city, assignee_id, filed_at, id)
        where assignee_id is not null
    """,
    """
    create index training_record_name on training_record (city, applicant_name collate "C", id)
    """,
    """
    create index training_record_credit_code on training_record (city, credit_code collate "C", id)
    """,
    """
    create index training_record_waiting_at on training_record (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create index training_record_waiting_anywhere on training_record (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    "create index training_record_due on training_record (city, due_on) where due_on is not null",
    "alter table known_provider add column kinds text[] not null default '{}'",
)


def upgrade() -> None:
    """The records, and the kinds of providers."""
    for statement in chain(NEW, protect("project", "training_record")):
        op.execute(statement)
