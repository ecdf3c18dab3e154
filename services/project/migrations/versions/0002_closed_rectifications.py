"""An order to rectify is closed by the acceptance's next news, and belongs to its acceptance.

After a withdrawn acceptance a project may have another one, whose events count from 1 again: the row is one per
acceptance, no more per project. Orders of version 1 count as open until their acceptance is heard of again. A process
of version 1 cannot write a row any more; its message waits in the inbox for a process of this version.
"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """A row per acceptance, open or closed."""
    op.execute("alter table known_rectification add column is_open boolean not null default true")
    op.execute("alter table known_rectification drop constraint known_rectification_pkey")
    op.execute(
        "alter table known_rectification add constraint known_rectification_pkey primary key (city, acceptance_id)"
    )
    op.execute("create index known_rectification_by_project on known_rectification (city, project_id, at)")
