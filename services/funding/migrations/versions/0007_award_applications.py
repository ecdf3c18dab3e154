"""Awards can be asked for: applications with their dossiers, what their projects have reached, what an award is for.

What was computed before is for a project, or for a recognised platform: that is what the column is filled with, and
its default for a process of version 6. Whose a place on the pilot list is, and what a project had reached, stays
unknown for what was heard before, until it is told again (`outbox replay --to funding`).
"""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import across_cities, protect

revision = "0007"
down_revision = "0006"

_DOSSIER = """
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
        constraint award_application_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint award_application_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint award_application_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint award_application_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint award_application_due_in_review check (due_on is null or state = 'in_review'),
        constraint award_application_provisional_when_due check (due_on is not null or not is_provisional),
        constraint award_application_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint award_application_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        )
"""
_APPLICATION = f"""
    create table award_application (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid,
        stage text not null,
        programme_year text not null,
        applicant_kind text not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        payee_account_id uuid,
        division_path jsonb not null default '[]'::jsonb,
        assigner text,
        assignee_id uuid,
        filed_at timestamptz,
        waits_for text,
        waits_at text not null,
        waits_since timestamptz,
        is_with_institution boolean not null,
        constraint award_application_pkey primary key (city, id),
        constraint award_application_version_positive check (version > 0),
        constraint award_application_case_of_its_own check (project_id is not null or case_id = id),
        constraint award_application_waits_since check ((waits_for is null) = (waits_since is null)),
        {_DOSSIER}
    )
"""
_FILED, _WAITING = "filed_at is not null", "waits_for is not null"
_INDEXES = {
    "of_project": ("city, project_id", None),
    "of_applicant": ("city, applicant_id, started_at, id", None),
    "filed": ("city, filed_at, id", _FILED),
    "filed_state": ("city, state, filed_at, id", _FILED),
    "filed_division": ("city, division, filed_at, id", _FILED),
    "nested": ("city, filed_at, id", f"{_FILED} and jsonb_array_length(division_path) > 1"),
    "assigned": ("city, assignee_id, filed_at, id", "assignee_id is not null"),
    "name": ('city, applicant_name collate "C", id', None),
    "credit_code": ('city, credit_code collate "C", id', None),
    "waiting_at": ("city, waits_for, waits_at, waits_since, id", _WAITING),
    "waiting_anywhere": ("city, waits_for, waits_since, id", f"{_WAITING} and not is_with_institution"),
    "due": ("city, due_on", "due_on is not null"),
}
_SUBJECTS = "update award set subject_kind = 'platform' where trigger = 'platform_recognised'"
_STATEMENTS = (
    _APPLICATION,
    *(
        f"create index award_application_{name} on award_application ({columns})" + (f" where {where}" if where else "")
        for name, (columns, where) in _INDEXES.items()
    ),
    *protect("funding", "award_application"),
    """
    create table known_milestone (
        project_id uuid not null,
        name text not null,
        city text not null,
        constraint known_milestone_pkey primary key (city, project_id, name)
    )
    """,
    *protect("funding", "known_milestone"),
    "alter table award add column subject_kind text not null default 'project'",
    *across_cities(["award"], _SUBJECTS),
    "create index award_ground on award (city, ground_id)",
    "alter table known_pilot add column applicant_id uuid",
    "create index known_pilot_of_applicant on known_pilot (city, applicant_id)",
)


def upgrade() -> None:
    """Additive: nothing that is there changes its meaning."""
    for statement in _STATEMENTS:
        op.execute(statement)
