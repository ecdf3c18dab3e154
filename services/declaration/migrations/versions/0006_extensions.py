"""Windows of calls that an officer made longer, for everybody or for those who had begun a draft."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """One column."""
    op.execute("alter table call add column extensions jsonb not null default '[]'::jsonb")
