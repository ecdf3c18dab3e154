"""A tranche can be claimed back in parts, what came back re-enters its budget, and a project may have the honour only.

A recovery of version 1 was of a whole tranche, and what came back stayed out of the budget: that is what its terms say.
A process of version 1 goes on as before; the columns that it does not know have defaults.
"""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import protect

revision = "0002"
down_revision = "0001"

_STATEMENTS = (
    "alter table tranche add column netted jsonb not null default '{}'",
    "alter table tranche add column recovered jsonb not null default '{}'",
    # The owner sees no city either: for this one statement the tables do not hold it back.
    "alter table tranche no force row level security",
    "update tranche set recovered = shares where state = 'recovered'",
    "alter table tranche force row level security",
    "alter table tranche add constraint tranche_netted_within check (sum_of_shares(netted) <= amount_fen)",
    "alter table tranche add constraint tranche_recovered_within check (sum_of_shares(recovered) <= amount_fen)",
    """alter table recovery add column terms jsonb not null default '{"reenters_budget": false}'""",
    "alter table recovery add column netted jsonb not null default '{}'",
    "alter table recovery add column interest_fen bigint not null default 0",
    "alter table recovery add constraint recovery_netted_within check (sum_of_shares(netted) <= amount_fen)",
    "alter table recovery add constraint recovery_interest_not_negative check (interest_fen >= 0)",
    "alter table recovery drop constraint recovery_one_per_tranche",
    "create unique index recovery_one_open on recovery (city, tranche_id) where state = 'opened'",
    "create index recovery_of_tranche on recovery (city, tranche_id)",
    """
    create table honour (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        applicant jsonb not null,
        applicant_id uuid not null,
        applicant_name text not null,
        division text not null,
        programme_year text not null,
        reason text not null,
        granted_by uuid not null,
        granted_at timestamptz not null,
        constraint honour_pkey primary key (city, id),
        constraint honour_version_positive check (version > 0),
        constraint honour_of_project unique (city, project_id)
    )
    """,
    "create index honour_listed on honour (city, granted_at, id)",
    *protect("funding", "honour"),
)


def upgrade() -> None:
    """Columns first, then what they must be."""
    for statement in _STATEMENTS:
        op.execute(statement)
