"""Warnings about enterprises (XB8): what each does to their places on public lists, and how it ended."""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0008"
down_revision = "0007"

NEW = (
    """
    create table enterprise_warning (
        id uuid not null,
        city text not null,
        version integer not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        division_path jsonb not null,
        project_id uuid,
        effect text not null,
        reason text not null,
        article text not null,
        finding_ids uuid[] not null,
        issued_at timestamptz not null,
        issued_by uuid not null,
        state text not null,
        lifting jsonb,
        constraint enterprise_warning_pkey primary key (city, id),
        constraint enterprise_warning_version_positive check (version > 0),
        constraint enterprise_warning_effect_known check (effect in ('none', 'suspend', 'delist')),
        constraint enterprise_warning_state_known check (state in ('open', 'lifted')),
        constraint enterprise_warning_lifted_with_reason check ((state = 'lifted') = (lifting is not null))
    )
    """,
    "create index enterprise_warning_newest on enterprise_warning (city, issued_at, id)",
    "create index enterprise_warning_of_applicant on enterprise_warning (city, applicant_id, issued_at, id)",
)


def upgrade() -> None:
    for statement in chain(NEW, protect("project", "enterprise_warning")):
        op.execute(statement)
