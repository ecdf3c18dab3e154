"""A case keeps the divisions above its own: a league, say, reviews after the county, and sees what is below it.

Cases that were submitted before have an empty path: their own division takes every step below the top, as until now.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """The path, and an index over the cases that lie below more than one division."""
    op.execute("alter table project add column division_path jsonb not null default '[]'::jsonb")
    op.execute(
        "create index project_nested on project (city, filed_at, id)"
        " where filed_at is not null and jsonb_array_length(division_path) > 1"
    )
