"""What is claimed back can be kept from a later payment to the same payee, and money leaves by more than bank transfer.

What was instructed before went by bank transfer in full: that is what the defaults say, for a process of version 2 too.
"""

from __future__ import annotations

from alembic import op

from chassis.db.schema.protection import protect

revision = "0003"
down_revision = "0002"

_INSTRUMENTS = "instrument in ('bank_transfer', 'digital_rmb', 'voucher')"
_STATEMENTS = (
    "alter table payment_instruction add column netted jsonb not null default '{}'",
    "alter table payment_batch add column instrument text not null default 'bank_transfer'",
    f"alter table payment_batch add constraint payment_batch_instrument_known check ({_INSTRUMENTS})",
    """
    create table netting (
        id uuid not null,
        city text not null,
        version integer not null,
        case_id uuid not null,
        recovery_id uuid not null,
        tranche_id uuid not null,
        amount_fen bigint not null,
        reason text not null,
        document jsonb not null,
        proposed_by uuid not null,
        proposed_at timestamptz not null,
        state text not null,
        confirmed_by uuid,
        confirmed_at timestamptz,
        kept jsonb not null,
        given jsonb not null,
        constraint netting_pkey primary key (city, id),
        constraint netting_version_positive check (version > 0),
        constraint netting_state_known check (state in ('proposed', 'confirmed', 'withdrawn')),
        constraint netting_amount_positive check (amount_fen > 0),
        constraint netting_four_eyes check (confirmed_by is null or confirmed_by <> proposed_by),
        constraint netting_confirmed_by check ((state = 'confirmed') = (confirmed_by is not null)),
        constraint netting_shares_add_up check (
            state <> 'confirmed' or (sum_of_shares(kept) = amount_fen and sum_of_shares(given) = amount_fen)
        )
    )
    """,
    "create unique index netting_one_proposed on netting (city, tranche_id) where state = 'proposed'",
    "create index netting_of_recovery on netting (city, recovery_id)",
    "create index netting_of_tranche on netting (city, tranche_id)",
    "create index netting_listed on netting (city, proposed_at, id)",
    f"""
    create table instrument_choice (
        id uuid not null,
        city text not null,
        version integer not null,
        award_id uuid not null,
        case_id uuid not null,
        instrument text not null,
        holder_name text not null,
        institution text not null,
        wallet jsonb,
        chosen_by uuid not null,
        chosen_at timestamptz not null,
        constraint instrument_choice_pkey primary key (city, id),
        constraint instrument_choice_version_positive check (version > 0),
        constraint instrument_choice_instrument_known check ({_INSTRUMENTS}),
        constraint instrument_choice_wallet check ((instrument = 'digital_rmb') = (wallet is not null)),
        constraint instrument_choice_of_award unique (city, award_id)
    )
    """,
    *protect("funding", "netting"),
    *protect("funding", "instrument_choice"),
)


def upgrade() -> None:
    """Additive: nothing that is there changes its meaning."""
    for statement in _STATEMENTS:
        op.execute(statement)
