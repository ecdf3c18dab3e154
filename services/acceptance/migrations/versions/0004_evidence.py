"""Evidence of projects, and the index by which the same invoice, payment proof or file is found twice in a city.

What must never be false is held here: a document is entered once per project and adds up, a flag is decided
with a reason. A row of `evidence_mark` makes two who use the same number at the same instant wait for each other.
"""

from itertools import chain

from alembic import op

from chassis.db.schema.protection import protect

revision = "0004"
down_revision = "0003"

SERVICE = "acceptance"
TABLES = ("evidence", "evidence_item", "evidence_mark", "evidence_use")

OWN = (
    """
    create table evidence (
        project_id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        applicant_id uuid not null,
        allocations jsonb not null,
        constraint evidence_pkey primary key (city, project_id),
        constraint evidence_version_not_negative check (version >= 0)
    )
    """,
    """
    create table evidence_item (
        id uuid not null,
        city text not null,
        project_id uuid not null,
        kind text not null,
        number text not null,
        code text not null,
        issued_on date not null,
        seller_code text not null,
        buyer_code text not null,
        net_fen bigint not null,
        tax_fen bigint not null,
        gross_fen bigint not null,
        lines jsonb not null,
        pays jsonb not null,
        file jsonb,
        source text not null,
        recorded_at timestamptz not null,
        recorded_by uuid not null,
        constraint evidence_item_pkey primary key (city, id),
        constraint evidence_item_kind_known check (kind in ('quotation', 'invoice', 'payment_proof')),
        constraint evidence_item_source_known check (source in ('entered', 'imported', 'invoice_file')),
        constraint evidence_item_adds_up check (
            gross_fen > 0 and tax_fen >= 0 and net_fen + tax_fen = gross_fen
        )
    )
    """,
    "create unique index evidence_item_once on evidence_item (city, project_id, kind, number, code)",
    """
    create table evidence_mark (
        city text not null,
        kind text not null,
        value text not null,
        used_at timestamptz not null,
        constraint evidence_mark_pkey primary key (city, kind, value)
    )
    """,
    """
    create table evidence_use (
        city text not null,
        kind text not null,
        value text not null,
        project_id uuid not null,
        flag_id uuid not null,
        is_notice boolean not null,
        state text not null,
        used_at timestamptz not null,
        raised_at timestamptz,
        decided_at timestamptz,
        decided_by uuid,
        reason text,
        constraint evidence_use_pkey primary key (city, kind, value, project_id),
        constraint evidence_use_kind_known check (kind in ('invoice', 'payment_proof', 'file')),
        constraint evidence_use_state_known check (state in ('single', 'open', 'cleared', 'confirmed')),
        constraint evidence_use_raised_when_flagged check ((state = 'single') = (raised_at is null)),
        constraint evidence_use_decided_with_reason check (
            num_nonnulls(decided_at, decided_by, reason)
            = case when state in ('cleared', 'confirmed') then 3 else 0 end
        )
    )
    """,
    "create unique index evidence_use_flag on evidence_use (city, flag_id)",
    "create index evidence_use_of_project on evidence_use (city, project_id)",
    "create index evidence_use_flagged on evidence_use (city, raised_at, flag_id) where raised_at is not null",
)


def upgrade() -> None:
    """Added beside what is there: the version before does not look at it."""
    protected = chain.from_iterable(protect(SERVICE, table) for table in TABLES)
    for statement in chain(OWN, protected):
        op.execute(statement)
