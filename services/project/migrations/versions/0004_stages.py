"""A project has stages, each a dossier of its own: they move from the project's row to rows of their own.

What was one filing with provider, contract and undertaking becomes the first time of the stage `filing`; an enrolled
project has yielded its number, its enrolment and its contract. Calls and milestones of others are kept from now on.
A process of the version before cannot write a project any more: what it is asked is refused or waits in the inbox for
a process of this version, so the two run side by side only for as long as they are exchanged.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from alembic import op

from chassis.db.schema.protection import across_cities, protect

revision = "0004"
down_revision = "0003"

NEW: Final = (
    """
    create table project_stage (
        id uuid not null,
        city text not null,
        project_id uuid not null,
        name text not null,
        number integer not null,
        begun_in integer not null,
        version integer not null,
        reason text not null,
        contract jsonb,
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
        constraint project_stage_pkey primary key (city, id),
        constraint project_stage_number_key unique (city, project_id, name, number),
        constraint project_stage_counts_positive check (number > 0 and begun_in > 0 and version >= begun_in),
        constraint project_stage_amends_something check (number > 1 or reason = ''),
        constraint project_stage_waits_since check ((waits_for is null) = (waits_since is null)),
        constraint project_stage_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint project_stage_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint project_stage_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint project_stage_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint project_stage_due_in_review check (due_on is null or state = 'in_review'),
        constraint project_stage_provisional_when_due check (due_on is not null or not is_provisional),
        constraint project_stage_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint project_stage_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        )
    )
    """,
    """
    create unique index project_stage_one_live on project_stage (city, project_id, name)
        where state in ('draft', 'in_review', 'returned')
    """,
    "create index project_stage_of_applicant on project_stage (city, applicant_id, started_at, id)",
    """
    create index project_stage_assigned on project_stage (city, assignee_id, project_id)
        where assignee_id is not null
    """,
    """
    create index project_stage_waiting_at on project_stage (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create index project_stage_waiting_anywhere on project_stage (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    "create index project_stage_due on project_stage (city, due_on) where due_on is not null",
    """
    create table known_call (
        id uuid not null,
        city text not null,
        sequence bigint not null,
        pack text not null,
        batch text not null,
        is_open boolean not null,
        opens_at timestamptz not null,
        closes_at timestamptz,
        constraint known_call_pkey primary key (city, id)
    )
    """,
    """
    create table known_milestone (
        subject_id uuid not null,
        name text not null,
        city text not null,
        constraint known_milestone_pkey primary key (city, subject_id, name)
    )
    """,
    """
    alter table project
        alter column pilot_id drop not null,
        add column call_id uuid,
        add column provider_ids uuid[] not null default '{}',
        add column payee_ids uuid[] not null default '{}',
        add column yielded text[] not null default '{}',
        add column published_on date,
        add column completed_on date,
        add column stage text not null default 'filing'
    """,
)

MOVED: Final = """
    division_path, assigner, assignee_id, filed_at, waits_for, waits_at, waits_since, is_with_institution, applicant_id,
    pack, pack_hash, form, state, started_at, submitted_at, ended_at, step_index, step_name, step_role,
    step_division_level, step_working_days, step_runs, due_on, is_provisional, answers, attachments, statement,
    items_to_correct, filings, reviews, findings, ending
"""
MOVE: Final = (
    """
    alter table project
        drop constraint project_status_known,
        drop constraint project_status_of_state,
        drop constraint project_number_when_enrolled,
        drop constraint project_enrolled_with_number,
        drop constraint project_contract_whole,
        drop constraint project_filed_with_contract
    """,
    f"""
    insert into project_stage (id, city, project_id, name, number, begun_in, version, reason, contract, {MOVED})
    select gen_random_uuid(), city, id, 'filing', 1, 1, version, '', contract, {MOVED} from project
    """,
    """
    update project set
        provider_ids = case when provider_id is null then '{}' else array[provider_id] end,
        payee_ids = case when payee_account_id is null then '{}' else array[payee_account_id] end,
        yielded = case when state = 'approved' then array['contract', 'enrolment', 'filing_number'] else '{}' end
    """,
    # A number without an approval was that of a voided filing; its contract, like that of every ended one, is free.
    "update project set filing_number = null where state <> 'approved'",
    """
    update project set contract_number = null, contract_provider_id = null, contract_amount_fen = null,
        down_payment_fen = null
    where state in ('rejected', 'withdrawn', 'voided')
    """,
)

CHANGE: Final = (
    "drop index project_one_per_contract",
    "drop index project_filed_state",
    "drop index project_due",
    "drop index project_waiting_at",
    "drop index project_waiting_anywhere",
    """
    alter table project
        drop column contract,
        drop column assigner,
        drop column waits_at,
        drop column is_with_institution,
        drop column form,
        drop column state,
        drop column ended_at,
        drop column step_index,
        drop column step_role,
        drop column step_division_level,
        drop column step_working_days,
        drop column step_runs,
        drop column answers,
        drop column attachments,
        drop column statement,
        drop column items_to_correct,
        drop column filings,
        drop column reviews,
        drop column findings,
        drop column ending,
        alter column provider_ids drop default,
        alter column payee_ids drop default,
        alter column yielded drop default,
        alter column stage drop default
    """,
    """
    alter table project
        add constraint project_status_known check (
            status in ('draft', 'in_review', 'returned', 'filed', 'enrolled', 'completed', 'rejected', 'withdrawn',
            'voided', 'terminated')
        ),
        add constraint project_started_by_list_or_call check (num_nonnulls(pilot_id, call_id) = 1),
        add constraint project_number_when_yielded check (
            ('filing_number' = any(yielded)) = (filing_number is not null)
        ),
        add constraint project_completed_with_day check (('completion' = any(yielded)) = (completed_on is not null)),
        add constraint project_status_of_yielded check (
            status = 'terminated' or (status in ('enrolled', 'completed')) = ('enrolment' = any(yielded))
        ),
        add constraint project_contract_yielded check (
            not ('contract' = any(yielded)) or contract_number is not null
        ),
        add constraint project_contract_whole check (
            num_nonnulls(contract_number, contract_provider_id, contract_amount_fen, down_payment_fen) in (0, 4)
        )
    """,
    """
    create unique index project_one_per_contract on project (city, applicant_id, contract_provider_id, contract_number)
        where status in ('in_review', 'returned', 'filed', 'enrolled', 'completed')
    """,
    "create index project_published on project (city, published_on, id) where published_on is not null",
)


def upgrade() -> None:
    """New tables, the rows moved, and what was theirs dropped."""
    protected = chain.from_iterable(
        protect("project", table) for table in ("project_stage", "known_call", "known_milestone")
    )
    for statement in chain(NEW, across_cities(["project"], *MOVE, *CHANGE), protected):
        op.execute(statement)
