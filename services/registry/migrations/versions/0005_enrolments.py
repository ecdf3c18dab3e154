"""The way into the pool by the pack's form and route; products with their classes and every ceiling they had.

Entries keep the columns of the time before, `presentation` and `files`, which the version before still
writes; products that were listed before have the ceiling of now as the first of their history.
"""

from __future__ import annotations

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OWN = (
    """
    alter table pool_entry
        add column programme_year text not null default '',
        alter column presentation set default '',
        alter column files set default '[]'::jsonb
    """,
    """
    create table enrolment (
        id uuid not null,
        city text not null,
        version integer not null,
        purpose text not null,
        stage text not null,
        kind text not null,
        programme_year text not null,
        applicant_kind text not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        provider_id uuid not null,
        recommended jsonb,
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
        constraint enrolment_pkey primary key (city, id),
        constraint enrolment_version_positive check (version > 0),
        constraint enrolment_purpose_known check (purpose in ('application', 'recommendation')),
        constraint enrolment_recommends_a_product
            check ((purpose = 'recommendation') = (recommended is not null)),
        constraint enrolment_applies_for_itself check (purpose = 'recommendation' or applicant_id = provider_id),
        constraint enrolment_waits_since check ((waits_for is null) = (waits_since is null)),
        constraint enrolment_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint enrolment_state_known check (
            state in ('draft', 'in_review', 'returned', 'approved', 'rejected', 'withdrawn', 'voided')
        ),
        constraint enrolment_step_while_in_review check (
            num_nonnulls(step_index, step_name, step_role, step_runs)
            = case when state in ('in_review', 'returned') then 4 else 0 end
        ),
        constraint enrolment_step_positive check (step_index >= 0 and step_working_days >= 0),
        constraint enrolment_due_in_review check (due_on is null or state = 'in_review'),
        constraint enrolment_provisional_when_due check (due_on is not null or not is_provisional),
        constraint enrolment_filed_before_review check (
            submitted_at is not null or state in ('draft', 'withdrawn', 'voided')
        ),
        constraint enrolment_ended_with_reason check (
            num_nonnulls(ended_at, ending)
            = case when state in ('approved', 'rejected', 'withdrawn', 'voided') then 2 else 0 end
        )
    )
    """,
    """
    create unique index enrolment_one_application_per_kind on enrolment (city, applicant_id, kind)
        where purpose = 'application' and state in ('draft', 'in_review', 'returned')
    """,
    "create index enrolment_of_provider on enrolment (city, provider_id, started_at, id)",
    "create index enrolment_of_applicant on enrolment (city, applicant_id, started_at, id)",
    "create index enrolment_filed on enrolment (city, filed_at, id) where filed_at is not null",
    "create index enrolment_filed_state on enrolment (city, state, filed_at, id) where filed_at is not null",
    "create index enrolment_filed_division on enrolment (city, division, filed_at, id) where filed_at is not null",
    """
    create index enrolment_nested on enrolment (city, filed_at, id)
        where filed_at is not null and jsonb_array_length(division_path) > 1
    """,
    "create index enrolment_assigned on enrolment (city, assignee_id, filed_at, id) where assignee_id is not null",
    """
    create index enrolment_waiting_at on enrolment (city, waits_for, waits_at, waits_since, id)
        where waits_for is not null
    """,
    """
    create index enrolment_waiting_anywhere on enrolment (city, waits_for, waits_since, id)
        where waits_for is not null and not is_with_institution
    """,
    'create index enrolment_name on enrolment (city, applicant_name collate "C", id)',
    'create index enrolment_credit_code on enrolment (city, credit_code collate "C", id)',
    "create index enrolment_due on enrolment (city, due_on) where due_on is not null",
    """
    alter table product
        add column scenarios text[] not null default '{}'::text[],
        add column subsectors text[] not null default '{}'::text[],
        add column aims text[] not null default '{}'::text[],
        add column links text[] not null default '{}'::text[],
        add column is_light_solution boolean not null default false
    """,
    """
    create table product_ceiling (
        city text not null,
        product_id uuid not null,
        version integer not null,
        ceiling_fen bigint not null,
        opinion text not null,
        set_at timestamptz not null,
        constraint product_ceiling_pkey primary key (city, product_id, version),
        constraint product_ceiling_positive check (ceiling_fen > 0)
    )
    """,
    # The owner of the tables is under their policies, too: it sees no row, unless they do not bind it for a moment.
    "alter table product no force row level security",
    """
    insert into product_ceiling
    select city, id, version, ceiling_fen, opinion, proposed_at from product where ceiling_fen > 0
    """,
    "alter table product force row level security",
    """
    create table known_pack (
        city text not null,
        pack text not null,
        sequence bigint not null,
        sha256 text not null,
        constraint known_pack_pkey primary key (city, pack)
    )
    """,
)

_PROTECTED = ("enrolment", "product_ceiling", "known_pack")


def upgrade() -> None:
    for statement in chain(_OWN, *(protect("registry", table) for table in _PROTECTED)):
        op.execute(statement)
