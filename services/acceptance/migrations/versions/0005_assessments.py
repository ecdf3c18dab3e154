"""Assessments of the digital level, the requests for them, and the providers that may be asked.

What must never be false is held here: what was handed in has an outcome, a third party is not the enterprise itself,
a request has one assessment under way, and a project one open request for a diagnosis and one for an evaluation.
"""

from alembic import op

from chassis.db.schema.protection import protect

revision = "0005"
down_revision = "0004"

SERVICE = "acceptance"
TABLES = ("assessment", "assessment_request", "known_provider")

STATEMENTS = (
    """
    create table assessment (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid,
        project_id uuid,
        request_id uuid,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        division_path jsonb not null,
        pack text not null,
        pack_hash text not null,
        edition text not null,
        stage text not null,
        method text not null,
        assessor_id uuid not null,
        assessor_code text not null,
        assessor_name text not null,
        assessed_on date not null,
        state text not null,
        started_at timestamptz not null,
        submitted_at timestamptz,
        settled_at timestamptz,
        answers jsonb not null,
        evidence jsonb not null,
        diagnosis jsonb not null,
        level integer,
        total numeric(6, 3),
        outcome jsonb,
        submissions jsonb not null,
        disputes jsonb not null,
        constraint assessment_pkey primary key (city, id),
        constraint assessment_version_positive check (version > 0),
        constraint assessment_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint assessment_stage_known check (stage in ('before', 'mid', 'after')),
        constraint assessment_method_known check (
            method in ('self', 'provider_precheck', 'institution', 'third_party', 'imported')
        ),
        constraint assessment_state_known check (
            state in ('draft', 'awaiting_confirmation', 'disputed', 'confirmed', 'completed', 'discarded')
        ),
        constraint assessment_level_known check (level between 0 and 9),
        constraint assessment_total_not_negative check (total >= 0),
        constraint assessment_outcome_whole check (num_nonnulls(level, total, outcome) in (0, 3)),
        constraint assessment_handed_in_with_outcome check (
            state not in ('awaiting_confirmation', 'disputed', 'confirmed', 'completed')
            or num_nonnulls(outcome, submitted_at) = 2
        ),
        constraint assessment_settled_at check (
            (state in ('confirmed', 'completed', 'discarded')) = (settled_at is not null)
        ),
        constraint assessment_third_party_is_another check (
            method <> 'third_party' or (project_id is not null and assessor_id <> applicant_id)
        )
    )
    """,
    """
    create unique index assessment_one_under_way_per_request on assessment (city, request_id)
        where state in ('draft', 'awaiting_confirmation', 'disputed')
    """,
    "create index assessment_of_applicant on assessment (city, applicant_id, started_at, id)",
    "create index assessment_of_assessor on assessment (city, assessor_id, started_at, id)",
    "create index assessment_started on assessment (city, started_at, id)",
    """
    create table assessment_request (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        project_id uuid not null,
        applicant_kind text not null,
        applicant_id uuid not null,
        credit_code text not null,
        applicant_name text not null,
        division text not null,
        division_path jsonb not null,
        pack text not null,
        pack_hash text not null,
        purpose text not null,
        wish text not null,
        state text not null,
        round integer not null,
        institution_id uuid,
        level integer,
        requested_at timestamptz not null,
        constraint assessment_request_pkey primary key (city, id),
        constraint assessment_request_version_positive check (version > 0),
        constraint assessment_request_round_positive check (round > 0),
        constraint assessment_request_pack_hash_is_sha256 check (pack_hash ~ '^[0-9a-f]{64}$'),
        constraint assessment_request_purpose_known check (purpose in ('diagnosis', 'evaluation')),
        constraint assessment_request_state_known check (
            state in ('requested', 'assigned', 'below_level', 'settled', 'withdrawn')
        ),
        constraint assessment_request_assigned_to_somebody check (
            state not in ('assigned', 'below_level', 'settled') or institution_id is not null
        )
    )
    """,
    """
    create unique index assessment_request_one_open on assessment_request (city, project_id, purpose)
        where state in ('requested', 'assigned', 'below_level')
    """,
    "create index assessment_request_requested on assessment_request (city, requested_at, id)",
    "create index assessment_request_of_applicant on assessment_request (city, applicant_id, requested_at, id)",
    "create index assessment_request_of_institution on assessment_request (city, institution_id, requested_at, id)",
    """
    create table known_provider (
        organisation_id uuid not null,
        city text not null,
        sequence bigint not null,
        kinds jsonb not null,
        is_enrolled boolean not null,
        constraint known_provider_pkey primary key (city, organisation_id)
    )
    """,
)


def upgrade() -> None:
    """The tables, under row-level security."""
    for statement in STATEMENTS:
        op.execute(statement)
    for table in TABLES:
        for statement in protect(SERVICE, table):
            op.execute(statement)
