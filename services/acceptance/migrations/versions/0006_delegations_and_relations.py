"""Who acts for whom in which stages, and who has to do with whom, as the registry tells (ZS4, ZS6)."""

from __future__ import annotations

from alembic import op

from casework.known_tables import create_v2

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in create_v2("acceptance"):
        op.execute(statement)
