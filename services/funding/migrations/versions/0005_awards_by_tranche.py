"""An award can be one tranche of its line, and rests on whichever event made it due, not on an acceptance alone.

What was computed before rests on a passed acceptance and is the whole of its line: that is what the defaults say, for
a process of version 4 too. Down payment, list price and concession of contracts that were heard before stay unknown.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = (
    "alter table award rename column acceptance_id to ground_id",
    "alter table award rename column acceptance_sequence to ground_sequence",
    "alter table award add column trigger text not null default 'acceptance_passed'",
    "alter table award add column tranche_key text not null default 'whole'",
    """alter table award add column part jsonb not null default '{"key": "whole", "granted": {}}'""",
    "alter table award drop constraint award_one_per_line",
    "alter table award add constraint award_one_per_tranche unique (city, project_id, line, tranche_key)",
    "alter table award alter column trigger drop default",
    "alter table award alter column tranche_key drop default",
    "alter table award alter column part drop default",
    "alter table known_contract add column down_payment_fen bigint",
    "alter table known_contract add column list_price_fen bigint",
    "alter table known_contract add column concession_fen bigint",
)


def upgrade() -> None:
    """Statement by statement."""
    for statement in _STATEMENTS:
        op.execute(statement)
